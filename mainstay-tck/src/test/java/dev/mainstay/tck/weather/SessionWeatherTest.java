package dev.mainstay.tck.weather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.tck.weather.Fault.Strike;
import dev.mainstay.tck.weather.WeatherRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * One stall, one kill and the smaller faults, in an order by seed. {@code -Dmainstay.weather=long}
 * takes every fault {@code -Dmainstay.weather.rounds} times (5); {@code -Dmainstay.weather.seed}
 * repeats a run and {@code -Dmainstay.weather.faults} names the faults in their order. What
 * happened stands in {@code target/weather.txt}.
 */
class SessionWeatherTest {
  private static final Path REPORT = Path.of("target", "weather.txt");
  private static final boolean LONG = "long".equals(System.getProperty("mainstay.weather"));
  private static final int ROUNDS = Integer.getInteger("mainstay.weather.rounds", 5);
  private static final long SEED =
      Long.getLong("mainstay.weather.seed", System.nanoTime() & 0xffff_ffffL);

  @Test
  void sessionsWithstandTheWeather() throws IOException {
    try (FaultStore store = FaultStore.start()) {
      List<Fault> faults = faults();
      Outcome outcome = new WeatherRun(store, SEED, faults).run(engine -> engine);
      Files.writeString(REPORT, outcome.report());
      assertThat(outcome.violations()).as(outcome.report()).isEmpty();
      assertThat(outcome.strikes()).extracting(Strike::fault).isEqualTo(faults);
    }
  }

  private static List<Fault> faults() {
    List<Fault> faults =
        new ArrayList<>(
            List.of(
                Fault.STALL, Fault.KILL, Fault.MEMORY_FULL, Fault.SCRIPT_FLUSH, Fault.CLIENT_KILL));
    if (LONG) {
      faults.clear();
      for (int i = 0; i < ROUNDS; i++) {
        faults.addAll(Arrays.asList(Fault.values()));
      }
    }
    String named = System.getProperty("mainstay.weather.faults");
    if (named != null) {
      return Arrays.stream(named.split(",")).map(Fault::valueOf).toList();
    }
    Collections.shuffle(faults, new Random(SEED));
    return faults;
  }
}
