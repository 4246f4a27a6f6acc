package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Puts single values over those of a file. */
final class Overlay {
  private Overlay() {}

  static void set(Node.Mapping root, List<String> path, String value, String origin) {
    Schema schema = Schema.ROOT;
    Node at = root;
    for (int i = 0; i < path.size() - 1; i++) {
      schema = next(schema, path.get(i));
      at = step(at, path.get(i), schema, origin);
    }
    String last = path.get(path.size() - 1);
    Schema leaf = next(schema, last);
    put(at, last, leaf.isList() ? list(value, origin) : new Node.Scalar(value, origin), origin);
  }

  private static Schema next(Schema schema, String name) {
    Schema child = schema.child(schema.isList() ? "#" : name);
    if (child == null) {
      throw new IllegalStateException("no such path: " + name);
    }
    return child;
  }

  private static Node step(Node at, String name, Schema schema, String origin) {
    Node child = null;
    if (at instanceof Node.Mapping mapping) {
      child = mapping.entries().get(name);
    } else if (at instanceof Node.Sequence sequence) {
      int index = Integer.parseInt(name);
      child = index < sequence.items().size() ? sequence.items().get(index) : null;
    }
    if (child == null) {
      child =
          schema.isList()
              ? new Node.Sequence(new ArrayList<>(), origin)
              : new Node.Mapping(new LinkedHashMap<>(), origin);
      put(at, name, child, origin);
    }
    return child;
  }

  private static void put(Node at, String name, Node value, String origin) {
    if (at instanceof Node.Mapping mapping) {
      mapping.entries().put(name, value);
      return;
    }
    if (!(at instanceof Node.Sequence sequence)) {
      throw new InvalidValueException(origin, "cannot be put over the value at " + at.origin());
    }
    int index = Integer.parseInt(name);
    if (index > sequence.items().size()) {
      throw new InvalidValueException(
          origin, "leaves a gap in the list; the next position is " + sequence.items().size());
    }
    if (index == sequence.items().size()) {
      sequence.items().add(value);
    } else {
      sequence.items().set(index, value);
    }
  }

  private static Node.Sequence list(String commas, String origin) {
    List<Node> items = new ArrayList<>();
    for (String item : commas.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(new Node.Scalar(item.strip(), origin));
      }
    }
    return new Node.Sequence(items, origin);
  }
}
