package dev.mainstay.tck;

import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.events.Listener;
import dev.mainstay.internal.limits.LimitsRoot;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.internal.limits.LimitFault;
import dev.mainstay.redis.internal.limits.PlantedLimits;
import dev.mainstay.redis.internal.link.Misled;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.LimitRace.Admission;
import dev.mainstay.tck.LimitRace.Call;
import dev.mainstay.tck.LimitRace.Way;
import dev.mainstay.time.StoreClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
  private final RedisOptions options;
  private final Engine engine;
  private final Engine ownClock;
  private final int number;
  private final Duration skew;

  private LimitRacesMain(RedisOptions options, int number) {
    this.options = options;
    this.number = number;
    this.skew = Duration.ofMinutes(LimitRace.SKEWS.get(number));
    this.engine = PlantedLimits.right(options);
    long micros = skew.toMillis() * 1_000;
    this.ownClock =
        PlantedLimits.by(
            options,
            () -> System.currentTimeMillis() + micros / 1_000,
            LimitFault.THAT_BELIEVE_A_CLOCK);
  }

  /** Races until its input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    RedisOptions options =
        RedisOptions.parse(StoreAddress.readFrom(System.in).url())
            .withHeartbeat(Duration.ofSeconds(40))
            .withConnectTimeout(Duration.ofSeconds(30))
            .withReadDeadline(Duration.ofSeconds(10))
            .withWriteDeadline(Duration.ofSeconds(10));
    LimitRacesMain process = new LimitRacesMain(options, Integer.parseInt(args[0]));
    PrintStream out = System.out;
    out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Call call = Call.of(line);
      List<Racer> racers = process.race(call);
      for (Racer racer : racers) {
        racer.admissions.forEach(one -> out.println(one.line()));
      }
      long untold = racers.stream().mapToLong(racer -> racer.untold).sum();
      out.println("end " + Duration.ofMillis(process.off()).toMinutes() + " " + untold);
    }
    process.engine.close();
    process.ownClock.close();
  }

  /** How far off the process believes the store's clock to be, in milliseconds. */
  private long off() {
    long off = engine.clock().millis() - System.currentTimeMillis();
    return Math.round(off / 1_000.0) * 1_000;
  }

  /** Where the clock of the store is stepped, no process has another. */
  private List<Racer> race(Call call) throws InterruptedException {
    if (!call.way().isStepped()) {
      return race(call, call.way() == Way.OWN_CLOCK ? ownClock : engine);
    }
    StoreClock steps = call.steps();
    List<LimitFault> faults =
        call.way() == Way.STEPPED ? List.of() : LimitFault.THAT_BELIEVE_A_CLOCK;
    try (Engine stepped = PlantedLimits.by(options, steps, faults)) {
      return race(call, stepped);
    }
  }

  private List<Racer> race(Call call, Engine here) throws InterruptedException {
    Way way = call.way();
    Limits limits = new LimitsRoot(here, Listener.NONE).limits(way + "-" + call.seed());
    List<Limiter> limiters = new ArrayList<>();
    for (Map.Entry<String, Limit> one : call.limits().entrySet()) {
      Mode mode = way == Way.LOOKS_FIRST ? Mode.SHADOW : Mode.ENFORCE;
      limiters.add(limits.limiter(one.getKey(), one.getValue().mode(mode)));
    }
    Misled.mislead(engine.clock(), skew);
    SplittableRandom random = new SplittableRandom(call.seed() * 31 + number);
    List<Racer> racers = new ArrayList<>();
    for (int i = 0; i < LimitRace.THREADS; i++) {
      racers.add(new Racer(limiters, way, random.split(), call.ends()));
    }
    racers.forEach(Thread::start);
    for (Racer racer : racers) {
      racer.join();
    }
    return racers;
  }

  private static final class Racer extends Thread {
    private final List<Limiter> limiters;
    private final Way way;
    private final SplittableRandom random;
    private final long ends;
    final List<Admission> admissions = new ArrayList<>();
    int untold;

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
      String key = way.key(random);
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
        untold += decision instanceof Decision.Undecided ? 1 : 0;
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
      try {
        return limiter.take(key, cost);
      } catch (StoreFaultException contradicted) {
        // What a faulty script counted is not what this process reckons.
        return new Decision.Undecided(false, OnSilence.REFUSE, contradicted.getMessage());
      }
    }
  }
}
