package dev.mainstay.tck.races;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Actors in another process, told on its standard input and heard on its standard output. */
public final class RemoteStable implements Stable {
  private static final String END = "end of heat";

  private final Process process;
  private final BufferedReader reader;
  private final BufferedWriter writer;

  /** A process that was started and calls {@link #serve} with its own standard streams. */
  public RemoteStable(Process process) {
    this.process = process;
    this.reader = reader(process.getInputStream());
    this.writer = writer(process.getOutputStream());
  }

  @Override
  public CompletionStage<List<String>> run(Heat heat, int share, int shares) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            writer.write(share + " " + shares + " " + heat.line() + "\n");
            writer.flush();
            List<String> deeds = new ArrayList<>();
            for (String line = reader.readLine(); !END.equals(line); line = reader.readLine()) {
              if (line == null) {
                throw new IllegalStateException("a racing process ended");
              }
              deeds.add(line);
            }
            return deeds;
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
  }

  /** What the other process does: heat after heat, until its input ends. */
  public static void serve(Stable stable, InputStream in, OutputStream out) throws IOException {
    BufferedReader reader = reader(in);
    BufferedWriter writer = writer(out);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      String[] parts = line.split(" ", 3);
      Heat heat = Heat.parse(parts[2]);
      int share = Integer.parseInt(parts[0]);
      int shares = Integer.parseInt(parts[1]);
      for (String deed : stable.run(heat, share, shares).toCompletableFuture().join()) {
        writer.write(deed + "\n");
      }
      writer.write(END + "\n");
      writer.flush();
    }
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static BufferedWriter writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Ends the process by ending its input. */
  @Override
  public void close() {
    try {
      writer.close();
      process.waitFor();
    } catch (IOException gone) {
      process.destroy();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroy();
    }
  }
}
