package dev.mainstay.bench.races;

import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.SessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An engine with a fault that races must find: it increments by reading and writing. */
final class Planted {
  private Planted() {}

  static Engine in(Engine engine) {
    SessionStore right = engine.sessions();
    SessionStore wrong =
        proxy(
            SessionStore.class,
            (method, args) ->
                method.getName().equals("update")
                    ? readFirst(right, (Credential) args[0])
                    : invoke(method, right, args));
    return proxy(
        Engine.class,
        (method, args) ->
            method.getName().equals("sessions") ? wrong : invoke(method, engine, args));
  }

  private static CompletionStage<Updated> readFirst(SessionStore store, Credential credential) {
    return store
        .find(credential)
        .thenCompose(
            found -> {
              if (found instanceof Found.Live live) {
                String n = live.session().attributes().json("n").orElse("0");
                Change change = Change.change().set("n", Integer.parseInt(n) + 1);
                return store.update(credential, change);
              }
              return CompletableFuture.completedFuture((Gone) found);
            });
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
