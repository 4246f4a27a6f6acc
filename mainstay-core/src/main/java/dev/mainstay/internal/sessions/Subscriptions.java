package dev.mainstay.internal.sessions;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Listener;
import dev.mainstay.sessions.SessionListener;
import dev.mainstay.sessions.Subscription;
import dev.mainstay.spi.Engine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The subscriptions of a process, one for a namespace. */
final class Subscriptions implements AutoCloseable {
  private final Engine engine;
  private final Listener heard;
  private final Map<String, EventWorker> workers = new ConcurrentHashMap<>();

  Subscriptions(Engine engine, Listener heard) {
    this.engine = engine;
    this.heard = heard;
  }

  Subscription subscribe(String namespace, SessionListener listener) {
    Telling telling = new Telling(listener, heard);
    EventWorker worker =
        new EventWorker(namespace, engine.sessionEvents(), telling, EventTiming.USUAL);
    if (workers.putIfAbsent(namespace, worker) != null) {
      throw new InvalidValueException(
          "subscribe",
          "namespace '" + namespace + "' has a subscription in this process; close that one first");
    }
    worker.start();
    return () -> {
      worker.close();
      workers.remove(namespace, worker);
    };
  }

  @Override
  public void close() {
    workers.values().forEach(EventWorker::close);
    workers.clear();
  }
}
