package dev.mainstay.redis.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a script's header says is what the script does; a changed script is seen in its lock. */
class ScriptHeadersTest {
  private static final Path SOURCES = Path.of("src/main/lua");
  private static final Path LOCK = Path.of("src/main/lua/scripts.lock");
  private static final Pattern HEADER = Pattern.compile("(?m)^-- (\\w+) +(.+)$");
  private static final Pattern KEY = Pattern.compile("KEYS\\[(\\d+)\\]");
  private static final Pattern ARG = Pattern.compile("ARGV\\[(\\d+)\\]");
  private static final Pattern CALL =
      Pattern.compile(
          "redis\\.p?call\\('(\\w+)',\\s*(?:'(?:USAGE|IDLETIME)',\\s*)?(redis\\.call|[^,)]+)");

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .map(file -> SOURCES.relativize(file).toString())
          .filter(name -> name.endsWith(".lua") && !name.startsWith("lib"))
          .map(name -> name.substring(0, name.length() - 4).replace('\\', '/'))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void saysOpSchemaWhyKeysArgsAndReply(String name) throws IOException {
    Map<String, String> header = header(name);
    assertThat(header.keySet()).contains("op", "why", "keys", "args", "reply");
    assertThat(header.get("op")).matches(name.replace('/', '.') + " +schema \\d+");
    assertThat(header.get("why")).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("names")
  void usesNoMoreKeysThanItNames(String name) throws IOException {
    String keys = header(name).get("keys");
    if (keys.endsWith("*")) {
      assertThat(source(name)).containsAnyOf("ipairs(KEYS)", "KEYS[i]").doesNotContain("KEYS[1]");
      return;
    }
    int named = keys.trim().split("\\s+").length;
    assertThat(numbers(KEY, source(name))).allMatch(number -> number <= named).contains(1);
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesAsManyArgumentsAsItUses(String name) throws IOException {
    String args = header(name).get("args").replace("(all|only|except)", "");
    if (args.trim().equals("none")) {
      assertThat(numbers(ARG, source(name))).isEmpty();
      return;
    }
    int fixed = (int) Arrays.stream(args.split("\\(")[0].trim().split("\\s+")).count();
    assertThat(numbers(ARG, source(name)).stream().mapToInt(n -> n).max().orElse(0))
        .isEqualTo(fixed);
    assertThat(args).matches("now_[mu]s\\|''.*");
  }

  @ParameterizedTest
  @MethodSource("names")
  void touchesNoKeyBesideTheDeclaredAndTheDerived(String name) throws IOException {
    List<String> allowed =
        List.of(
            "KEYS",
            "session_key",
            "end_key",
            "index_key",
            "worker_key",
            "workers",
            "session.key",
            "key",
            "due",
            "base .. ");
    String text = Script.load(name).text();
    CALL.matcher(text)
        .results()
        .filter(call -> !Set.of("TIME", "INFO").contains(call.group(1)))
        .map(call -> call.group(2).trim())
        .forEach(key -> assertThat(allowed).as(key).anyMatch(key::startsWith));
    boolean derives = source(name).contains("base");
    assertThat(header(name).containsKey("derives")).isEqualTo(derives);
  }

  @Test
  void neverScans() throws IOException {
    for (String name : names().toList()) {
      assertThat(Script.load(name).text()).doesNotContain("'SCAN'", "'KEYS'", "'VSIM'");
    }
  }

  @Test
  void isLocked() throws IOException {
    Map<String, String> lock =
        Files.readAllLines(LOCK).stream()
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    Map<String, String> now =
        names().collect(Collectors.toMap(Function.identity(), n -> Script.load(n).sha1()));
    assertThat(new TreeMap<>(now))
        .as("a script changed: see what it does to stored data, then write its line into %s", LOCK)
        .isEqualTo(new TreeMap<>(lock));
  }

  private static Map<String, String> header(String name) throws IOException {
    return HEADER
        .matcher(source(name).split("\n\n|--- @")[0])
        .results()
        .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
  }

  private static List<Integer> numbers(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> Integer.parseInt(match.group(1)))
        .toList();
  }

  private static String source(String name) throws IOException {
    return Files.readString(SOURCES.resolve(name + ".lua"));
  }
}
