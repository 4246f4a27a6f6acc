package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.redis.RedisEngine;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's program on the module path: it compiles, runs, and sees nothing that is internal. */
class ModulePathTest {
  private static final String USER =
      """
      package user;

      import dev.mainstay.Mainstay;
      import dev.mainstay.memory.MemoryEngine;
      import dev.mainstay.redis.RedisOptions;
      import dev.mainstay.sessions.Attributes;
      import dev.mainstay.sessions.SessionPolicy;

      public class Program {
        public static void main(String[] args) {
          RedisOptions options = RedisOptions.parse("redis://app:secret@localhost:6379");
          try (Mainstay mainstay = Mainstay.on(MemoryEngine.create())) {
            var sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
            String token = sessions.start("ada", Attributes.none()).token();
            boolean kept = !options.toString().contains("secret");
            System.exit(kept && sessions.find(token).isLive() ? 0 : 3);
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void aUsersModuleCompilesAndRuns() throws Exception {
    assertThat(compile(USER)).isEmpty();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath() + File.pathSeparator + folder.resolve("out"),
                "--module",
                "user/user.Program")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Test
  void theInsideIsAWall() throws Exception {
    String peeping =
        "package user; class Peep { dev.mainstay.internal.sessions.SessionsRoot root; }";
    assertThat(compile(peeping)).contains("dev.mainstay.internal.sessions").contains("not visible");
  }

  /** What javac says; empty where it compiles. */
  private String compile(String program) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src/user"));
    Path module = folder.resolve("src/module-info.java");
    Files.writeString(module, "module user { requires dev.mainstay.redis; exports user; }");
    String name = program.contains("class Program") ? "Program" : "Peep";
    Path source = Files.writeString(sources.resolve(name + ".java"), program);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      ToolProvider.findFirst("javac")
          .orElseThrow()
          .run(
              out,
              out,
              "--release",
              "17",
              "--module-path",
              modulePath(),
              "-d",
              folder.resolve("out").toString(),
              module.toString(),
              source.toString());
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  /** Core, redis and what redis stands on, as the build has them on its class path. */
  private static String modulePath() {
    List<String> wanted =
        List.of(
            "caffeine",
            "jspecify",
            "lettuce",
            "netty",
            "reactor",
            "reactive-streams",
            "slf4j-api",
            "redis-authx");
    String libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> wanted.stream().anyMatch(new File(entry).getName()::startsWith))
            .collect(Collectors.joining(File.pathSeparator));
    return String.join(
        File.pathSeparator, home(Mainstay.class), home(RedisEngine.class), libraries);
  }

  private static String home(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
  }
}
