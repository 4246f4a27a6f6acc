package dev.mainstay.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The style that no formatter holds, as a list of what offends in one text. A file's place decides
 * what it may do, so the name is that from the root of the checkout.
 */
final class Tidiness {
  static final int LINE = 100;
  static final int METHOD = 60;
  static final int FILE = 400;

  /**
   * Methods that may be longer, each with its limit and its reason. The limits may only shrink.
   *
   * @param lines what it has today
   * @param why why it is one method all the same
   */
  record Exemption(int lines, String why) {}

  /** By the file's name, a hash and the method's. */
  static final Map<String, Exemption> LONGER_METHODS = Map.of();

  // Spelled so that this file does not offend.
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern MACHINE =
      Pattern.compile("(?<![\\w.}*~-])/(home|root|Users|work|private/tmp)" + "/[\\w.]");
  private static final Pattern SLEEP =
      Pattern.compile("\\b(Thread|TimeUnit\\.\\w+|MILLISECONDS|SECONDS)\\s*\\.\\s*sleep\\(");
  private static final Pattern STREAM = Pattern.compile("\\bSystem\\.(out|err)\\b");
  private static final Pattern SKIPPED = Pattern.compile("@Dis" + "abled\\b");

  private final String name;
  private final String text;
  private final List<String> offences = new ArrayList<>();

  private Tidiness(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** What offends in any text of the checkout. */
  static List<String> ofText(String name, String text) {
    return new Tidiness(name, text).text().offences;
  }

  /** What offends in a Java source, beyond what offends in any text. */
  static List<String> ofJava(String name, String source) {
    return ofJava(Map.of(name, source));
  }

  /** The same of many, by their names. */
  static List<String> ofJava(Map<String, String> sources) {
    Map<String, List<SourceShape>> shapes = SourceShape.of(sources);
    List<String> offences = new ArrayList<>();
    sources.forEach(
        (name, source) -> {
          List<SourceShape> its = Objects.requireNonNull(shapes.get(name), name);
          offences.addAll(new Tidiness(name, source).java(its).offences);
        });
    return offences;
  }

  private Tidiness text() {
    each(UNFINISHED, "is unfinished");
    each(MACHINE, "names a path of one machine");
    return this;
  }

  private Tidiness java(List<SourceShape> shapes) {
    List<String> lines = text.lines().toList();
    if (lines.size() > FILE) {
      offend(1, "has " + lines.size() + " lines, more than " + FILE);
    }
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).length() > LINE && !lines.get(i).startsWith("import ")) {
        offend(i + 1, "is longer than " + LINE + " characters");
      }
    }
    if (name.contains("/src/test/") && !name.startsWith("mainstay-chaos/")) {
      each(SLEEP, "sleeps in a test; wait for a condition or hold the clock");
    }
    if (!isCommandLine()) {
      each(STREAM, "writes to a standard stream");
    }
    each(SKIPPED, "skips a test");
    if (name.endsWith("/package-info.java") && name.contains("/src/main/")) {
      packageInfo();
    } else {
      shapes.forEach(this::shape);
    }
    return this;
  }

  /** What talks to a terminal or, as a test's child process, to the test. */
  private boolean isCommandLine() {
    return name.startsWith("mainstay-server/src/main/")
        || name.startsWith("mainstay-bench/src/main/")
        || name.endsWith("Main.java");
  }

  private void packageInfo() {
    if (!text.contains("@NullMarked")) {
      offend(1, "lacks @NullMarked");
    }
    if (!text.startsWith("/**")) {
      offend(1, "lacks a sentence of Javadoc");
    }
  }

  private void shape(SourceShape shape) {
    if (shape instanceof SourceShape.Method method) {
      Exemption exemption = LONGER_METHODS.get(name + "#" + method.name());
      int limit = exemption == null ? METHOD : exemption.lines();
      if (method.lines() > limit) {
        offend(
            method.line(), method.name() + " has " + method.lines() + " lines, more than " + limit);
      }
    } else if (shape instanceof SourceShape.PublicType type
        && !type.hasJavadoc()
        && name.contains("/src/main/")) {
      offend(type.line(), type.name() + " is public and lacks Javadoc");
    }
  }

  private void each(Pattern pattern, String offence) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (pattern.matcher(lines.get(i)).find()) {
        offend(i + 1, offence);
      }
    }
  }

  private void offend(long line, String offence) {
    offences.add(name + ":" + line + " " + offence);
  }
}
