package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.tck.LimitRace.Admission;
import dev.mainstay.tck.LimitRace.Call;
import dev.mainstay.tck.LimitRace.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 64 threads of four processes take of limits of each algorithm, on one server. Each process is
 * made to believe that the store's clock is off by minutes, another number in each: where a
 * client's clock has a say at all, in the hours of a calendar, it is wrong. {@code
 * -Dmainstay.trials=…} for so many milliseconds of each race, {@code -Dmainstay.seed=…} to choose
 * the same takes.
 */
class LimitRacesTest {
  private static final int LONGEST = 300_000;
  private static final int MILLIS = Math.min(Integer.getInteger("mainstay.trials", 1_800), LONGEST);
  private static final int ROUNDS = 5;

  /** So many windows are to be full in each race, and so many let in after a step back. */
  private static final int FULL = MILLIS / 100;

  private static final int BEHIND = MILLIS / 20;
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
    // Nobody is slow only because he is the first.
    race(Call.now(Way.RIGHT, ~SEED, 500), new Races());
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
    Set<String> limits = limits(Way.RIGHT);
    Races races = race(Way.RIGHT, all -> all.counts.keySet().equals(limits) && all.full >= FULL);
    assertThat(races.wrongs).as("seed %d", SEED).isEmpty();
    assertThat(races.counts.keySet()).isEqualTo(limits);
    assertThat(races.full).as("full windows").isGreaterThanOrEqualTo(FULL);
  }

  @Test
  void noWindowHasMoreThanItsBoundWhereTheClockOfTheStoreIsStepped() throws IOException {
    Set<String> limits = limits(Way.STEPPED);
    Races races =
        race(
            Way.STEPPED,
            all -> all.counts.keySet().equals(limits) && all.full >= FULL && all.behind >= BEHIND);
    assertThat(races.wrongs).as("seed %d", SEED).isEmpty();
    // When something that nobody was told of was counted is not known.
    assertThat(races.untold).isZero();
    assertThat(races.counts.keySet()).isEqualTo(limits);
    assertThat(races.full).as("full windows").isGreaterThanOrEqualTo(FULL);
    assertThat(races.behind).as("let in after a step back").isGreaterThanOrEqualTo(BEHIND);
  }

  @Test
  void aStoreThatBelievesItsSteppedClockIsFoundInEachLimitWithoutLeases() throws IOException {
    Set<String> counted = limits(Way.STEPPED_BELIEVED);
    // A lease ends when it was to end: no clock that is set back makes it end sooner.
    counted.remove("concurrency");
    Races races = race(Way.STEPPED_BELIEVED, all -> all.wrongs.keySet().equals(counted));
    assertThat(races.wrongs.keySet()).as("seed %d", SEED).isEqualTo(counted);
  }

  @Test
  void aTakeThatLooksFirstIsFoundInEachLimit() throws IOException {
    Set<String> limits = limits(Way.LOOKS_FIRST);
    Races races = race(Way.LOOKS_FIRST, all -> all.wrongs.keySet().equals(limits));
    assertThat(races.wrongs.keySet()).as("seed %d", SEED).isEqualTo(limits);
  }

  @Test
  void aStoreThatBelievesItsClientsClocksIsFoundInEachLimit() throws IOException {
    Set<String> limits = limits(Way.OWN_CLOCK);
    Races races = race(Way.OWN_CLOCK, all -> all.wrongs.keySet().equals(limits));
    assertThat(races.wrongs.keySet()).as("seed %d", SEED).isEqualTo(limits);
  }

  private static Set<String> limits(Way way) {
    return new TreeSet<>(Call.now(way, SEED, MILLIS).limits().keySet());
  }

  /** What some races showed. */
  private static final class Races {
    final Map<String, Long> counts = new TreeMap<>();
    final Map<String, Long> wrongs = new TreeMap<>();
    final List<Integer> millis = new ArrayList<>();
    long untold;
    int windows;
    int full;
    int behind;

    void add(List<Admission> admissions, LimitWatch watch) {
      admissions.forEach(one -> counts.merge(one.limit(), 1L, Long::sum));
      watch.wrongs(admissions).forEach((limit, over) -> wrongs.merge(limit, over, Math::max));
      windows += watch.windows();
      full += watch.full();
      behind += watch.behind();
    }

    @Override
    public String toString() {
      long admissions = counts.values().stream().mapToLong(Long::longValue).sum();
      return String.format(
          "%s ms, %,d admissions %s, %d untold, %,d windows, %,d full, %,d behind, too many: %s",
          millis, admissions, counts, untold, windows, full, behind, wrongs);
    }
  }

  /** Races, and where the machine was too slow to show enough, once more for twice as long. */
  private static Races race(Way way, Predicate<Races> enough) throws IOException {
    Races races = new Races();
    for (int i = 0; i < ROUNDS && (i == 0 || !enough.test(races)); i++) {
      race(Call.now(way, SEED + i, Math.min(MILLIS << i, LONGEST)), races);
    }
    LOG.info("{}: seed {}, {}", way, SEED, races);
    return races;
  }

  private static void race(Call call, Races races) throws IOException {
    for (Racing one : PROCESSES) {
      one.say(call.line());
    }
    List<Admission> admissions = new ArrayList<>();
    for (int i = 0; i < PROCESSES.size(); i++) {
      BufferedReader out = PROCESSES.get(i).out();
      String line = out.readLine();
      for (; line != null && !line.startsWith("end"); line = out.readLine()) {
        admissions.add(Admission.of(line));
      }
      // It raced in the belief that it was to have.
      assertThat(line).startsWith("end " + LimitRace.SKEWS.get(i) + " ");
      races.untold += Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }
    races.millis.add((int) ((call.ends() - call.begins()) / 1_000_000));
    races.add(admissions, LimitWatch.of(call));
  }
}
