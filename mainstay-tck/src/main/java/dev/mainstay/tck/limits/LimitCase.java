package dev.mainstay.tck.limits;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.Limit;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.LimitStore.Looked;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.TakeCall.Run;
import dev.mainstay.spi.Taken;
import dev.mainstay.tck.HeldEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the tests of limits share: an engine whose time is held, and short words for its store. */
public interface LimitCase {
  /** How long every rule of {@link #RULES} counts. */
  Duration PER = Duration.ofMinutes(1);

  /** The same in milliseconds. */
  long PER_MILLIS = PER.toMillis();

  /** The capacity of every rule of {@link #RULES}. */
  int CAPACITY = 5;

  /** Rules of which permits can be reserved, one of each algorithm. */
  List<Limit> COUNTING =
      List.of(
          Limit.gcra(CAPACITY, PER),
          Limit.tokenBucket(CAPACITY, CAPACITY, PER),
          Limit.leakyMeter(CAPACITY, CAPACITY, PER),
          Limit.leakyQueue(CAPACITY, PER, CAPACITY - 1),
          Limit.fixedWindow(CAPACITY, PER),
          Limit.slidingCounter(CAPACITY, PER),
          Limit.slidingLog(CAPACITY, PER));

  /** As many at once. */
  Limit HELD = Limit.concurrency(CAPACITY, PER);

  /** Rules, one of each algorithm; all permits of each can be taken at once. */
  List<Limit> RULES = with(COUNTING, HELD);

  /** The name of a lease. */
  String LEASE = "lease-0123456789";

  /** The engine of this test. */
  HeldEngine held();

  /** Its store. */
  default LimitStore limits() {
    return held().engine().limits();
  }

  /** A list and one more. */
  static List<Limit> with(List<Limit> limits, Limit more) {
    List<Limit> all = new ArrayList<>(limits);
    all.add(more);
    return List.copyOf(all);
  }

  /** What one limit counts for a key by itself. */
  static LimitKey limitKey(String limit, String key) {
    return new LimitKey("web", limit, key, null);
  }

  /** A charge of the first version. */
  static Charge charge(Limit limit, String key) {
    return new Charge(limitKey(limit.algorithm().spelled(), key), limit, 1, null);
  }

  /** The same by a rule of another version. */
  static Charge version(Charge charge, long version) {
    return new Charge(charge.key(), charge.limit(), version, null);
  }

  /** Charges that are counted in one place. */
  static List<Charge> inOnePlace(List<Limit> limits) {
    return limits.stream().map(limit -> charge(limit, "ada")).toList();
  }

  /** Charges that a store with several servers counts on several of them. */
  static List<Charge> inManyPlaces(List<Limit> limits) {
    return limits.stream().map(limit -> charge(limit, "of " + limit.algorithm())).toList();
  }

  /** The same charges, in one place and in many. */
  static List<List<Charge>> placesOf(List<Limit> limits) {
    return List.of(inOnePlace(limits), inManyPlaces(limits));
  }

  /** As many permits of each charge. */
  static long[] each(List<Charge> charges, long cost) {
    long[] costs = new long[charges.size()];
    Arrays.fill(costs, cost);
    return costs;
  }

  /** One take of as many permits of each charge. */
  static TakeCall call(List<Charge> charges, long cost) {
    return new TakeCall(charges, List.of(new Run(1, each(charges, cost))), LEASE);
  }

  /** Another name of a lease or a reservation, 16 characters long. */
  static String name(int number) {
    return String.format(Locale.ROOT, "name-%011d", number);
  }

  /** What became of one take. */
  default Taken tryTake(List<Charge> charges, long cost) {
    return await(limits().take(call(charges, cost)));
  }

  /** Whether one take was let in. */
  default boolean take(List<Charge> charges, long cost) {
    return isAdmitted(tryTake(charges, cost));
  }

  /** Whether one take was let in. */
  default boolean take(Charge charge, long cost) {
    return take(List.of(charge), cost);
  }

  /** Whether a call of one take was decided, and let in. */
  static boolean isAdmitted(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Decided.class);
    return ((Taken.Decided) taken).admitted()[0] == 1;
  }

  /** What is counted. */
  default Looked looked(Charge charge) {
    return await(limits().look(charge.key(), charge.limit(), charge.version()));
  }

  /** How many permits could be taken. */
  default long available(Charge charge) {
    return Gauge.of(charge.limit(), looked(charge).reading()).available();
  }

  /** Of all charges as many permits can be taken, and as many are reserved. */
  default void assertLeft(List<Charge> charges, long available, long reserved) {
    for (Charge charge : charges) {
      assertThat(available(charge)).as("available of %s", charge.key()).isEqualTo(available);
      assertThat(looked(charge).reading().held()).as("%s", charge.key()).isEqualTo(reserved);
    }
  }

  /** Forgets what these have counted. */
  default void resetAll(List<Charge> charges) {
    charges.forEach(charge -> await(limits().reset(charge.key(), charge.limit())));
  }

  /** Moves time to the begin of the next window. */
  default void toWindow() {
    held().advance(PER_MILLIS - held().now() % PER_MILLIS);
  }
}
