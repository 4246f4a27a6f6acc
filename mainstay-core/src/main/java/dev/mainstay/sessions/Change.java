package dev.mainstay.sessions;

import dev.mainstay.codec.Json;
import dev.mainstay.errors.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a session's attributes, applied as a whole or not at all. Two changes of different
 * attributes never undo each other, whichever replica they come from. Immutable: each method gives
 * a changed copy.
 */
public final class Change {
  private static final Change NOTHING = new Change(List.of(), Map.of());

  private final List<Op> ops;
  private final Map<String, Long> expected;

  private Change(List<Op> ops, Map<String, Long> expected) {
    this.ops = ops;
    this.expected = expected;
  }

  /** One step of a change, on one attribute. */
  public sealed interface Op {
    /** The attribute. */
    String name();

    /** Gives the attribute a value. */
    record Set(String name, String json) implements Op {
      /** Leaves the value out: it may be confidential. */
      @Override
      public String toString() {
        return "Set[name=" + name + "]";
      }
    }

    /** Gives the attribute a value where it has none; does nothing where it has one. */
    record PutIfAbsent(String name, String json) implements Op {
      /** Leaves the value out: it may be confidential. */
      @Override
      public String toString() {
        return "PutIfAbsent[name=" + name + "]";
      }
    }

    /** Takes the attribute away. */
    record Remove(String name) implements Op {}

    /** Adds to an integer; an absent attribute counts as 0. */
    record Increment(String name, long by) implements Op {
      /**
       * What comes of a value; null stands for an absent one.
       *
       * @throws InvalidValueException where it is no integer or leaves ±(2^53 − 1)
       */
      public String applyTo(@Nullable String json) {
        return StepResults.increment(name, json, by);
      }
    }

    /** Adds one element at the end of a JSON array; an absent attribute counts as empty. */
    record Append(String name, String json) implements Op {
      /**
       * What comes of a value; null stands for an absent one.
       *
       * @throws InvalidValueException where it is no array or passes the bound of an attribute
       */
      public String applyTo(@Nullable String array) {
        return StepResults.append(name, array, json);
      }

      /** Leaves the value out: it may be confidential. */
      @Override
      public String toString() {
        return "Append[name=" + name + "]";
      }
    }
  }

  /** A change of nothing, to begin with. */
  public static Change change() {
    return NOTHING;
  }

  /**
   * A change of steps that were checked before: for what stands between a caller and a store, and
   * rewrites values.
   */
  public static Change of(List<Op> ops, Map<String, Long> expected) {
    return new Change(List.copyOf(ops), Map.copyOf(expected));
  }

  /** Gives an attribute a value, encoded by the JSON codec. */
  public Change set(String name, @Nullable Object value) {
    return and(new Op.Set(SessionBounds.attributeName(name), encode(name, value)));
  }

  /** Gives an attribute a value that is JSON text already, which is checked. */
  public Change setJson(String name, String json) {
    return and(new Op.Set(SessionBounds.attributeName(name), compact(name, json)));
  }

  /** Sets one attribute for each component of a record. */
  public Change set(Record value) {
    Change all = this;
    for (var component : Records.components(value).entrySet()) {
      all = all.set(component.getKey(), component.getValue());
    }
    return all;
  }

  /** Gives an attribute a value only where it has none. */
  public Change putIfAbsent(String name, @Nullable Object value) {
    return and(new Op.PutIfAbsent(SessionBounds.attributeName(name), encode(name, value)));
  }

  /** Takes an attribute away; nothing happens where there is none. */
  public Change remove(String name) {
    return and(new Op.Remove(SessionBounds.attributeName(name)));
  }

  /**
   * Adds to an integer attribute; an absent one counts as 0. The change as a whole fails with
   * {@link InvalidValueException} where the attribute is no integer or leaves ±(2^53 − 1).
   */
  public Change increment(String name, long by) {
    if (Math.abs(by) > SessionBounds.INTEGER || by == Long.MIN_VALUE) {
      throw new InvalidValueException("increment", by + " is not within ±" + SessionBounds.INTEGER);
    }
    return and(new Op.Increment(SessionBounds.attributeName(name), by));
  }

  /**
   * Adds an element to a JSON array; an absent one counts as empty. The change as a whole fails
   * with {@link InvalidValueException} where the attribute is no array.
   */
  public Change append(String name, @Nullable Object element) {
    return and(new Op.Append(SessionBounds.attributeName(name), encode(name, element)));
  }

  /** As {@link #append}, the element given as JSON text, which is checked. */
  public Change appendJson(String name, String json) {
    return and(new Op.Append(SessionBounds.attributeName(name), compact(name, json)));
  }

  /**
   * Makes the change conditional: it is applied only if the attribute still has that version, else
   * the outcome is {@link Updated.Conflict} and nothing is written.
   *
   * @param version as in {@link Attributes#version}; 0 for an attribute that must not be there
   */
  public Change ifVersion(String name, long version) {
    if (version < 0 || version > SessionBounds.INTEGER) {
      throw new InvalidValueException("ifVersion", version + " is not within 0 to 2^53 - 1");
    }
    Map<String, Long> all = new LinkedHashMap<>(expected);
    all.put(SessionBounds.attributeName(name), version);
    SessionBounds.attributeCount(all.size());
    return new Change(ops, Map.copyOf(all));
  }

  /** The steps, in the order in which they were given; at most one for an attribute. */
  public List<Op> ops() {
    return ops;
  }

  /** The versions that the change relies on, by attribute. */
  public Map<String, Long> expected() {
    return expected;
  }

  private Change and(Op op) {
    for (Op other : ops) {
      if (other.name().equals(op.name())) {
        throw new InvalidValueException(
            "change", "attribute '" + op.name() + "' is changed twice; combine the two");
      }
    }
    List<Op> all = new ArrayList<>(ops);
    all.add(op);
    SessionBounds.attributeCount(all.size());
    return new Change(List.copyOf(all), expected);
  }

  private static String encode(String name, @Nullable Object value) {
    return SessionBounds.json(name, Json.codec().encode(value));
  }

  private static String compact(String name, String json) {
    return SessionBounds.json(name, Json.codec().compact(json));
  }
}
