package dev.mainstay.redis.internal.limits;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.Reading;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A take whose limits are counted on several servers of a cluster: they are reserved on all of them
 * at once, and then charged on all or given back on all. So nothing is ever let in that one of them
 * refuses, and a limit counts nothing that another refused; what it does is to refuse, for the time
 * of one round trip, what would fit only without the reservation. One that is neither charged nor
 * given back, since its process ended, lapses.
 */
final class Apart {
  /** Longer than two deadlines, so that what was reserved is there to be charged. */
  private static final Duration RESERVED = Duration.ofSeconds(3);

  private static final String ALL = "all";
  private static final String NONE = "0";
  private static final String FORGET = "forget";

  private final LimitScripts scripts;
  private final TakeArgs args;
  private final OneServer oneServer;

  /** Reserves what one server counts. */
  interface OneServer {
    /** Reserves under a hold. */
    CompletableFuture<Taken> take(TakeCall call, Hold hold);
  }

  Apart(LimitScripts scripts, TakeArgs args, OneServer oneServer) {
    this.scripts = scripts;
    this.args = args;
    this.oneServer = oneServer;
  }

  /** The charges of one server, by their places in the call. */
  private record Part(List<Integer> places, TakeCall call) {}

  CompletableFuture<Taken> take(TakeCall call, List<List<Integer>> groups) {
    return reserve(call, groups, new Hold(call.lease(), RESERVED, false), true);
  }

  /** Reserves on all servers or on none; what is reserved stays so. */
  CompletableFuture<Taken> reserve(TakeCall call, List<List<Integer>> groups, Hold hold) {
    return reserve(call, groups, hold, false);
  }

  private CompletableFuture<Taken> reserve(
      TakeCall call, List<List<Integer>> groups, Hold hold, boolean isCharged) {
    List<Part> parts = groups.stream().map(places -> part(call, places)).toList();
    List<CompletableFuture<Taken>> reserved =
        parts.stream().map(part -> oneServer.take(part.call, hold)).toList();
    return CompletableFuture.allOf(reserved.toArray(CompletableFuture<?>[]::new))
        .handle((all, failed) -> failed)
        .thenCompose(
            failed -> {
              boolean all = failed == null;
              for (CompletableFuture<Taken> one : reserved) {
                all &= isReserved(one);
              }
              if (!all) {
                return giveBack(call, parts, reserved, hold.name(), failed);
              }
              return isCharged
                  ? charge(call, parts, reserved, hold.name())
                  : CompletableFuture.completedFuture(together(call, parts, reserved, 1));
            });
  }

  /**
   * Charges or frees what was reserved, wherever it is. What was not settled since its rule had
   * changed is so by the next call, which finds the others settled before.
   */
  CompletableFuture<Taken> settle(
      List<Charge> charges, List<List<Integer>> groups, String name, long permits, boolean last) {
    List<CompletableFuture<Taken>> settled =
        groups.stream()
            .map(
                places -> {
                  List<Charge> some =
                      places.isEmpty() ? charges : places.stream().map(charges::get).toList();
                  return end(some, name, Long.toString(permits), last ? "last" : "part")
                      .thenApply(TakeAnswer::settled)
                      .thenApply(taken -> placed(taken, places));
                })
            .toList();
    return CompletableFuture.allOf(settled.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> settled.stream().map(CompletableFuture::join).reduce(Apart::graver))
        .thenApply(Optional::orElseThrow);
  }

  /** What has to be mended before the rest counts, or the best that became of any. */
  private static Taken graver(Taken one, Taken other) {
    if (one instanceof Taken.Ended first && other instanceof Taken.Ended second) {
      return first.settled().compareTo(second.settled()) <= 0 ? first : second;
    }
    return one instanceof Taken.Ended ? other : one;
  }

  /** The same, with the place that a charge has in the whole call. */
  private static Taken placed(Taken taken, List<Integer> places) {
    if (places.isEmpty()) {
      return taken;
    }
    if (taken instanceof Taken.Outdated outdated) {
      return new Taken.Outdated(
          places.get(outdated.index()), outdated.version(), outdated.reading());
    }
    return taken instanceof Taken.Superseded superseded
        ? new Taken.Superseded(places.get(superseded.index()))
        : taken;
  }

  private static Part part(TakeCall call, List<Integer> places) {
    TakeCall.Run run = call.runs().get(0);
    long[] costs = places.stream().mapToLong(place -> run.costs()[place]).toArray();
    List<Charge> charges = places.stream().map(place -> call.charges().get(place)).toList();
    return new Part(
        places, new TakeCall(charges, List.of(new TakeCall.Run(1, costs)), call.lease()));
  }

