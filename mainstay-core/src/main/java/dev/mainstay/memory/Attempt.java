package dev.mainstay.memory;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Change.Op;
import dev.mainstay.sessions.SessionBounds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps tried on a copy of a session's attributes; only if all fit does the copy count. */
final class Attempt {
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
      write(op.name(), increment.applyTo(there == null ? null : there.json()));
    } else if (op instanceof Op.Append append) {
      write(op.name(), append.applyTo(there == null ? null : there.json()));
    }
  }

  private void write(String name, String json) {
    attributes.put(name, new Attribute(json, next));
    wrote = true;
  }
}
