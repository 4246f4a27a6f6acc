package dev.mainstay.tck.weather;

import dev.mainstay.tck.weather.Call.Outcome;
import dev.mainstay.tck.weather.Fault.Strike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Holds a history against what is promised. */
final class Judge {
  private static final Duration SLACK = Duration.ofMillis(50);

  private final History history;
  private final List<Call> calls;
  private final List<Strike> strikes;
  private final HiccupMeter meter;
  private final List<String> violations;
  private int leftOut;

  Judge(History history, List<Strike> strikes, HiccupMeter meter) {
    this.history = history;
    this.calls = history.calls();
    this.strikes = strikes;
    this.meter = meter;
    this.violations = new ArrayList<>(history.violations());
  }

  /** All that was not as promised. */
  List<String> violations() {
    calls.forEach(this::deadline);
    calls.forEach(this::reason);
    strikes.forEach(this::servedAgain);
    return violations;
  }

  private void deadline(Call call) {
    Duration most = call.deadline().plus(SLACK);
    if (call.nanos() <= most.toNanos()) {
      return;
    }
    if (meter.within(call.begin(), call.end())) {
      leftOut++;
    } else {
      violations.add(
          "at %d ms %s took %d ms"
              .formatted(history.millis(call.begin()), call.operation(), call.nanos() / 1_000_000));
    }
  }

  private void reason(Call call) {
    boolean explained =
        call.outcome() == Outcome.OK
            || strikes.stream()
                .filter(it -> call.overlaps(it.begin(), it.over()))
                .anyMatch(it -> it.fault().explains(call));
    if (!explained) {
      violations.add(
          "at %d ms %s failed without a cause: %s %s"
              .formatted(
                  history.millis(call.begin()), call.operation(), call.outcome(), call.detail()));
    }
  }

  private void servedAgain(Strike strike) {
    calls.stream()
        .mapToInt(Call::caller)
        .distinct()
        .filter(caller -> calls.stream().noneMatch(it -> serves(it, caller, strike)))
        .forEach(
            caller ->
                violations.add(
                    "caller " + caller + " is not served again after " + strike.fault()));
  }

  private static boolean serves(Call call, int caller, Strike strike) {
    return call.caller() == caller
        && call.outcome() == Outcome.OK
        && call.begin() - strike.end() >= 0
        && call.end() - strike.over() <= 0;
  }

  /** What happened, in a few lines. */
  String report() {
    StringBuilder text = new StringBuilder();
    text.append(calls.size()).append(" calls; slowest (ms):");
    new TreeMap<>(slowest())
        .forEach((name, ms) -> text.append(' ').append(name).append(' ').append(ms));
    text.append("\n").append(meter.count()).append(" hiccups of this JVM, ").append(leftOut);
    text.append(" calls above their deadline left out for them\n");
    strikes.forEach(strike -> text.append(line(strike)).append('\n'));
    return text.toString();
  }

  private TreeMap<String, Long> slowest() {
    TreeMap<String, Long> slowest = new TreeMap<>();
    calls.forEach(call -> slowest.merge(call.operation(), call.nanos() / 1_000_000, Math::max));
    return slowest;
  }

  private String line(Strike strike) {
    long onTheirWay =
        calls.stream().filter(call -> call.overlaps(strike.begin(), strike.begin())).count();
    List<Call> struck =
        calls.stream()
            .filter(call -> call.outcome() != Outcome.OK)
            .filter(call -> call.overlaps(strike.begin(), strike.over()))
            .toList();
    long unknown = struck.stream().filter(call -> call.outcome() == Outcome.UNKNOWN).count();
    long last = struck.stream().mapToLong(call -> call.end() - strike.end()).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "  at %6d %-12s %5d ms, %d calls on their way, %d refused, %d unknown, last failure %+d ms",
        history.millis(strike.begin()),
        strike.fault(),
        (strike.end() - strike.begin()) / 1_000_000,
        onTheirWay,
        struck.size() - unknown,
        unknown,
        last / 1_000_000);
  }
}
