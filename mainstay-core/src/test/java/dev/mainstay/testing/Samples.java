package dev.mainstay.testing;

import dev.mainstay.cache.Look;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.Ticket;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sample of every public record of core, each token and each value in it confidential. */
public final class Samples {
  /** What no words may hold. */
  public static final String SECRET = "hush-hush";

  private Samples() {}

  /** The public records of the exported packages. */
  public static List<Class<?>> publicRecords() throws Exception {
    URI code = SecretHash.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path root = Path.of(code);
    try (var files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .filter(name -> !name.contains("internal"))
          .<Class<?>>map(name -> load(name.replace(".class", "").replace('/', '.')))
          .filter(type -> type.isRecord() && Modifier.isPublic(type.getModifiers()))
          .toList();
    }
  }

  /** One of them, made of samples. */
  public static Object sample(Class<?> type) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(types[i], components[i].getName());
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }

  private static @Nullable Object value(Class<?> type, String name) throws Exception {
    if (name.equals("pattern")) {
      return "x:{key}";
    }
    if (type == String.class) {
      return name.equals("token") || name.equals("json") ? SECRET : "x";
    }
    if (type == SecretHash.class) {
      return SecretHash.of(SECRET.getBytes(StandardCharsets.UTF_8));
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == Object.class) {
      return SECRET;
    }
    if (type == Ticket.class) {
      return (Ticket) () -> 7;
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type == CalendarWindow.class) {
      return null;
    }
    if (type == ZoneId.class) {
      return ZoneOffset.UTC;
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    Map<Class<?>, Object> plain =
        Map.of(
            int.class,
            7,
            long.class,
            7L,
            double.class,
            0.5,
            Duration.class,
            Duration.ofMinutes(1),
            Instant.class,
            Instant.EPOCH,
            Map.class,
            Map.of("a", 1L),
            Entry.class,
            Entry.of(SECRET.getBytes(StandardCharsets.UTF_8), 1, 7, Duration.ofMinutes(1)),
            SessionPolicy.class,
            SessionPolicy.DEFAULT,
            Attributes.class,
            Attributes.stored(Map.of("a", new Attribute(SECRET, 1))));
    return plain.containsKey(type) ? plain.get(type) : sample(oneOf(type));
  }

  /** Of what has several kinds, the one that may hold a secret. */
  private static Class<?> oneOf(Class<?> type) {
    if (type == Look.class) {
      return Look.Stale.class;
    }
    return type == SessionEvent.class ? SessionEvent.Ended.class : type;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException gone) {
      throw new AssertionError(name, gone);
    }
  }
}
