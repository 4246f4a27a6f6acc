package dev.mainstay.internal.sessions;

import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.spi.SessionEventStore;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that tells events on its standard output, a line each, until one is too much for it: it
 * says so and hangs, with others in its hands, until it is killed. Reads the store's address from
 * its standard input.
 */
public final class EventsMain {
  private static final int TOO_MUCH = 20;

  private EventsMain() {}

  /** Works until it is killed; {@code careless} finishes what it takes before it is told. */
  public static void main(String[] args) throws IOException, InterruptedException {
    RedisEngine engine = RedisEngine.connect(StoreAddress.readFrom(System.in).url());
    SessionEventStore store = engine.sessionEvents();
    boolean careless = args.length > 0 && args[0].equals("careless");
    PrintStream out = System.out;
    AtomicInteger told = new AtomicInteger();
    Telling telling =
        new Telling(
            event -> {
              if (told.incrementAndGet() >= TOO_MUCH) {
                out.println("hangs");
                new CountDownLatch(1).await();
              }
              out.println(line(event));
            },
            Listener.NONE);
    new EventWorker(
            "web",
            careless ? new CarelessEvents(store) : store,
            telling,
            EventsOverProcessesTest.FAST)
        .start();
    // Until it is killed; what works is daemons.
    new CountDownLatch(1).await();
  }

  /** An event in a line. */
  static String line(SessionEvent event) {
    String kind = event.getClass().getSimpleName();
    return kind + " " + event.id() + (event.redelivered() ? " again" : "");
  }
}
