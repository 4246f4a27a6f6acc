package dev.mainstay.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.embedded.internal.topology.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** What the machine tells about the processes of a topology. */
final class Processes {
  private Processes() {}

  /** Whether it ended; some machines are slow to collect the children of the dead. */
  static boolean gone(long pid) {
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      return true;
    }
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return !Files.exists(Path.of("/proc/" + pid));
    }
  }

  /** The working folder of a process. */
  static Path folder(long pid) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
  }

  /** Asserts that nobody else can read a password of this node, nor see one in a list. */
  static void assertPrivate(EmbeddedNode node) throws IOException {
    Users users = node.node().users();
    List<String> passwords =
        Stream.of(users.app(), users.operator(), users.replica(), users.sentinel(), users.peer())
            .map(secret -> secret.text())
            .toList();
    for (String seen : List.of("cmdline", "environ")) {
      Path file = Path.of("/proc/" + node.pid() + "/" + seen);
      String text = new String(Files.readAllBytes(file), ISO_8859_1);
      assertThat(passwords).noneMatch(text::contains);
      assertThat(node.toString()).doesNotContain(passwords);
    }
    Path folder = folder(node.pid());
    assertThat(mode(folder.getParent())).isEqualTo("rwx------");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        assertThat(mode(path))
            .as("%s", path)
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
