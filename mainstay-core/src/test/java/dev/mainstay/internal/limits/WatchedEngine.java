package dev.mainstay.internal.limits;

import dev.mainstay.spi.Engine;
import dev.mainstay.spi.LimitStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine that counts what its limit store is asked, and answers otherwise where it is told to.
 */
final class WatchedEngine {
  final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  final Map<String, Supplier<Object>> instead = new ConcurrentHashMap<>();
  private final Engine engine;
  private final LimitStore limits;

  WatchedEngine(Engine engine) {
    this.engine = engine;
    LimitStore right = engine.limits();
    this.limits =
        (LimitStore)
            Proxy.newProxyInstance(
                LimitStore.class.getClassLoader(),
                new Class<?>[] {LimitStore.class},
                (proxy, method, arguments) -> call(right, method, arguments));
  }

  private @Nullable Object call(LimitStore right, Method method, Object[] arguments)
      throws Throwable {
    asked.computeIfAbsent(method.getName(), any -> new AtomicInteger()).incrementAndGet();
    Supplier<Object> other = instead.get(method.getName());
    return other == null ? invoke(right, method, arguments) : other.get();
  }

  private static @Nullable Object invoke(Object target, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  /** The engine as one that takes a trip to ask. */
  Engine remote() {
    instead.put("isRemote", () -> true);
    return engine();
  }

  int asked(String... methods) {
    return Arrays.stream(methods)
        .mapToInt(method -> asked.getOrDefault(method, new AtomicInteger()).get())
        .sum();
  }

  Engine engine() {
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) ->
                method.getName().equals("limits") ? limits : invoke(engine, method, arguments));
  }
}
