package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.limits.Limit;
import dev.mainstay.tck.LimitRace.Admission;
import dev.mainstay.tck.LimitRace.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 64 threads of four processes take of limits of each algorithm, on one server. Each process is
 * made to believe that the store's clock is off by minutes, another number in each: where a
 * client's clock has a say at all, in the hours of a calendar, it is wrong. {@code
 * -Dmainstay.trials=…} for so many milliseconds, {@code -Dmainstay.seed=…} to choose the same
 * takes.
 */
class LimitRacesTest {
  private static final int MILLIS = Math.min(Integer.getInteger("mainstay.trials", 2_500), 300_000);
  private static final long SEED = Long.getLong("mainstay.seed", System.nanoTime() % 100_000);
  private static final Logger LOG = LoggerFactory.getLogger(LimitRacesTest.class);
  private static final RedisStore STORE = RedisStore.only();
  private static final List<Racing> PROCESSES = new ArrayList<>();

  /** A process, and what it says. */
  private record Racing(Process process, BufferedReader out) {
    void say(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }
  }

  @BeforeAll
  static void start() throws IOException {
    for (int i = 0; i < LimitRace.SKEWS.size(); i++) {
      PROCESSES.add(start(i));
    }
    for (Racing one : PROCESSES) {
      assertThat(one.out().readLine()).isEqualTo("ready");
    }
  }

  private static Racing start(int number) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    String main = LimitRacesMain.class.getName();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classes,
                main,
                number + "")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    StoreAddress.of(STORE.url()).writeTo(process.getOutputStream());
    return new Racing(
        process,
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
  }

  @AfterAll
  static void stop() throws IOException {
    for (Racing one : PROCESSES) {
      one.process().getOutputStream().close();
      one.process().destroy();
    }
    STORE.empty();
  }

  @Test
  void noWindowHasMoreThanItsBoundWhateverTheClientsClocksSay() throws IOException {
    LocalTime utc = LocalTime.now(ZoneOffset.UTC);
    Map<String, Limit> limits = LimitRace.limits(utc);
    List<Admission> admissions = race(Way.RIGHT, utc, MILLIS);
    Map<String, Long> counts =
        admissions.stream()
            .collect(Collectors.groupingBy(Admission::limit, TreeMap::new, Collectors.counting()));
    LOG.info("seed {}, {} ms, {} admissions: {}", SEED, MILLIS, admissions.size(), counts);
    assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(limits.keySet());
    assertThat(new LimitWatch(limits).wrongs(admissions)).as("seed %d", SEED).isEmpty();
  }

  @Test
  void aTakeThatLooksFirstIsFound() throws IOException {
    LocalTime utc = LocalTime.now(ZoneOffset.UTC);
    Map<String, Limit> limits = LimitRace.limits(utc);
    List<String> wrongs = new LimitWatch(limits).wrongs(race(Way.LOOKS_FIRST, utc, MILLIS));
    LOG.info("seed {}, looked first: {}", SEED, wrongs);
    assertThat(wrongs).as("seed %d", SEED).isNotEmpty();
  }

  @Test
  void aStoreThatBelievesItsClientsClocksIsFound() throws IOException {
    LocalTime utc = LocalTime.now(ZoneOffset.UTC);
    Map<String, Limit> limits = LimitRace.limits(utc);
    List<String> wrongs = new LimitWatch(limits).wrongs(race(Way.OWN_CLOCK, utc, MILLIS));
    LOG.info("seed {}, clocks of their own: {}", SEED, wrongs);
    assertThat(wrongs).as("seed %d", SEED).isNotEmpty();
  }

  private static List<Admission> race(Way way, LocalTime utc, int millis) throws IOException {
    long ends = System.nanoTime() + millis * 1_000_000L;
    for (Racing one : PROCESSES) {
      one.say(way + " " + utc + " " + SEED + " " + ends);
    }
    List<Admission> admissions = new ArrayList<>();
    for (int i = 0; i < PROCESSES.size(); i++) {
      BufferedReader out = PROCESSES.get(i).out();
      String line = out.readLine();
      for (; line != null && !line.startsWith("end"); line = out.readLine()) {
        admissions.add(Admission.of(line));
      }
      // It raced in the belief that it was to have.
      assertThat(line).isEqualTo("end " + LimitRace.SKEWS.get(i));
    }
    return admissions;
  }
}
