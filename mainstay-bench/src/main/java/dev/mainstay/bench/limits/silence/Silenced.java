package dev.mainstay.bench.limits.silence;

import dev.mainstay.bench.report.Await;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.chaos.faults.Processes;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.Hiccups;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Threads that take while the store answers, while it stands still, and after it goes on. */
final class Silenced {
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofSeconds(2);
  private static final int THREADS = 8;
  static final int KEYS = 64;

  private final Limiter limiter;
  private final Processes processes = new Processes();
  private final long pid;
  private final Duration silence;
  private volatile boolean ended;

  Silenced(Limiter limiter, BenchRedis redis, Duration silence) {
    this.limiter = limiter;
    this.pid = redis.pid();
    this.silence = silence;
    processes.with(pid);
  }

  /**
   * What was seen.
   *
   * @param latencies of decisions that began or ended in the silence, hiccups left out, nanoseconds
   * @param undecided decisions by the rule alone, from one deadline into the silence until its end
   * @param nanos how long that was
   * @param allowed how many of them let in
   * @param staleFor so long after the store went on the last decision without it was given
   * @param freshAfter so long after it went on the first decision by it was given
   */
  record Seen(
      Histogram latencies,
      long undecided,
      long nanos,
      long allowed,
      Duration staleFor,
      Duration freshAfter) {}

  /** What one thread was told; only a part of it is kept, since there are millions. */
  private static final class Caller {
    private final Histogram latencies = new Histogram(3);
    private long undecided;
    private long allowed;
    private long lastStale = Long.MIN_VALUE;
    private long firstFresh = Long.MAX_VALUE;
    private final List<long[]> slow = new ArrayList<>();
  }

  private volatile long stopped = Long.MAX_VALUE;
  private volatile long continued = Long.MAX_VALUE;

  Seen run(Duration deadline) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (HiccupMeter meter = HiccupMeter.start(System::nanoTime)) {
      List<Future<Caller>> working = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i;
        working.add(pool.submit(() -> work(first, deadline)));
      }
      BenchRedis.pause(BEFORE);
      processes.stop(pid);
      stopped = System.nanoTime();
      BenchRedis.pause(silence);
      long before = System.nanoTime();
      processes.resume(pid);
      continued = before;
      BenchRedis.pause(AFTER);
      ended = true;
      return seen(working.stream().map(Await::result).toList(), meter.hiccups(), deadline);
    } finally {
      processes.close();
      pool.shutdownNow();
    }
  }

  private Caller work(int first, Duration deadline) {
    Caller caller = new Caller();
    String[] keys = new String[KEYS];
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "customer%08d".formatted(i);
    }
    for (int i = first; !ended; i++) {
      long begun = System.nanoTime();
      Decision decision = limiter.take(keys[i % KEYS]);
      note(caller, begun, System.nanoTime(), decision, deadline.toNanos());
    }
    return caller;
  }

  private void note(Caller caller, long begun, long now, Decision decision, long deadline) {
    long since = stopped;
    long until = continued;
    if (since == Long.MAX_VALUE) {
      return;
    }
    if (until == Long.MAX_VALUE && now > since) {
      if (now - begun > 1_000_000) {
        caller.slow.add(new long[] {begun, now});
      } else {
        caller.latencies.recordValue(now - begun);
      }
      if (begun > since + deadline && decision instanceof Decision.Undecided undecided) {
        caller.undecided++;
        caller.allowed += undecided.allowed() ? 1 : 0;
      }
    } else if (until != Long.MAX_VALUE && decision instanceof Decision.Undecided) {
      caller.lastStale = now;
    } else if (until != Long.MAX_VALUE && begun > until) {
      caller.firstFresh = Math.min(caller.firstFresh, now);
    }
  }

  private Seen seen(List<Caller> callers, Hiccups hiccups, Duration deadline) {
    Histogram latencies = new Histogram(3);
    long undecided = 0;
    long allowed = 0;
    long stale = continued;
    long fresh = Long.MAX_VALUE;
    for (Caller caller : callers) {
      latencies.add(caller.latencies);
      for (long[] span : caller.slow) {
        // In which this process itself did not get to run, says nothing about it.
        if (!hiccups.within(span[0], span[1])) {
          latencies.recordValue(span[1] - span[0]);
        }
      }
      undecided += caller.undecided;
      allowed += caller.allowed;
      stale = Math.max(stale, caller.lastStale);
      fresh = Math.min(fresh, caller.firstFresh);
    }
    return new Seen(
        latencies,
        undecided,
        continued - stopped - deadline.toNanos(),
        allowed,
        Duration.ofNanos(stale - continued),
        Duration.ofNanos(fresh == Long.MAX_VALUE ? Long.MAX_VALUE : fresh - continued));
  }
}
