package dev.mainstay.bench.limits.weight;

import dev.mainstay.bench.limits.rivals.Bucket4jRival;
import dev.mainstay.bench.limits.rivals.MainstayRival;
import dev.mainstay.bench.limits.rivals.Rate;
import dev.mainstay.bench.limits.rivals.RedissonRival;
import dev.mainstay.bench.limits.rivals.Rival;
import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Somebody who counts for many keys. All limits are 100 in an hour and half taken, or as often as
 * it says, so that no key ends while it is weighed.
 *
 * @param share of how many of the keys; the larger ones are fewer
 * @param take counts for a key, by number
 */
record Filling(String name, double share, IntConsumer take) {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int PERMITS = 100;
  private static final int HALF = PERMITS / 2;
  private static final double FEW = 0.05;

  static List<Filling> of(MainstayRival mainstay, Bucket4jRival bucket4j, RedissonRival redisson) {
    return List.of(
        own(mainstay, "gcra", Limit.gcra(PERMITS, HOUR)),
        own(mainstay, "token-bucket", Limit.tokenBucket(PERMITS, PERMITS, HOUR)),
        own(mainstay, "leaky-meter", Limit.leakyMeter(PERMITS, PERMITS, HOUR)),
        own(mainstay, "leaky-queue", Limit.leakyQueue(PERMITS, HOUR, PERMITS)),
        own(mainstay, "fixed-window", Limit.fixedWindow(PERMITS, Limit.LONGEST)),
        own(mainstay, "sliding-counter", Limit.slidingCounter(PERMITS, HOUR)),
        own(mainstay, "sliding-log, 1 take", Limit.slidingLog(PERMITS, HOUR)),
        many(mainstay, "sliding-log, 100 takes", Limit.slidingLog(PERMITS, HOUR), 1),
        many(mainstay, "concurrency, 1 held", Limit.concurrency(PERMITS, HOUR), PERMITS),
        many(mainstay, "concurrency, 100 held", Limit.concurrency(PERMITS, HOUR), 1),
        bucket4j(bucket4j),
        redisson(redisson, "Redisson, 1 take", 1, 1),
        redisson(redisson, "Redisson, 100 takes", FEW, PERMITS));
  }

  /** One character for each algorithm. */
  private static int place(Limit limit) {
    return List.of(Algorithm.values()).indexOf(limit.algorithm());
  }

  private static Filling own(MainstayRival mainstay, String name, Limit limit) {
    // The name is in each key; a program's would be about as long as "api".
    Limiter limiter = mainstay.limiter("ap" + place(limit), limit);
    return new Filling(
        "Mainstay " + name,
        1,
        key -> check(MainstayRival.isIn(limiter.take(Rival.key(key), HALF))));
  }

  /** Takes one by one: all permits, or where each is a hundred, one. */
  private static Filling many(MainstayRival mainstay, String name, Limit limit, int each) {
    Limiter limiter = mainstay.limiter((each == 1 ? "m" : "o") + "p" + place(limit), limit);
    int takes = PERMITS / each;
    return new Filling(
        "Mainstay " + name,
        takes == 1 ? 1 : FEW,
        key ->
            IntStream.range(0, takes)
                .forEach(any -> check(MainstayRival.isIn(limiter.take(Rival.key(key))))));
  }

  private static Filling bucket4j(Bucket4jRival bucket4j) {
    Rate rate = new Rate(PERMITS, HOUR);
    return new Filling(
        "bucket4j",
        1,
        key -> check(bucket4j.bucket("b4j:" + Rival.key(key), rate).tryConsume(HALF)));
  }

  private static Filling redisson(RedissonRival redisson, String name, double share, int takes) {
    Rate rate = new Rate(PERMITS, HOUR);
    return new Filling(
        name,
        share,
        key -> {
          var limiter = redisson.limiter("rsn:" + Rival.key(key), rate);
          IntStream.range(0, takes).forEach(any -> check(limiter.tryAcquire()));
        });
  }

  private static void check(boolean isIn) {
    if (!isIn) {
      throw new IllegalStateException("a take that fits was refused");
    }
  }
}
