package dev.mainstay.embedded.internal;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server program: the one that was named, or the bundled one, unpacked once per user and
 * compared with its SHA-256 at every start. The version text of a binary cannot tell a patched one
 * from another, so the hash is what is pinned.
 */
public final class Binary {
  private static final String NAME = "redis-server-7.0.15-";
  private static final Map<String, String> PINNED =
      Map.of(
          "linux-amd64", "c0cdeef856b3410fd99d6ec6fc6a20302e69059b00ce5d6abab7b3e5069ea91e",
          "linux-arm64", "d5c7ff117caf45d7dc2f59c1f956e1830438779947d66aa5647c2cdcc16eca50",
          "darwin-amd64", "e22a3d9147802bba0724efb2e446c49e1e514e76ff8031bb6d44b8628400d8f3",
          "darwin-arm64", "07838a2eb6f5961c89d8e6f1f83482de355dfc6bb04e05bfb00ae1f137dee129");

  private Binary() {}

  /**
   * The program to run.
   *
   * @param named what the configuration names: a path, or a name to look up on the PATH; or null
   * @throws InvalidValueException if it is not there, or there is none for this platform
   */
  public static Path find(@Nullable Path named) {
    if (named != null) {
      return named(named, System.getenv().getOrDefault("PATH", ""));
    }
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    return bundled(platform, caches());
  }

  static Path named(Path named, String searchPath) {
    if (named.getNameCount() > 1 || named.isAbsolute()) {
      return runnable(named);
    }
    for (String folder : searchPath.split(java.io.File.pathSeparator, -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder).resolve(named);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return candidate.toAbsolutePath();
      }
    }
    throw new InvalidValueException(
        "binary", "no program \"" + named + "\" on the PATH; give the full path of a redis-server");
  }

  private static Path runnable(Path path) {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      throw new InvalidValueException(
          "binary",
          "\"" + path + "\" is not a program that can be run; name a redis-server of 7.0 or later");
    }
    return path.toAbsolutePath();
  }

  /** The name of a platform among the bundled ones, as in {@code linux-amd64}. */
  static String platform(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT);
    String family = system.startsWith("mac") ? "darwin" : system.startsWith("linux") ? "linux" : "";
    String processor =
        switch (arch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> "";
        };
    String platform = family + "-" + processor;
    if (!PINNED.containsKey(platform)) {
      throw new InvalidValueException(
          "store",
          "there is no embedded store for "
              + os
              + " on "
              + arch
              + " (only Linux and macOS on x86-64 and arm64); run a Redis 7.0 or Valkey 7.2 or"
              + " later elsewhere and name it with --store redis://host:6379");
    }
    return platform;
  }

  /** Folders to try, in this order: a home folder can be missing or read-only. */
  private static List<Path> caches() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"));
    Path first = xdg != null && xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
    return List.of(first.resolve("mainstay"));
  }

  static Path bundled(String platform, List<Path> caches) {
    String hash = PINNED.getOrDefault(platform, "");
    for (Path cache : caches) {
      try {
        return unpacked(platform, hash, cache);
      } catch (IOException e) {
        // The next place, and in the end a folder of this process alone.
      }
    }
    try {
      Path own = Folders.temporary(Path.of(System.getProperty("java.io.tmpdir")));
      own.toFile().deleteOnExit();
      Path program = unpacked(platform, hash, own);
      program.toFile().deleteOnExit();
      return program;
    } catch (IOException e) {
      throw new StoreFaultException(
          "embedded.start",
          "the bundled redis-server cannot be unpacked: "
              + e
              + "; set XDG_CACHE_HOME to a folder"
              + " that this user can write",
          e);
    }
  }

  private static Path unpacked(String platform, String hash, Path cache) throws IOException {
    Folders.privateFolder(cache);
    Path program = cache.resolve(NAME + platform + "-" + hash.substring(0, 12));
    if (Files.isExecutable(program) && hash.equals(sha256(program))) {
      return program;
    }
    Path fresh = Files.createTempFile(cache, "unpacking", null, Folders.ONLY_OWNER_RUNS);
    try (InputStream in = Binary.class.getResourceAsStream("/" + NAME + platform)) {
      if (in == null) {
        throw new StoreFaultException(
            "embedded.start", "org.signal:embedded-redis is not on the class path; add it", null);
      }
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      Folders.onlyOwnerRuns(fresh);
      if (!hash.equals(sha256(fresh))) {
        throw new StoreFaultException(
            "embedded.start",
            "the redis-server on the class path is not the one that Mainstay was built with"
                + " (SHA-256 differs); use the org.signal:embedded-redis of mainstay-embedded's"
                + " pom",
            null);
      }
      return Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
