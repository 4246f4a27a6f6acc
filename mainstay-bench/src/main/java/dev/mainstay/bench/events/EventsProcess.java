package dev.mainstay.bench.events;

import dev.mainstay.Mainstay;
import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.sessions.SessionPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A process that subscribes and says on its standard output what it is told. It reads the store's
 * address from its standard input, and ends with it.
 */
public final class EventsProcess implements AutoCloseable {
  static final String NAMESPACE = "web";

  private final Process process;
  private final Thread reader;

  private EventsProcess(Process process, Consumer<Told> heard) {
    this.process = process;
    this.reader = new Thread(() -> read(heard), "bench-events");
    reader.start();
  }

  /** Subscribes until its input ends. */
  public static void main(String[] args) throws IOException {
    RedisEngine engine = RedisEngine.connect(StoreAddress.readFrom(System.in).url());
    PrintStream out = System.out;
    try (Mainstay mainstay = Mainstay.on(engine)) {
      mainstay
          .sessions(NAMESPACE, SessionPolicy.DEFAULT)
          .subscribe(event -> out.println(line(event)));
      while (System.in.read() >= 0) {
        // Until there is no more.
      }
    }
  }

  private static String line(SessionEvent event) {
    return new Told(
            System.currentTimeMillis(),
            event instanceof SessionEvent.Expired,
            event.id(),
            event.redelivered())
        .line();
  }

  /** Starts one; what it is told is heard on a thread of its own. */
  static EventsProcess start(StoreAddress store, Consumer<Told> heard) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    try {
      Process process =
          new ProcessBuilder(java, "-Xmx128m", "-cp", classes, EventsProcess.class.getName())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      store.writeTo(process.getOutputStream());
      return new EventsProcess(process, heard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Consumer<Told> heard) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.accept(Told.parse(line));
      }
    } catch (IOException killed) {
      // With what it said before.
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it by ending its input, and hears it out. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
      reader.join();
    } catch (IOException gone) {
      process.destroy();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroy();
    }
  }
}