  private CompletableFuture<Taken> giveBack(
      TakeCall call,
      List<Part> parts,
      List<CompletableFuture<Taken>> reserved,
      String name,
      @Nullable Throwable failed) {
    List<CompletableFuture<?>> freed = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      // One that failed may have been done all the same.
      if (reserved.get(i).isCompletedExceptionally() || isReserved(reserved.get(i))) {
        freed.add(end(parts.get(i).call.charges(), name, NONE, FORGET));
      }
    }
    if (failed != null) {
      return CompletableFuture.failedFuture(failed);
    }
    // Whoever hears of the refusal finds nothing left of it; what cannot be given back lapses.
    Taken refused = refused(call, parts, reserved);
    return CompletableFuture.allOf(freed.toArray(CompletableFuture<?>[]::new))
        .handle((done, unfreed) -> refused);
  }

  private static boolean isReserved(CompletableFuture<Taken> one) {
    return !one.isCompletedExceptionally()
        && one.join() instanceof Taken.Decided decided
        && decided.admitted()[0] == 1;
  }

  private CompletableFuture<Taken> charge(
      TakeCall call, List<Part> parts, List<CompletableFuture<Taken>> reserved, String name) {
    List<CompletableFuture<Integer>> charged =
        parts.stream()
            .map(part -> end(part.call.charges(), name, ALL, FORGET).thenApply(TakeAnswer::count))
            .toList();
    return CompletableFuture.allOf(charged.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              if (!IntStream.range(0, parts.size())
                  .allMatch(
                      i -> charged.get(i).join() == reserved(parts.get(i), decided(reserved, i)))) {
                throw new StoreUnavailableException(
                    "limits.take",
                    "what was reserved had lapsed before it was charged, or its rule had changed",
                    Applied.UNKNOWN,
                    Duration.ofSeconds(1),
                    null);
              }
              return together(call, parts, reserved, 1);
            });
  }

  /** How many limits of a part have reserved something: those in shadow only what fits. */
  private static int reserved(Part part, Taken.Decided decided) {
    int count = 0;
    for (int i = 0; i < part.places.size(); i++) {
      Limit limit = part.call.charges().get(i).limit();
      long cost = part.call.runs().get(0).costs()[i];
      if (limit.mode() != Mode.ALLOW && Gauge.of(limit, decided.readings().get(i)).fits(cost)) {
        count++;
      }
    }
    return count;
  }

  private CompletableFuture<TakeAnswer> end(
      List<Charge> charges, String name, String permits, String ending) {
    return end(charges, name, permits, ending, scripts.nowMicros());
  }

  private CompletableFuture<TakeAnswer> end(
      List<Charge> charges, String name, String permits, String ending, long nowMicros) {
    return scripts
        .run(
            "limits.settle",
            LimitScripts.SETTLE,
            Deadline.READ,
            TakeArgs.keys(charges),
            args.settle(charges, name, permits, ending, nowMicros))
        .thenCompose(
            reply -> {
              TakeAnswer answer = new TakeAnswer(reply);
              return answer.isAnotherTime()
                  ? end(charges, name, permits, ending, answer.now())
                  : CompletableFuture.completedFuture(answer);
            });
  }

  private static Taken refused(
      TakeCall call, List<Part> parts, List<CompletableFuture<Taken>> reserved) {
    for (int i = 0; i < parts.size(); i++) {
      List<Integer> places = parts.get(i).places;
      Taken taken = reserved.get(i).join();
      if (!(taken instanceof Taken.Decided)) {
        return placed(taken, places);
      }
    }
    return together(call, parts, reserved, 0);
  }

  private static Taken together(
      TakeCall call, List<Part> parts, List<CompletableFuture<Taken>> reserved, int admitted) {
    Reading[] readings = new Reading[call.charges().size()];
    long[] waits = new long[readings.length];
    for (int i = 0; i < parts.size(); i++) {
      Taken.Decided decided = decided(reserved, i);
      List<Integer> places = parts.get(i).places;
      for (int j : IntStream.range(0, places.size()).toArray()) {
        readings[places.get(j)] = decided.readings().get(j);
        waits[places.get(j)] = decided.waits()[0][j];
      }
    }
    return new Taken.Decided(Arrays.asList(readings), new int[] {admitted}, new long[][] {waits});
  }

  private static Taken.Decided decided(List<CompletableFuture<Taken>> reserved, int part) {
    return (Taken.Decided) reserved.get(part).join();
  }

  /** The places of keys by where they are counted. */
  static List<List<Integer>> groups(int[] slots) {
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> seen = new ArrayList<>();
    for (int place = 0; place < slots.length; place++) {
      int group = seen.indexOf(slots[place]);
      if (group < 0) {
        seen.add(slots[place]);
        groups.add(new ArrayList<>());
        group = groups.size() - 1;
      }
      groups.get(group).add(place);
    }
    return groups;
  }
}
