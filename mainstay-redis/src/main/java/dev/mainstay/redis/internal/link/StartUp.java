package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreWarning;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connecting, and the first look at who answers. */
final class StartUp {
  private static final String OPERATION = "connect";
  private static final int CLOCK_SAMPLES = 3;

  private final RedisOptions options;
  private final String where;

  /** What the first look found. */
  record Findings(StoreFacts facts, List<StoreWarning> warnings) {}

  StartUp(RedisOptions options) {
    this.options = options;
    this.where = options.url().toString();
  }

  StatefulRedisConnection<byte[], byte[]> connect(Plug plug) {
    try {
      return plug.client().connect(ByteArrayCodec.INSTANCE, Plug.uri(options));
    } catch (RuntimeException e) {
      throw ConnectFailure.explain(options, e);
    }
  }

  /** Reads the clock, the facts and the warnings; refuses a server that is too old. */
  Findings examine(Traffic traffic, ClockEstimate clock) {
    for (int i = 0; i < CLOCK_SAMPLES; i++) {
      long sent = System.nanoTime();
      List<byte[]> reply = ask(traffic, new FlatReply(), "TIME");
      clock.heard(sent, System.nanoTime(), Replies.micros(reply));
    }
    Facts facts = new Facts(info(traffic), save(traffic));
    String old = facts.tooOld();
    if (old != null) {
      throw new StoreFaultException(OPERATION, where + " " + old, null);
    }
    StoreFacts told = facts.told();
    boolean state = options.role().equals("state");
    return new Findings(told, state ? Facts.warnings(told) : List.of());
  }

  private Map<String, String> info(Traffic traffic) {
    try {
      return Replies.info(ask(traffic, new BytesReply(), "INFO"));
    } catch (StoreFaultException refused) {
      return Map.of();
    }
  }

  /** The value of the setting {@code save}; {@code null} where CONFIG is refused. */
  private @Nullable String save(Traffic traffic) {
    try {
      List<byte[]> reply = ask(traffic, new FlatReply(), "CONFIG", "GET", "save");
      return reply.size() < 2 ? null : Replies.text(reply.get(1));
    } catch (StoreFaultException refused) {
      return null;
    }
  }

  private <T extends @Nullable Object> T ask(
      Traffic traffic, CommandOutput<byte[], byte[], T> output, String... words) {
    byte[][] parts = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      parts[i] = Replies.ascii(words[i]);
    }
    Request request = new Request(OPERATION, words[0], Deadline.READ, parts);
    Call<T> call = new Call<>(traffic, request, output, null);
    traffic.sendAside(call);
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
