import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Joins each script with the functions that it includes, once each, in the order of their first
 * mention: what comes out is what ships and what is hashed. A missing file or a cycle ends the
 * build.
 *
 * <p>Run as {@code java JoinLua.java <sources> <target>}.
 */
final class JoinLua {
  private static final String INCLUDE = "--- @include \"";

  private final Path sources;

  private JoinLua(Path sources) {
    this.sources = sources;
  }

  public static void main(String[] args) throws IOException {
    Path sources = Path.of(args[0]);
    Path target = Path.of(args[1]);
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".lua")).sorted().toList()) {
        Path name = sources.relativize(file);
        if (name.startsWith("lib")) {
          continue;
        }
        Path joined = target.resolve(name);
        Files.createDirectories(joined.getParent());
        String text = new JoinLua(sources).join(file);
        if (!Files.exists(joined) || !Files.readString(joined).equals(text)) {
          Files.writeString(joined, text);
        }
      }
    }
  }

  private String join(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    Set<Path> done = new LinkedHashSet<>();
    append(file, lines, done, new LinkedHashSet<>());
    return String.join("\n", lines) + "\n";
  }

  private void append(Path file, List<String> lines, Set<Path> done, Set<Path> open)
      throws IOException {
    if (!open.add(file)) {
      throw new IOException("include cycle: " + open + " -> " + file);
    }
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(INCLUDE)) {
        String name = line.substring(INCLUDE.length(), line.lastIndexOf('"'));
        Path included = sources.resolve(name + ".lua");
        if (done.add(included)) {
          append(included, lines, done, open);
        }
      } else {
        lines.add(line);
      }
    }
    open.remove(file);
  }
}
