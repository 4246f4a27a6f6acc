package dev.mainstay.internal.limits;

import dev.mainstay.codec.Names;
import dev.mainstay.events.Listener;
import dev.mainstay.internal.Breaker;
import dev.mainstay.internal.Quiet;
import dev.mainstay.limits.Limits;
import dev.mainstay.spi.Engine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The limits of each namespace on one engine. */
public final class LimitsRoot implements AutoCloseable {
  private static final int MOST = 1_000;

  private final Engine engine;
  private final Listener listener;
  private final Breaker breaker = new Breaker();
  private final Later later = new Later();
  private final String process = Requests.lease();
  private final Map<String, Limits> namespaces = new ConcurrentHashMap<>();

  /** Limits on an engine, heard by a listener. */
  public LimitsRoot(Engine engine, Listener listener) {
    this.engine = engine;
    this.listener = Quiet.of(listener);
  }

  /**
   * The limits of a namespace; the same object each time for the first thousand of them. Nothing is
   * opened.
   */
  public Limits limits(String namespace) {
    Limits known = namespaces.get(namespace);
    if (known != null) {
      return known;
    }
    Names.check("namespace", namespace);
    return namespaces.size() < MOST
        ? namespaces.computeIfAbsent(namespace, this::open)
        : open(namespace);
  }

  private Limits open(String namespace) {
    var book = new RuleBook(engine.limits(), namespace);
    var definitions = new Definitions(engine.limits(), namespace, book);
    var processes = new Processes(engine.limits(), namespace, process);
    var decider =
        new Decider(engine.limits(), namespace, book, definitions, breaker, processes, later);
    var async =
        new StoredLimits(engine.limits(), namespace, book, definitions, decider, listener, later);
    return new BlockingLimits(namespace, async, definitions);
  }

  /** Whoever waits for permits is told what is known: nobody waits any more. */
  @Override
  public void close() {
    later.close();
  }
}
