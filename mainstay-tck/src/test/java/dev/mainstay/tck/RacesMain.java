package dev.mainstay.tck;

import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.races.LocalStable;
import dev.mainstay.tck.races.RaceReport;
import dev.mainstay.tck.races.RemoteStable;
import dev.mainstay.tck.races.SessionRaces;
import dev.mainstay.tck.races.Stable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Races between processes: {@code RacesMain [trials] [seed]}. Starts itself twice more with {@code
 * --share}; those hear the store's URL on their standard input.
 */
public final class RacesMain {
  private static final int PROCESSES = 3;
  private static final Duration SLOT = Duration.ofNanos(1_500_000);

  private RacesMain() {}

  /** Runs the races, or a share of them. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("--share")) {
      share();
      return;
    }
    int trials = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime() % 100_000;
    RedisStore store = RedisStore.only();
    List<Engine> engines = engines(store.url());
    List<Stable> stables = new ArrayList<>(List.of(new LocalStable(engines)));
    for (int i = 1; i < PROCESSES; i++) {
      stables.add(start(store.url()));
    }
    RaceReport report = new SessionRaces(engines.get(0), stables, store, SLOT).run(seed, trials);
    stables.forEach(Stable::close);
    engines.forEach(Engine::close);
    System.out.println(PROCESSES + " processes, " + report);
    System.exit(report.wrongs().isEmpty() ? 0 : 1);
  }

  private static Stable start(String url) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(java, "-Xmx256m", "-cp", classes, RacesMain.class.getName(), "--share")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().write((url + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return new RemoteStable(process);
  }

  private static void share() throws IOException {
    ByteArrayOutputStream url = new ByteArrayOutputStream();
    InputStream in = System.in;
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      url.write(c);
    }
    List<Engine> engines = engines(url.toString(StandardCharsets.UTF_8));
    RemoteStable.serve(new LocalStable(engines), in, System.out);
    engines.forEach(Engine::close);
  }

  private static List<Engine> engines(String url) {
    RedisOptions options =
        RedisOptions.parse(url)
            .withHeartbeat(Duration.ofSeconds(5))
            .withConnectTimeout(Duration.ofSeconds(30))
            .withReadDeadline(Duration.ofSeconds(10))
            .withWriteDeadline(Duration.ofSeconds(10));
    return List.of(RedisEngine.connect(options), RedisEngine.connect(options));
  }
}
