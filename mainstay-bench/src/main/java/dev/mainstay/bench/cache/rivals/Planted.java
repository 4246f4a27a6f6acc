package dev.mainstay.bench.cache.rivals;

import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An engine with the fault that everybody has: what was loaded is stored, whatever happened. */
public final class Planted {
  private Planted() {}

  /** Plants it. */
  public static Engine in(Engine engine) {
    CacheStore right = engine.cache();
    CacheStore wrong =
        proxy(
            CacheStore.class,
            (method, args) -> {
              if (!method.getName().equals("fill")) {
                return invoke(method, right, args);
              }
              var put = right.put((EntryKey) args[0], (Entry) args[2], (Duration) args[3]);
              return put.thenApply(done -> true);
            });
    return proxy(
        Engine.class,
        (method, args) -> method.getName().equals("cache") ? wrong : invoke(method, engine, args));
  }

  private static <T> T proxy(Class<T> type, BiFunction<Method, Object[], @Nullable Object> answer) {
    ClassLoader loader = Planted.class.getClassLoader();
    Class<?>[] types = {type};
    return type.cast(
        Proxy.newProxyInstance(loader, types, (self, method, args) -> answer.apply(method, args)));
  }

  private static @Nullable Object invoke(Method method, Object target, Object[] args) {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException thrown) {
      throw new IllegalStateException(thrown.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
