package dev.mainstay.tck.weather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.chaos.faults.Schedule;
import dev.mainstay.chaos.faults.Schedule.Pauses;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.invariants.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One stall, one kill and the smaller faults, in an order by seed. {@code -Dmainstay.weather=long}
 * draws faults, {@code -Dmainstay.weather.rounds} (5) times as many as there are; {@code
 * -Dmainstay.weather.seed} repeats a run and {@code -Dmainstay.weather.faults} names the faults in
 * their order. What happened stands in {@code target/weather.txt}.
 */
class SessionWeatherTest {
  /** Between the recovery from a fault and the next one. */
  static final Pauses PAUSES = new Pauses(Duration.ofMillis(50), Duration.ofMillis(250));

  private static final Path REPORT = Path.of("target", "weather.txt");
  private static final boolean LONG = "long".equals(System.getProperty("mainstay.weather"));
  private static final int ROUNDS = Integer.getInteger("mainstay.weather.rounds", 5);
  private static final long SEED =
      Long.getLong("mainstay.weather.seed", System.nanoTime() & 0xffff_ffffL);

  @Test
  void sessionsWithstandTheWeather() throws IOException {
    try (FaultStore store = FaultStore.start()) {
      Schedule<Fault> schedule = schedule();
      Verdict verdict = new WeatherRun(store, schedule).run(engine -> engine);
      Files.writeString(REPORT, verdict.text());
      assertThat(verdict.violations()).as(verdict.text()).isEmpty();
      assertThat(verdict.evidence().strikes())
          .extracting(Strike::fault)
          .isEqualTo(schedule.faults());
    }
  }

  private static Schedule<Fault> schedule() {
    String named = System.getProperty("mainstay.weather.faults");
    if (named != null) {
      List<Fault> faults = Arrays.stream(named.split(",")).map(Fault::valueOf).toList();
      return Schedule.inOrder(SEED, faults, PAUSES);
    }
    if (LONG) {
      int strikes = ROUNDS * Fault.values().length;
      return Schedule.drawn(SEED, List.of(Fault.values()), strikes, PAUSES);
    }
    return Schedule.shuffled(
        SEED,
        List.of(Fault.STALL, Fault.KILL, Fault.MEMORY_FULL, Fault.SCRIPT_FLUSH, Fault.CLIENT_KILL),
        PAUSES);
  }
}
