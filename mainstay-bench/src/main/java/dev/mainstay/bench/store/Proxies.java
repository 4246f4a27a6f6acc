package dev.mainstay.bench.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Stand-ins for interfaces, for planting faults in what stands behind them. */
public final class Proxies {
  private Proxies() {}

  /** One that answers each call as told. */
  public static <T> T of(Class<T> type, BiFunction<Method, Object[], @Nullable Object> answer) {
    ClassLoader loader = type.getClassLoader();
    Class<?>[] types = {type};
    return type.cast(
        Proxy.newProxyInstance(loader, types, (self, method, args) -> answer.apply(method, args)));
  }

  /** What is behind answers. */
  public static @Nullable Object invoke(Method method, Object target, Object[] args) {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException thrown) {
      throw new IllegalStateException(thrown.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
