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
 * Takes of different keys that meet in this process: while a few calls are on their way, others
 * wait and go together in the next one. A call of a script costs the server and both ends of the
 * wire more than the decision in it, so many threads are decided for in a fraction of the calls;
 * who comes alone goes at once. Each take is decided by itself, as if it had come alone.
 *
 * <p>Only takes of the plainest kind go so, one paced limit and one run; what turns out to need
 * more is asked again alone, which the script did nothing for. Not for a cluster, where the keys of
 * one script have one slot.
 */
final class Together {
  /** So many go together at most. */
  private static final int MOST = 64;

  /** So many calls are on their way at a time. */
  private static final int ON_THEIR_WAY = 1;

  private static final byte[] NOTHING = new byte[0];
  private static final int PER_GROUP = 10;

  private final LimitScripts scripts;
  private final RuleArgs rules = new RuleArgs();
  private final Deque<One> waiting = new ArrayDeque<>();
  private int onTheirWay;

  Together(LimitScripts scripts) {
    this.scripts = scripts;
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
    List<One> batch;
    synchronized (waiting) {
      waiting.addLast(one);
      if (onTheirWay == ON_THEIR_WAY) {
        return one;
      }
      onTheirWay++;
      batch = next();
    }
    send(batch);
    return one;
  }

  private List<One> next() {
    List<One> batch = new ArrayList<>(Math.min(waiting.size(), MOST));
    while (!waiting.isEmpty() && batch.size() < MOST) {
      batch.add(waiting.pollFirst());
    }
    return batch;
  }

  private void send(List<One> batch) {
    batch.sort(BY_RULE);
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
    List<One> next;
    synchronized (waiting) {
      next = next();
      if (next.isEmpty()) {
        onTheirWay--;
      }
    }
    if (!next.isEmpty()) {
      send(next);
    }
    if (reply == null) {
      batch.forEach(one -> one.completeExceptionally(cause(failed)));
      return;
    }
    TakeAnswer answer = new TakeAnswer(reply);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).complete(taken(answer, 1 + 3 * i));
    }
  }

  private static Throwable cause(@Nullable Throwable failed) {
    return failed == null ? new IllegalStateException("no reply") : failed;
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
