package dev.mainstay.bench.near;

import com.sun.management.ThreadMXBean;
import dev.mainstay.Mainstay;
import dev.mainstay.bench.peers.Sample;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Two processes on one store: the one finds, the other ends what it finds. */
final class NearFinders implements AutoCloseable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final SessionPolicy PLAIN = SessionPolicy.DEFAULT.limit(1_000);
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  private final Resp admin;
  private final Mainstay here;
  private final Mainstay there;
  private final Sessions near;
  private final Sessions plain;
  private final Sessions elsewhere;
  private final String[] tokens;

  /**
   * What one thread did.
   *
   * @param commands of each, in the server
   * @param bytes of garbage of each, of the thread that finds
   */
  record Pace(double perSecond, double commands, double bytes) {
    /** One of the numbers, in their order. */
    double number(int which) {
      return switch (which) {
        case 0 -> perSecond;
        case 1 -> commands;
        default -> bytes;
      };
    }
  }

  NearFinders(String url, Resp admin, int count) {
    this.admin = admin;
    this.here = Mainstay.on(RedisEngine.connect(url));
    this.there = Mainstay.on(RedisEngine.connect(url));
    this.near = here.sessions("bench", PLAIN.near(Math.max(count, 10_000)));
    this.plain = here.sessions("bench", PLAIN);
    this.elsewhere = there.sessions("bench", PLAIN);
    this.tokens = new String[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = elsewhere.start(Sample.user(i), Sample.attributes(i)).token();
    }
    for (String token : tokens) {
      awaitNear(token);
    }
  }

  private void awaitNear(String token) {
    long end = System.nanoTime() + PATIENCE;
    while (!isNear(token)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("nothing is near within 30 s");
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // what is near is the same answer each time
  private boolean isNear(String token) {
    Found first = near.find(token);
    return first == near.find(token);
  }

  Pace near(Duration time) {
    return found(near, token -> token, time);
  }

  /** As a token comes with a request: its text is another object each time, with no hash yet. */
  Pace nearByNewText(Duration time) {
    return found(near, String::new, time);
  }

  Pace asked(Duration time) {
    return found(plain, token -> token, time);
  }

  private Pace found(Sessions sessions, UnaryOperator<String> text, Duration time) {
    long id = Thread.currentThread().getId();
    long commands = commands();
    long allocated = THREADS.getThreadAllocatedBytes(id);
    long begun = System.nanoTime();
    long end = begun + time.toNanos();
    long count = 0;
    while (System.nanoTime() < end) {
      for (String token : tokens) {
        if (!sessions.find(text.apply(token)).isLive()) {
          throw new IllegalStateException("a session is gone");
        }
      }
      count += tokens.length;
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    double bytes = (double) (THREADS.getThreadAllocatedBytes(id) - allocated) / count;
    return new Pace(count / seconds, (double) (commands() - commands) / count, bytes);
  }

  /** What is asked for sessions. */
  private long commands() {
    String stat = admin.info("commandstats").getOrDefault("cmdstat_hgetall", "calls=0,");
    return Long.parseLong(stat.substring("calls=".length(), stat.indexOf(',')));
  }

  /** For so many milliseconds a session is found after its revocation has answered, sorted. */
  double[] lags(int count) {
    double[] lags = new double[count];
    for (int i = 0; i < count; i++) {
      String token = elsewhere.start(Sample.user(i), Sample.attributes(i)).token();
      awaitNear(token);
      if (!elsewhere.revoke(token)) {
        throw new IllegalStateException("there was nothing to revoke");
      }
      long answered = System.nanoTime();
      long last = answered;
      for (long at = answered; near.find(token).isLive(); at = System.nanoTime()) {
        last = at;
      }
      lags[i] = (last - answered) / 1e6;
    }
    Arrays.sort(lags);
    return lags;
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
