package dev.mainstay.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The marked parts of test sources that documents print. */
final class Regions {
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// @start region=\"([\\w-]+)\"\n(.*?)^ *// @end$");

  private Regions() {}

  /** Every region of the checkout's tests by name, without the blanks that all its lines share. */
  static Map<String, String> all() throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (Path file : Checkout.files("Test.java")) {
      Matcher region = REGION.matcher(Files.readString(file));
      while (region.find()) {
        if (all.put(region.group(1), flushLeft(region.group(2))) != null) {
          throw new IllegalStateException("Two regions are called " + region.group(1));
        }
      }
    }
    return all;
  }

  private static String flushLeft(String text) {
    List<String> lines = text.lines().toList();
    int indent =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    StringBuilder left = new StringBuilder();
    for (String line : lines) {
      left.append(line.isBlank() ? "" : line.substring(indent)).append('\n');
    }
    return left.toString();
  }
}
