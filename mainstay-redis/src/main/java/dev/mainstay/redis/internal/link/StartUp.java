package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.RedisUrl.Topology;
import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connecting, and the first look at who answers. */
final class StartUp {
  private static final String OPERATION = "connect";
  private static final int CLOCK_SAMPLES = 3;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Wiring wiring;
  private final RedisOptions options;
  private final String where;

  /** What the first look found. */
  record Findings(StoreFacts facts, List<StoreWarning> warnings) {}

  StartUp(Wiring wiring) {
    this.wiring = wiring;
    this.options = wiring.options();
    this.where = options.url().toString();
  }

  /** Waits for the first attempt to connect; says why it failed. */
  void await(Server server) {
    await(server.start());
  }

  /** Waits for something that takes as long as a connection. */
  <T> T await(CompletableFuture<T> connecting) {
    try {
      return connecting
          .orTimeout(3 * options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MainstayException told) {
        throw told;
      }
      throw ConnectFailure.explain(options, e);
    }
  }

  /** Reads clocks, facts and warnings; refuses a server that is too old. */
  Findings examine(List<Server> primaries) {
    List<Findings> all = new ArrayList<>();
    for (Server server : primaries) {
      Line line = server.line();
      if (line != null) {
        all.add(examine(line));
      }
    }
    if (all.isEmpty()) {
      throw new StoreUnavailableException(
          OPERATION,
          where + ": the connection broke before anything was asked; see the server's log",
          Applied.NO,
          SOON,
          null);
    }
    List<StoreWarning> warnings =
        all.stream().flatMap(each -> each.warnings().stream()).distinct().toList();
    return new Findings(all.get(0).facts(), warnings);
  }

  private Findings examine(Line line) {
    for (int i = 0; i < CLOCK_SAMPLES; i++) {
      long sent = System.nanoTime();
      List<byte[]> reply = ask(line, new FlatReply(), "TIME");
      wiring.clock().heard(sent, System.nanoTime(), Replies.micros(reply));
    }
    Facts facts = new Facts(info(line), save(line));
    String old = facts.tooOld();
    if (old != null) {
      throw new StoreFaultException(OPERATION, where + " " + old, null);
    }
    StoreFacts told = facts.told();
    if (told.mode().equals("cluster") && options.url().topology() != Topology.CLUSTER) {
      throw new StoreFaultException(
          OPERATION, where + " is a node of a cluster; use redis-cluster:// instead", null);
    }
    boolean state = options.role().equals("state");
    return new Findings(told, state ? Facts.warnings(told) : List.of());
  }

  private Map<String, String> info(Line line) {
    try {
      return Replies.info(ask(line, new BytesReply(), "INFO"));
    } catch (StoreFaultException refused) {
      return Map.of();
    }
  }

  /** The value of the setting {@code save}; {@code null} where CONFIG is refused. */
  private @Nullable String save(Line line) {
    try {
      List<byte[]> reply = ask(line, new FlatReply(), "CONFIG", "GET", "save");
      return reply.size() < 2 ? null : Replies.text(reply.get(1));
    } catch (StoreFaultException refused) {
      return null;
    }
  }

  private <T extends @Nullable Object> T ask(Line line, Reply<T> answer, String... words) {
    byte[][] parts = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      parts[i] = Replies.ascii(words[i]);
    }
    Request request = new Request(OPERATION, words[0], Deadline.READ, parts);
    Call<T> call = new Call<>(wiring.traffic(), Call.Detour.NONE, request, answer);
    line.takeAside(call);
    try {
      return call.orTimeout(options.connectTimeout().toNanos(), TimeUnit.NANOSECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MainstayException told) {
        throw told;
      }
      throw e;
    }
  }
}
