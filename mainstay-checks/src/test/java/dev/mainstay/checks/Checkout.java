package dev.mainstay.checks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files that a clone of the project holds. */
final class Checkout {
  private static final Set<String> LEFT_BEHIND =
      Set.of("target", "mainstay-data", "node_modules", ".git", ".idea", ".vscode", ".settings");

  /** The folder with the parent's pom, above that of this module. */
  static final Path ROOT = root();

  private Checkout() {}

  /** Every file with such an end of its name; what builds, editors and servers leave is passed. */
  static List<Path> files(String... ends) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
            return LEFT_BEHIND.contains(folder.getFileName().toString()) && !folder.equals(ROOT)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            String name = file.getFileName().toString();
            if (Set.of(ends).stream().anyMatch(name::endsWith)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /** A path as it is written in documents: from the root, with slashes. */
  static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("mainstay-checks/pom.xml"))) {
        return at;
      }
    }
    throw new IllegalStateException("Not inside a checkout: " + Path.of("").toAbsolutePath());
  }
}
