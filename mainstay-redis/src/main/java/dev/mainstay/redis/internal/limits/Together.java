package dev.mainstay.redis.internal.limits;

import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.redis.internal.keys.LimitKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Reading;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes of the plainest kind, of one paced limit and one run, which need less of a script; what
 * turns out to need more is asked again, which the script did nothing for.
 *
 * <p>Those of different keys that meet in this process go together: while a call is on its way,
 * others wait and go in the next one. A call of a script costs the server and both ends of the wire
 * more than the decision in it, so many threads are decided for in a fraction of the calls; who
 * comes alone goes at once. Each take is decided by itself, as if it had come alone. In a cluster,
 * where the keys of one script have one slot, each does go alone.
 */
final class Together {
  /** So many go together at most. */
  private static final int MOST = 64;

  private static final byte[] NOTHING = new byte[0];
  private static final int PER_GROUP = 10;

  private final LimitScripts scripts;
  private final RuleArgs rules;
  private final boolean isSharded;
  private final Deque<One> waiting = new ArrayDeque<>();
  private boolean isOnItsWay;

  /**
   * @param isSharded whether keys are in slots
   */
  Together(LimitScripts scripts, RuleArgs rules, boolean isSharded) {
    this.scripts = scripts;
    this.rules = rules;
    this.isSharded = isSharded;
  }

  /** One of them; its future is {@code null} where it has to be asked alone. */
  private static final class One extends CompletableFuture<@Nullable Taken> {
    private final TakeCall call;
    private final byte[] key;

    One(TakeCall call) {
      this.call = call;
      this.key = LimitKeys.counted(call.charges().get(0).key(), call.charges().get(0).limit());
    }

    /** Whether one set of numbers does for both; versions are those of a namespace. */
    boolean isAlike(One other) {
      Charge mine = call.charges().get(0);
      Charge its = other.call.charges().get(0);
      TakeCall.Run run = call.runs().get(0);
      TakeCall.Run another = other.call.runs().get(0);
      return mine.version() == its.version()
          && run.count() == another.count()
          && run.costs()[0] == another.costs()[0]
          && mine.limit().equals(its.limit());
    }
  }

  /** Brings those together that have one rule and one cost, whose numbers are then sent once. */
  private static final Comparator<One> BY_RULE =
      Comparator.comparingLong((One one) -> one.call.charges().get(0).version())
          .thenComparingInt(one -> one.call.runs().get(0).count())
          .thenComparingLong(one -> one.call.runs().get(0).costs()[0]);

  /** Whether a call may go with others. */
  static boolean mayGo(TakeCall call) {
    if (call.charges().size() != 1 || call.runs().size() != 1) {
      return false;
    }
    Charge charge = call.charges().get(0);
    Limit limit = charge.limit();
    return limit.algorithm().isPaced() && limit.mode() == Mode.ENFORCE && charge.adoption() == null;
  }

  CompletableFuture<@Nullable Taken> take(TakeCall call) {
    One one = new One(call);
    List<One> batch = isSharded ? List.of(one) : next(one);
    if (!batch.isEmpty()) {
      send(batch);
    }
    return one;
  }

  /** One more: those who go now with it, none where a call is on its way. */
  private List<One> next(One one) {
    synchronized (waiting) {
      waiting.addLast(one);
      if (isOnItsWay) {
        return List.of();
      }
      isOnItsWay = true;
      return next(MOST);
    }
  }

  /** A call came back: those who go next. */
  private List<One> next() {
    synchronized (waiting) {
      isOnItsWay = !waiting.isEmpty();
      return next(MOST);
    }
  }

  /** A call failed: all who waited for it, who would wait for another deadline else. */
  private List<One> all() {
    synchronized (waiting) {
      isOnItsWay = false;
      return next(waiting.size());
    }
  }

  private List<One> next(int most) {
    List<One> batch = new ArrayList<>(Math.min(waiting.size(), most));
    while (!waiting.isEmpty() && batch.size() < most) {
      batch.add(waiting.pollFirst());
    }
    batch.sort(BY_RULE);
    return batch;
  }

  private void send(List<One> batch) {
    byte[][] keys = new byte[batch.size()][];
    List<byte[]> args = new ArrayList<>(1 + PER_GROUP);
    args.add(NOTHING);
    int begin = 0;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = batch.get(i).key;
      if (i + 1 == keys.length || !batch.get(i).isAlike(batch.get(i + 1))) {
        write(args, batch.get(i).call, i + 1 - begin);
        begin = i + 1;
      }
    }
    var unused =
        scripts
            .run(
                "limits.take",
                LimitScripts.TAKE_MANY,
                Deadline.READ,
                keys,
                args.toArray(byte[][]::new))
            .whenComplete((reply, failed) -> answered(batch, reply, failed));
  }

  private void write(List<byte[]> args, TakeCall call, int keys) {
    byte[][] group = new byte[PER_GROUP][];
    TakeCall.Run run = call.runs().get(0);
    rules.writePaced(group, 0, call.charges().get(0));
    group[PER_GROUP - 3] = RuleArgs.number(run.count());
    group[PER_GROUP - 2] = RuleArgs.number(run.costs()[0]);
    group[PER_GROUP - 1] = RuleArgs.number(keys);
    args.addAll(Arrays.asList(group));
  }

  /** Those who wait go first; then those who were answered hear of it. */
  private void answered(List<One> batch, @Nullable List<Object> reply, @Nullable Throwable failed) {
    if (failed != null || reply == null) {
      Throwable cause = failed == null ? new IllegalStateException("no reply") : failed;
      List<One> others = isSharded ? List.of() : all();
      batch.forEach(one -> one.completeExceptionally(cause));
      others.forEach(one -> one.completeExceptionally(cause));
      return;
    }
    List<One> next = isSharded ? List.of() : next();
    if (!next.isEmpty()) {
      send(next);
    }
    TakeAnswer answer = new TakeAnswer(reply);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).complete(taken(answer, 1 + 3 * i));
    }
  }

  private static @Nullable Taken taken(TakeAnswer answer, int at) {
    int admitted = (int) answer.number(at + 2);
    if (admitted < 0) {
      return null;
    }
    Reading reading = new Reading(answer.number(0), answer.number(at), answer.number(at + 1), 0, 0);
    return new Taken.Decided(List.of(reading), new int[] {admitted}, new long[][] {{0}});
  }
}
