package dev.mainstay.bench.races;

import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.races.LocalStable;
import dev.mainstay.tck.races.RemoteStable;
import dev.mainstay.tck.races.Stable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that races along; it reads the store's address from its standard input. */
public final class Racers {
  private Racers() {}

  /** Races until its input ends. */
  public static void main(String[] args) throws IOException {
    List<Engine> engines = engines(StoreAddress.readFrom(System.in).url());
    RemoteStable.serve(new LocalStable(engines), System.in, System.out);
    engines.forEach(Engine::close);
  }

  /** Starts one. */
  static Stable start(String url) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    try {
      Process process =
          new ProcessBuilder(java, "-Xmx256m", "-cp", classes, Racers.class.getName())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      StoreAddress.of(url).writeTo(process.getOutputStream());
      return new RemoteStable(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two replicas' connections, whose deadlines a busy machine does not reach. */
  static List<Engine> engines(String url) {
    RedisOptions options =
        RedisOptions.parse(url)
            .withReadDeadline(Duration.ofSeconds(10))
            .withWriteDeadline(Duration.ofSeconds(10));
    return List.of(RedisEngine.connect(options), RedisEngine.connect(options));
  }
}
