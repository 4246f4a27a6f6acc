package dev.mainstay.sessions;

import dev.mainstay.errors.CodecException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Takes records apart and puts them together, component by component. */
final class Records {
  private Records() {}

  static Map<String, @Nullable Object> components(Record value) {
    Map<String, @Nullable Object> components = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        components.put(component.getName(), accessor.invoke(value));
      } catch (ReflectiveOperationException | RuntimeException failed) {
        throw new CodecException("cannot read " + value.getClass().getName(), failed);
      }
    }
    return components;
  }

  static <R extends Record> R create(
      Class<R> type, BiFunction<String, Type, @Nullable Object> valueOf) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object value = valueOf.apply(components[i].getName(), components[i].getGenericType());
      values[i] = value == null ? zero(types[i]) : value;
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException | RuntimeException failed) {
      throw new CodecException("cannot create " + type.getName(), failed);
    }
  }

  private static @Nullable Object zero(Class<?> type) {
    return type.isPrimitive()
        ? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0)
        : null;
  }
}
