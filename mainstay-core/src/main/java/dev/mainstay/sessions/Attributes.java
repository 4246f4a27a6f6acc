package dev.mainstay.sessions;

import dev.mainstay.codec.Json;
import dev.mainstay.errors.CodecException;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a session: JSON values by name. Immutable; a value is decoded when it is asked
 * for, not before.
 */
public final class Attributes {
  private static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, Attribute> byName;

  private Attributes(Map<String, Attribute> byName) {
    this.byName = byName;
  }

  /** No attributes. */
  public static Attributes none() {
    return NONE;
  }

  /** One attribute, its value encoded by the JSON codec. */
  public static Attributes attributes(String name, @Nullable Object value) {
    return NONE.with(name, value);
  }

  /** The components of a record, each an attribute of its own. */
  public static Attributes of(Record value) {
    Attributes all = NONE;
    for (var component : Records.components(value).entrySet()) {
      all = all.with(component.getKey(), component.getValue());
    }
    return all;
  }

  /** What a store holds: names, values and versions. The map must not be changed any more. */
  public static Attributes stored(Map<String, Attribute> byName) {
    return byName.isEmpty() ? NONE : new Attributes(Collections.unmodifiableMap(byName));
  }

  /** These and one more, or with another value for one of these. */
  public Attributes with(String name, @Nullable Object value) {
    return with(name, new Attribute(Json.codec().encode(value), 0));
  }

  /** As {@link #with(String, Object)}, the value given as JSON text, which is checked. */
  public Attributes withJson(String name, String json) {
    return with(name, new Attribute(Json.codec().compact(json), 0));
  }

  private Attributes with(String name, Attribute attribute) {
    Map<String, Attribute> all = new LinkedHashMap<>(byName);
    all.put(SessionBounds.attributeName(name), SessionBounds.attribute(name, attribute));
    SessionBounds.attributeCount(all.size());
    return new Attributes(Collections.unmodifiableMap(all));
  }

  /**
   * The value as the type.
   *
   * @return null where there is no such attribute, or where it is JSON's null
   * @throws CodecException where the stored value cannot be read as the type
   */
  public <T> @Nullable T get(String name, Class<T> type) {
    Attribute attribute = byName.get(name);
    return attribute == null ? null : decode(name, attribute.json(), type);
  }

  /**
   * The value as the type, empty also where it cannot be read as that: for values that an older
   * version of the program wrote and that are not worth a failed request.
   */
  public <T> Optional<T> find(String name, Class<T> type) {
    try {
      return Optional.ofNullable(get(name, type));
    } catch (CodecException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * The attributes as a record, component by component; null (or 0, false) where one is missing.
   */
  public <R extends Record> R as(Class<R> type) {
    return Records.create(
        type,
        (name, componentType) -> {
          Attribute attribute = byName.get(name);
          return attribute == null ? null : decode(name, attribute.json(), componentType);
        });
  }

  /** The value as JSON text; empty where there is no such attribute. */
  public Optional<String> json(String name) {
    return Optional.ofNullable(byName.get(name)).map(Attribute::json);
  }

  /** The version of an attribute; 0 where there is none. */
  public long version(String name) {
    Attribute attribute = byName.get(name);
    return attribute == null ? 0 : attribute.version();
  }

  /** The names, in the order in which they were given or stored. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** Names, values and versions; unmodifiable. */
  public Map<String, Attribute> asMap() {
    return byName;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> @Nullable T decode(String name, String json, Type type) {
    try {
      return (T) Json.codec().decode(json, type);
    } catch (CodecException unreadable) {
      throw new CodecException(
          "attribute '" + name + "' cannot be read as " + type.getTypeName(), unreadable);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attributes that && byName.equals(that.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  /** Names and versions, no values. */
  @Override
  public String toString() {
    return "Attributes" + byName;
  }
}
