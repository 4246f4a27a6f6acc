package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the values of one mapping; a wrong one is refused with where, path, value and remedy. */
final class Values {
  private final Map<String, Node> entries;
  private final String origin;
  private final String path;

  private Values(Map<String, Node> entries, String origin, String path) {
    this.entries = entries;
    this.origin = origin;
    this.path = path;
  }

  static Values root(Node.Mapping mapping) {
    return new Values(mapping.entries(), mapping.origin(), "");
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** Whether a value that is there came from an environment variable. */
  boolean isFromEnvironment(String name) {
    Node value = entries.get(name);
    return value != null && value.origin().startsWith(Environment.PREFIX);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(entries.get(name)).map(value -> ((Node.Scalar) value).text());
  }

  String required(String name) {
    return text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> refused(name, "is missing"));
  }

  /** As an edge reads it; what that refuses is told with where the value stands. */
  <T> Optional<T> as(String name, Function<String, T> reader) {
    Optional<String> text = text(name);
    try {
      return text.map(reader);
    } catch (InvalidValueException e) {
      throw refused(name, problemOf(e));
    }
  }

  Optional<Duration> duration(String name, Duration least, Duration most, String allowed) {
    return as(
        name,
        text -> {
          Duration value = Durations.parse(name, text);
          if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidValueException(name, "'" + text + "' is not within " + allowed);
          }
          return value;
        });
  }

  Optional<Integer> integer(String name, int least, int most) {
    return whole(name, least, most).map(Math::toIntExact);
  }

  Optional<Long> whole(String name, long least, long most) {
    return as(
        name,
        text -> {
          boolean digits = text.matches("-?[0-9]{1,15}");
          long value = digits ? Long.parseLong(text) : Long.MIN_VALUE;
          if (value < least || value > most) {
            throw new InvalidValueException(
                name, "'" + text + "' is not a whole number within " + least + " to " + most);
          }
          return value;
        });
  }

  boolean flag(String name) {
    return as(
            name,
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw new InvalidValueException(name, "'" + text + "' is neither true nor false");
              }
              return text.equals("true");
            })
        .orElse(false);
  }

  /** A PEM file that can be read. */
  Optional<Path> file(String name) {
    return file(name, "PEM file");
  }

  /** A file that can be read; a refusal says what kind is expected. */
  Optional<Path> file(String name, String kind) {
    return as(
        name,
        text -> {
          Path file = Path.of(text);
          if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new InvalidValueException(
                name, "'" + text + "' cannot be read; name a readable " + kind);
          }
          return file;
        });
  }

  Optional<Values> child(String name) {
    return Optional.ofNullable(entries.get(name))
        .map(value -> of((Node.Mapping) value, under(name)));
  }

  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  List<Values> children(String name) {
    List<Values> all = new ArrayList<>();
    if (entries.get(name) instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        all.add(of((Node.Mapping) item, under(name) + "." + all.size()));
      }
    }
    return all;
  }

  /** Each plain value of a list, as an edge reads it. */
  <T> List<T> list(String name, Function<String, T> reader) {
    List<T> all = new ArrayList<>();
    if (entries.get(name) instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        try {
          all.add(reader.apply(((Node.Scalar) item).text()));
        } catch (InvalidValueException e) {
          throw new InvalidValueException(
              item.origin() + ": " + under(name) + "." + all.size(), problemOf(e));
        }
      }
    }
    return all;
  }

  /** The refusal of a value here, with where it stands. */
  InvalidValueException refused(String name, String problem) {
    Node value = entries.get(name);
    String where = value == null ? origin : value.origin();
    return new InvalidValueException(where + ": " + under(name), problem);
  }

  /** The refusal of this mapping as a whole. */
  InvalidValueException refused(InvalidValueException cause) {
    return new InvalidValueException(origin + ": " + path, problemOf(cause));
  }

  private String under(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Values of(Node.Mapping mapping, String path) {
    return new Values(mapping.entries(), mapping.origin(), path);
  }

  /** What a refusal says beside the name of the value. */
  static String problemOf(InvalidValueException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(e.field() + ": ")
        ? message.substring(e.field().length() + 2)
        : message;
  }
}
