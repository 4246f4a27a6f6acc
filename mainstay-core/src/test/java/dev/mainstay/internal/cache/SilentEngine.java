package dev.mainstay.internal.cache;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.Stored;
import dev.mainstay.time.StoreClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An engine whose cache store does not answer while it is told not to; counts who asked. */
final class SilentEngine implements Engine {
  final AtomicInteger asked = new AtomicInteger();
  volatile boolean silent;

  /** What copies have of any entry; {@code null} where there are none. */
  volatile @Nullable Stored copy;

  private final Engine engine;
  private final CacheStore store;
  private final Invalidations invalidations;

  SilentEngine(Engine engine) {
    this.engine = engine;
    this.store = between(CacheStore.class, engine.cache());
    this.invalidations = between(Invalidations.class, engine.invalidations());
  }

  private <T> T between(Class<T> type, T behind) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> call(method, behind, args)));
  }

  private Object call(Method method, Object behind, @Nullable Object[] args) throws Throwable {
    boolean isTrip = CompletionStage.class.isAssignableFrom(method.getReturnType());
    if (isTrip) {
      asked.incrementAndGet();
    }
    Stored lagging = copy;
    if (lagging != null && method.getName().equals("get") && args.length == 2) {
      return CompletableFuture.completedFuture(lagging);
    }
    if (silent && isTrip) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException(
              "cache." + method.getName(), "silent", Applied.UNKNOWN, Duration.ZERO, null));
    }
    try {
      return method.invoke(behind, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public CacheStore cache() {
    return store;
  }

  @Override
  public Invalidations invalidations() {
    return invalidations;
  }

  @Override
  public SessionStore sessions() {
    return engine.sessions();
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
  public StoreClock clock() {
    return engine.clock();
  }

  @Override
  public void close() {
    engine.close();
  }
}
