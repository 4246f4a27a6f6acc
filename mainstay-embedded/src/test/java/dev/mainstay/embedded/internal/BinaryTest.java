package dev.mainstay.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which program is run, and that it is the one that was pinned. */
class BinaryTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-amd64", "Linux, aarch64, linux-arm64",
    "Mac OS X, x86_64, darwin-amd64", "Mac OS X, aarch64, darwin-arm64"
  })
  void platformsAreKnownByJavasNames(String os, String arch, String platform) {
    assertThat(Binary.platform(os, arch)).isEqualTo(platform);
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, i386", "Linux, x86", "Linux, riscv64", "SunOS, amd64"})
  void anotherPlatformIsToldWhatToDo(String os, String arch) {
    assertThatThrownBy(() -> Binary.platform(os, arch))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("--store", os, arch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64"})
  void everyBundledProgramIsThePinnedOne(String platform) throws IOException {
    Path program = Binary.bundled(platform, List.of(folder.resolve("cache")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(program)))
        .isEqualTo("rwx------");
    byte[] good = Files.readAllBytes(program);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(program, bad);
    Binary.bundled(platform, List.of(folder.resolve("cache")));
    assertThat(Files.readAllBytes(program)).isEqualTo(good);
  }

  @Test
  void anUnwritableCacheIsReplacedByATemporaryFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path program = Binary.bundled("linux-amd64", List.of(file.resolve("cache")));
    assertThat(program).isExecutable();
    Files.delete(program);
    Files.delete(program.getParent());
  }

  @Test
  void aNamedProgramIsLookedUpOnThePath() throws IOException {
    Path program = Files.createFile(folder.resolve("valkey-server"), Folders.ONLY_OWNER_RUNS);
    assertThat(Binary.named(Path.of("valkey-server"), "/nowhere:" + folder)).isEqualTo(program);
    assertThat(Binary.named(program, "")).isEqualTo(program);
    assertThatThrownBy(() -> Binary.named(Path.of("valkey-server"), "/nowhere"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("valkey-server");
    assertThatThrownBy(() -> Binary.named(folder.resolve("no"), ""))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("7.0");
  }
}
