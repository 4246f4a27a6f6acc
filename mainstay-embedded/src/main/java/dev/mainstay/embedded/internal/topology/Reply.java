package dev.mainstay.embedded.internal.topology;

import java.util.List;
import java.util.stream.Stream;

/** What a server answered. */
sealed interface Reply {

  /** A line, a number or a bulk text, byte by byte as ISO 8859-1. */
  record Text(String text) implements Reply {}

  /** Several answers. */
  record Many(List<Reply> parts) implements Reply {}

  /** All that is text in it, in order; of a map these are fields and values in turn. */
  default List<String> texts() {
    return stream(this).toList();
  }

  private static Stream<String> stream(Reply reply) {
    return reply instanceof Many many
        ? many.parts().stream().flatMap(Reply::stream)
        : Stream.of(((Text) reply).text());
  }

  /** The parts of it, one for each entry of a list. */
  default List<Reply> parts() {
    return this instanceof Many many ? many.parts() : List.of(this);
  }

  /** The first text in it; an empty text if there is none, as for a key that is not there. */
  default String text() {
    List<String> texts = texts();
    return texts.isEmpty() ? "" : texts.get(0);
  }
}
