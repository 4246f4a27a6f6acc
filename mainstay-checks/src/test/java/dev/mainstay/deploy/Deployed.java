package dev.mainstay.deploy;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the checkout that holds what is deployed. */
final class Deployed {
  static final Path ROOT = root();

  private Deployed() {}

  /** Of one topology, as in {@code sentinel}. */
  static Path folder(String kind) {
    return ROOT.resolve(kind);
  }

  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("deploy/node.sh"))) {
        return at.resolve("deploy");
      }
    }
    throw new IllegalStateException("Not inside a checkout: " + Path.of("").toAbsolutePath());
  }
}
