package dev.mainstay.memory;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Change.Op;
import dev.mainstay.sessions.SessionBounds;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Steps tried on a copy of a session's attributes; only if all fit does the copy count. */
final class Attempt {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,16}");

  private final Map<String, Attribute> attributes;
  private final long next;
  private boolean wrote;

  Attempt(Map<String, Attribute> before, long version) {
    this.attributes = new LinkedHashMap<>(before);
    this.next = version + 1;
  }

  /** Applies the steps; whether anything was written. */
  boolean apply(List<Op> ops) {
    ops.forEach(this::apply);
    if (attributes.size() > SessionBounds.ATTRIBUTES) {
      throw new InvalidValueException(
          "attributes",
          attributes.size() + " are too many, a session has up to " + SessionBounds.ATTRIBUTES);
    }
    return wrote;
  }

  Map<String, Attribute> result() {
    return attributes;
  }

  private void apply(Op op) {
    Attribute there = attributes.get(op.name());
    if (op instanceof Op.Set set) {
      write(op.name(), set.json());
    } else if (op instanceof Op.PutIfAbsent put && there == null) {
      write(op.name(), put.json());
    } else if (op instanceof Op.Remove && there != null) {
      attributes.remove(op.name());
      wrote = true;
    } else if (op instanceof Op.Increment increment) {
      write(op.name(), increment(op.name(), there == null ? "0" : there.json(), increment.by()));
    } else if (op instanceof Op.Append append) {
      write(op.name(), append(op.name(), there == null ? "[]" : there.json(), append.json()));
    }
  }

  private void write(String name, String json) {
    attributes.put(name, new Attribute(json, next));
    wrote = true;
  }

  private static String increment(String name, String json, long by) {
    if (!INTEGER.matcher(json).matches()) {
      throw new InvalidValueException(
          "increment", "attribute '" + name + "' is not an integer; set it to one first");
    }
    long before = Long.parseLong(json);
    long sum = before + by;
    if (Math.abs(before) > SessionBounds.INTEGER || Math.abs(sum) > SessionBounds.INTEGER) {
      throw new InvalidValueException(
          "increment", "attribute '" + name + "' would leave ±" + SessionBounds.INTEGER);
    }
    return Long.toString(sum);
  }

  private static String append(String name, String json, String element) {
    if (!json.startsWith("[") || !json.endsWith("]")) {
      throw new InvalidValueException(
          "append", "attribute '" + name + "' is not an array; set it to one first");
    }
    String head = json.substring(0, json.length() - 1);
    String joined = head + (head.equals("[") ? "" : ",") + element + "]";
    int bytes = joined.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > SessionBounds.ATTRIBUTE_BYTES) {
      throw new InvalidValueException(
          "append",
          "attribute '"
              + name
              + "' would have "
              + bytes
              + " bytes, allowed are up to "
              + SessionBounds.ATTRIBUTE_BYTES);
    }
    return joined;
  }
}
