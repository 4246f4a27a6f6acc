package dev.mainstay.tck;

import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.events.Listener;
import dev.mainstay.internal.limits.LimitsRoot;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Mode;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.internal.limits.PlantedLimits;
import dev.mainstay.redis.internal.link.Misled;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.LimitRace.Admission;
import dev.mainstay.tck.LimitRace.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One of the processes of {@link LimitRacesTest}: {@code LimitRacesMain <its number>}. Hears the
 * store's address and then a race a line, and tells what it was given.
 */
public final class LimitRacesMain {
  private final Engine engine;
  private final Engine ownClock;
  private final int number;
  private final Duration skew;

  private LimitRacesMain(RedisOptions options, int number) {
    this.number = number;
    this.skew = Duration.ofMinutes(LimitRace.SKEWS.get(number));
    this.engine = PlantedLimits.right(options);
    long micros = skew.toMillis() * 1_000;
    this.ownClock = PlantedLimits.by(options, () -> System.currentTimeMillis() + micros / 1_000);
  }

  /** Races until its input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    RedisOptions options =
        RedisOptions.parse(StoreAddress.readFrom(System.in).url())
            .withHeartbeat(Duration.ofSeconds(5))
            .withConnectTimeout(Duration.ofSeconds(30))
            .withReadDeadline(Duration.ofSeconds(10))
            .withWriteDeadline(Duration.ofSeconds(10));
    LimitRacesMain process = new LimitRacesMain(options, Integer.parseInt(args[0]));
    PrintStream out = System.out;
    out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      List<Admission> admissions =
          process.race(
              Way.valueOf(words[0]),
              LocalTime.parse(words[1]),
              Long.parseLong(words[2]),
              Long.parseLong(words[3]));
      admissions.forEach(one -> out.println(one.line()));
      out.println("end " + Duration.ofMillis(process.off()).toMinutes());
    }
    process.engine.close();
    process.ownClock.close();
  }

  /** How far off the process believes the store's clock to be, in milliseconds. */
  private long off() {
    long off = engine.clock().millis() - System.currentTimeMillis();
    return Math.round(off / 1_000.0) * 1_000;
  }

  private List<Admission> race(Way way, LocalTime utc, long seed, long ends)
      throws InterruptedException {
    Engine here = way == Way.OWN_CLOCK ? ownClock : engine;
    Limits limits = new LimitsRoot(here, Listener.NONE).limits(way + "-" + seed);
    List<Limiter> limiters = new ArrayList<>();
    for (Map.Entry<String, Limit> one : LimitRace.limits(utc).entrySet()) {
      Mode mode = way == Way.LOOKS_FIRST ? Mode.SHADOW : Mode.ENFORCE;
      limiters.add(limits.limiter(one.getKey(), one.getValue().mode(mode)));
    }
    Misled.mislead(engine.clock(), skew);
    SplittableRandom random = new SplittableRandom(seed * 31 + number);
    List<Racer> racers = new ArrayList<>();
    for (int i = 0; i < LimitRace.THREADS; i++) {
      racers.add(new Racer(limiters, way, random.split(), ends));
    }
    racers.forEach(Thread::start);
    List<Admission> admissions = new ArrayList<>();
    for (Racer racer : racers) {
      racer.join();
      admissions.addAll(racer.admissions);
    }
    return admissions;
  }

  private static final class Racer extends Thread {
    private final List<Limiter> limiters;
    private final Way way;
    private final SplittableRandom random;
    private final long ends;
    final List<Admission> admissions = new ArrayList<>();

    Racer(List<Limiter> limiters, Way way, SplittableRandom random, long ends) {
      this.limiters = limiters;
      this.way = way;
      this.random = random;
      this.ends = ends;
    }

    @Override
    public void run() {
      while (System.nanoTime() - ends < 0) {
        take(true);
      }
    }

    private void take(boolean mayHold) {
      Limiter limiter = limiters.get(random.nextInt(limiters.size()));
      String key =
          LimitRace.KEYS.get(way == Way.LOOKS_FIRST ? 0 : Math.max(0, random.nextInt(12) - 9));
      long cost = 1 + random.nextInt(2);
      long sent = System.nanoTime();
      Decision decision = decide(limiter, key, cost);
      long answered = System.nanoTime();
      if (decision instanceof Decision.Allowed allowed) {
        long back = Long.MAX_VALUE;
        if (limiter.name().equals("concurrency")) {
          if (mayHold) {
            take(false);
          }
          back = System.nanoTime();
          limiter.release(key, allowed.lease());
        }
        admissions.add(new Admission(limiter.name(), key, cost, sent, answered, back));
      } else {
        LockSupport.parkNanos(100_000 + random.nextInt(900_000));
      }
    }

    private Decision decide(Limiter limiter, String key, long cost) {
      boolean looks = way == Way.LOOKS_FIRST;
      if (looks && limiter.state(key).remaining() < cost) {
        return new Decision.Denied(List.of(), List.of(limiter.name()), Optional.empty());
      }
      if (looks) {
        LockSupport.parkNanos(1_000_000);
      }
      return limiter.take(key, cost);
    }
  }
}
