package dev.mainstay.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A Markdown file and what it points at.
 *
 * @param file where it stands; links are relative to it
 * @param text what it says
 */
record Document(Path file, String text) {
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  /**
   * In code, what looks like a file of the checkout: from its root, or a document beside it. What
   * is built or left by a server is not in a clone.
   */
  private static final Pattern NAMED =
      Pattern.compile(
          "`(?!mainstay-data|[^`]*/target/)"
              + "((?:docs|\\.ci|mainstay-[a-z0-9-]+)/[\\w./-]+|\\w[\\w-]*\\.md)`");

  /** Links to files or headings that are not there, in the order of the text. */
  List<String> brokenLinks() {
    return LINK.matcher(prose())
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .filter(link -> !leads(link))
        .toList();
  }

  /** Files that are named in code and are not there, in the order of the text. */
  List<String> missingFiles() {
    return NAMED
        .matcher(prose())
        .results()
        .map(match -> match.group(1))
        .filter(name -> !Files.exists(Checkout.ROOT.resolve(name)))
        .filter(name -> !Files.exists(file.resolveSibling(name)))
        .toList();
  }

  private boolean leads(String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0
        || !target.toString().endsWith(".md")
        || heads(target, link.substring(hash + 1));
  }

  private boolean heads(Path target, String anchor) {
    try {
      Document document =
          target.equals(file) ? this : new Document(target, Files.readString(target));
      return HEADING
          .matcher(document.prose())
          .results()
          .anyMatch(heading -> anchor(heading.group(1)).equals(anchor));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String prose() {
    return FENCED.matcher(text).replaceAll("");
  }

  /** As GitHub makes it: lower case, without punctuation, a dash for each blank. */
  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
