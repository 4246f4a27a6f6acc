package dev.mainstay.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code ./mainstay} in a small checkout where Java and Maven are scripts that say so. */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "basename",
          "cat",
          "dirname",
          "find",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tail",
          "touch");

  private static final String REMEDY =
      " Install a JDK of 17 or later (as from https://adoptium.net) or name one in JAVA_HOME.\n";

  @TempDir Path temp;
  private Path checkout;
  private Path bin;

  private record Ran(int exit, String out, String err) {}

  @BeforeEach
  void makeACheckout() throws IOException {
    checkout = temp.resolve("a check out");
    for (String module : List.of("server", "bench")) {
      Files.createDirectories(checkout.resolve("mainstay-" + module + "/src/main"));
      Files.writeString(checkout.resolve("mainstay-" + module + "/pom.xml"), "<project/>");
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.copy(Checkout.ROOT.resolve("mainstay"), checkout.resolve("mainstay"));
    bin = Files.createDirectory(temp.resolve("bin"));
    for (String tool : TOOLS) {
      script(bin.resolve(tool), "exec '" + onThePath(tool) + "' \"$@\"");
    }
  }

  @Test
  void withoutJavaItSaysWhatToInstall() throws Exception {
    assertThat(mainstay("serve"))
        .isEqualTo(
            new Ran(1, "", "mainstay: Needs Java 17 or later with javac and found none." + REMEDY));
  }

  @Test
  void anOldJavaIsNamed() throws Exception {
    java(bin, "1.8.0_402");
    Path home = java(temp.resolve("jdk 11/bin"), "11.0.22").getParent().getParent();

    assertThat(mainstay(Map.of("JAVA_HOME", home.toString()), "serve"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "mainstay: Needs Java 17 or later with javac and found 11.0.22, 1.8.0_402."
                    + REMEDY));
  }

  @Test
  void aJavaThatCannotCompileIsNamed() throws Exception {
    Files.delete(java(bin, "21.0.2").resolveSibling("javac"));

    assertThat(mainstay("serve").err())
        .isEqualTo(
            "mainstay: Needs Java 17 or later with javac and found 21.0.2 without javac." + REMEDY);
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    java(bin, "17.0.15");

    assertThat(mainstay("serve"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "mainstay: Needs Maven 3.8 or later to build and found none. Install it"
                    + " (as from https://maven.apache.org, apt install maven,"
                    + " brew install maven).\n"));
  }

  @Test
  void anOldJavaIsPassedByForOneInTheUsualFolders() throws Exception {
    java(bin, "1.8.0_402");
    java(temp.resolve("jvms/jdk 25/bin"), "25");
    maven();

    Ran ran = mainstay(Map.of("MAINSTAY_JAVA_FOLDERS", "/none:" + temp.resolve("jvms")), "version");

    assertThat(ran.out()).startsWith("java 25 ").endsWith("mainstay-server.jar version\n");
    assertThat(ran.exit()).isZero();
  }

  @Test
  void argumentsAndFlagsArriveAsTheyWere() throws Exception {
    java(bin, "17.0.15");
    maven();

    Ran ran = mainstay(Map.of("MAINSTAY_JAVA_OPTS", "-Xmx1g"), "serve", "--data", "a b", "");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("-XX:+UseSerialGC -Xmx192m -Xmx1g -jar ")
        .contains("/a check out/mainstay-server/target/app/mainstay-server.jar")
        .endsWith(" serve --data a b \n");
  }

  @Test
  void theBenchIsBuiltWhenItIsAskedFor() throws Exception {
    java(bin, "17.0.15");
    maven();

    assertThat(mainstay("bench", "sessions").out()).endsWith("mainstay-bench.jar sessions\n");
    assertThat(builds()).singleElement().asString().contains("-pl mainstay-bench -am");
  }

  @Test
  void itBuildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    java(bin, "17.0.15");
    maven();

    mainstay("version");
    mainstay("version");
    assertThat(builds()).hasSize(1);
    assertThat(builds().get(0)).contains("-DskipTests").endsWith(" package");

    Path source = Files.writeString(checkout.resolve("mainstay-server/src/main/A.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    mainstay("version");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aBuildThatFailsIsShownAndNotRemembered() throws Exception {
    java(bin, "17.0.15");
    script(bin.resolve("mvn"), "echo no such symbol; exit 1");

    Ran ran = mainstay("version");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("no such symbol\nmainstay: The build failed; all it said is in ")
        .endsWith("/target/build.log.\n");
    assertThat(checkout.resolve("target/building")).doesNotExist();
    assertThat(mainstay("version").exit()).isEqualTo(1);
  }

  @Test
  void aLinkLeadsToItsCheckout() throws Exception {
    java(bin, "17.0.15");
    maven();
    Path link = temp.resolve("another folder/ms");
    Files.createDirectory(link.getParent());
    Files.createSymbolicLink(link, Path.of("../a check out/mainstay"));

    assertThat(run(link, Map.of(), "help").out()).endsWith("mainstay-server.jar help\n");
  }

  /** A home with a Java that prints its version, or else its own arguments. */
  private static Path java(Path bin, String version) throws IOException {
    Files.createDirectories(bin);
    script(bin.resolve("javac"), "exit 0");
    return script(
        bin.resolve("java"),
        "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\" 2026-01-01' >&2; else echo java "
            + version
            + " \"$@\"; fi");
  }

  /** A Maven that writes its arguments down and makes what it is asked for. */
  private void maven() throws IOException {
    script(
        bin.resolve("mvn"),
        "echo \"$@\" >>'"
            + temp
            + "/builds'; mkdir -p \"$4/target/app\";"
            + " touch \"$4/target/app/$4.jar\"");
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(temp.resolve("builds"));
  }

  private static Path script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ran mainstay(String... args) throws Exception {
    return mainstay(Map.of(), args);
  }

  private Ran mainstay(Map<String, String> more, String... args) throws Exception {
    return run(checkout.resolve("mainstay"), more, args);
  }

  private Ran run(Path script, Map<String, String> more, String... args) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString());
    builder.command().addAll(Arrays.asList(args));
    builder.directory(temp.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", bin.toString());
    environment.put("HOME", temp.toString());
    environment.put("MAINSTAY_JAVA_FOLDERS", temp.resolve("none").toString());
    environment.putAll(more);
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private static Path onThePath(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No " + tool + " on the PATH"));
  }
}
