package dev.mainstay.testing;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * An engine that writes down which steps its store was asked for, and fails those it is told to.
 */
public final class Steps implements Engine {
  private final Engine engine;
  private final SessionStore store;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Supplier<Object>> instead = new HashMap<>();
  private final Map<String, Runnable> before = new HashMap<>();

  /** Steps of an engine. */
  public Steps(Engine engine) {
    this.engine = engine;
    this.store =
        (SessionStore)
            Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("fenced")) {
                    return proxy;
                  }
                  asked.add(method.getName());
                  before.getOrDefault(method.getName(), () -> {}).run();
                  Supplier<Object> other = instead.get(method.getName());
                  if (other != null) {
                    return other.get();
                  }
                  try {
                    return method.invoke(engine.sessions(), arguments);
                  } catch (InvocationTargetException thrown) {
                    throw thrown.getCause();
                  }
                });
  }

  /** The steps so far, by the names of the store's methods. */
  public List<String> asked() {
    return asked;
  }

  /** From now on that step fails with a message that names it. */
  public Steps fail(String step) {
    instead.put(step, () -> CompletableFuture.failedFuture(unavailable(step)));
    return this;
  }

  /** From now on that step throws instead of answering with a stage. */
  public Steps blowUp(String step) {
    instead.put(
        step,
        () -> {
          throw unavailable(step);
        });
    return this;
  }

  /** Runs something just before that step. */
  public Steps before(String step, Runnable runnable) {
    before.put(step, runnable);
    return this;
  }

  private static StoreUnavailableException unavailable(String step) {
    return new StoreUnavailableException(
        step, "scripted", Applied.UNKNOWN, Duration.ofSeconds(1), null);
  }

  @Override
  public SessionStore sessions() {
    return store;
  }

  @Override
  public SessionEventStore sessionEvents() {
    return engine.sessionEvents();
  }

  @Override
  public SessionInvalidations sessionInvalidations() {
    return engine.sessionInvalidations();
  }

  @Override
  public LimitStore limits() {
    return engine.limits();
  }

  @Override
  public CacheStore cache() {
    return engine.cache();
  }

  @Override
  public Invalidations invalidations() {
    return engine.invalidations();
  }

  @Override
  public StoreClock clock() {
    return engine.clock();
  }

  @Override
  public void close() {
    engine.close();
  }
}
