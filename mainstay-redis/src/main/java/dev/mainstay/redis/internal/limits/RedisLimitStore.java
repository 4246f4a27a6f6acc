package dev.mainstay.redis.internal.limits;

import dev.mainstay.limits.Limit;
import dev.mainstay.redis.RedisUrl;
import dev.mainstay.redis.internal.keys.LimitKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.spi.Catalogue;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.RuleRecord;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import dev.mainstay.time.StoreClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Limits on Redis: one script for a take, however many limits it is about. */
public final class RedisLimitStore implements LimitStore {
  private static final byte[] NOTHING = new byte[0];

  /** Processes that were not heard of for so long are gone. */
  private static final Duration LIFE = Duration.ofSeconds(10);

  private final Link link;
  private final LimitScripts scripts;
  private final TakeArgs args;
  private final Apart apart;
  private final Together together;
  private final RuleHash rules;
  private final boolean isSharded;

  /** A store on a link; scripts decide by a clock that a test holds, if there is one. */
  public RedisLimitStore(Link link, @Nullable StoreClock held) {
    this(link, new LimitScripts(link, held));
  }

  /** A store that runs these scripts. */
  RedisLimitStore(Link link, LimitScripts scripts) {
    RuleArgs numbers = new RuleArgs();
    this.link = link;
    this.scripts = scripts;
    this.isSharded = link.options().url().topology() == RedisUrl.Topology.CLUSTER;
    this.args = new TakeArgs(numbers);
    this.apart = new Apart(scripts, args, (call, hold) -> take(call, hold, scripts.nowMicros()));
    this.together = new Together(scripts, numbers, isSharded);
    this.rules = new RuleHash(link, scripts);
  }

  /** The scripts that this store runs. */
  public static List<Script> scripts() {
    return LimitScripts.ALL;
  }

  /** Not where a test holds the clock: it would have to hold that of this process too. */
  @Override
  public boolean isRemote() {
    return !scripts.isHeld();
  }

  @Override
  public Optional<Duration> deadline() {
    return Optional.of(link.options().readDeadline());
  }

  @Override
  public boolean isOnePlace(List<LimitKey> keys) {
    if (!isSharded || keys.size() == 1) {
      return true;
    }
    String first = tag(keys.get(0));
    return keys.stream().allMatch(key -> tag(key).equals(first));
  }

  private static String tag(LimitKey key) {
    return key.scope() == null ? key.key() : key.scope();
  }

  @Override
  public CompletionStage<Taken> take(TakeCall call) {
    if (scripts.isUsual() && Together.mayGo(call)) {
      return together
          .take(call)
          .thenCompose(
              taken ->
                  taken == null
                      ? take(call, null, scripts.nowMicros())
                      : CompletableFuture.completedFuture(taken));
    }
    List<List<Integer>> places = places(call.charges());
    return places.size() > 1 ? apart.take(call, places) : take(call, null, scripts.nowMicros());
  }

  @Override
  public CompletionStage<Taken> reserve(List<Charge> charges, long[] costs, Hold hold) {
    TakeCall call = new TakeCall(charges, List.of(new TakeCall.Run(1, costs)), "");
    List<List<Integer>> places = places(charges);
    return places.size() > 1
        ? apart.reserve(call, places, hold)
        : take(call, hold, scripts.nowMicros());
  }

  /** The charges by where they are counted; one group where all are in one slot. */
  private List<List<Integer>> places(List<Charge> charges) {
    if (!isSharded || charges.size() == 1) {
      return List.of(List.of());
    }
    byte[][] keys = TakeArgs.keys(charges);
    int[] slots = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      slots[i] = link.slot(keys[i]);
    }
    return Apart.groups(slots);
  }

  private CompletableFuture<Taken> take(TakeCall call, @Nullable Hold hold, long nowMicros) {
    return scripts
        .run(
            "limits.take",
            scripts.take(),
            Deadline.READ,
            TakeArgs.keys(call.charges()),
            args.take(call, hold, nowMicros))
        .thenCompose(
            reply -> {
              TakeAnswer answer = new TakeAnswer(reply);
              return answer.isAnotherTime()
                  ? take(call, hold, answer.now())
                  : CompletableFuture.completedFuture(answer.taken(call));
            });
  }

  @Override
  public CompletionStage<Taken> settle(
      List<Charge> charges, String name, long permits, boolean last) {
    return apart.settle(charges, places(charges), name, permits, last);
  }

  @Override
  public CompletionStage<Looked> look(LimitKey key, Limit limit, long version) {
    Charge charge = new Charge(key, limit, version, null);
    return scripts
        .run(
            "limits.state",
            LimitScripts.LOOK,
            Deadline.READ,
            TakeArgs.keys(List.of(charge)),
            args.look(charge, scripts.nowMicros()))
        .thenApply(answer -> new TakeAnswer(answer).looked());
  }

  @Override
  public CompletionStage<Boolean> reset(LimitKey key, Limit limit) {
    byte[] spelled = LimitKeys.counted(key, limit);
    return link.dispatch(
            new Request("limits.reset", "DEL", Deadline.WRITE, LimitScripts.text("DEL"), spelled)
                .at(spelled))
        .thenApply(reply -> Long.valueOf(1).equals(reply.get(0)));
  }

  @Override
  public CompletionStage<Boolean> hold(LimitKey key, String lease, Duration length) {
    return scripts
        .run(
            "limits.hold",
            LimitScripts.HOLD,
            Deadline.WRITE,
            new byte[][] {LimitKeys.held(key)},
            NOTHING,
            LimitScripts.text(lease),
            RuleArgs.number(length.toNanos() / 1_000))
        .thenApply(answer -> new TakeAnswer(answer).number(0) == 1);
  }

  @Override
  public CompletionStage<List<LimitKey>> keys(
      String namespace, String limit, String prefix, int most) {
    return new KeyScan(namespace, limit, prefix, most).of(link);
  }

  @Override
  public CompletionStage<Optional<Catalogue>> catalogue(String namespace, long knownVersion) {
    return rules.read(namespace, knownVersion);
  }

  @Override
  public CompletionStage<Boolean> publish(
      String namespace, long expectedVersion, List<RuleRecord> put, List<RuleRecord> drop) {
    return rules.publish(namespace, expectedVersion, put, drop);
  }

  @Override
  public CompletionStage<Integer> processes(String namespace, String process) {
    byte[] key = LimitKeys.processes(namespace);
    long now = scripts.nowMicros() / 1_000;
    String gone = Long.toString(now - LIFE.toMillis());
    // They go over one connection, in this order and mostly at once.
    var added = send(key, "ZADD", Long.toString(now), process);
    var removed = send(key, "ZREMRANGEBYSCORE", "-inf", gone);
    var kept = send(key, "PEXPIRE", Long.toString(2 * LIFE.toMillis()));
    return CompletableFuture.allOf(added, removed, kept)
        .thenCombine(send(key, "ZCARD"), (done, reply) -> reply)
        .thenApply(reply -> reply.get(0) instanceof Long living ? living.intValue() : 1);
  }

  private CompletableFuture<List<@Nullable Object>> send(
      byte[] key, String command, String... words) {
    byte[][] parts = new byte[2 + words.length][];
    parts[0] = command.getBytes(StandardCharsets.US_ASCII);
    parts[1] = key;
    for (int i = 0; i < words.length; i++) {
      parts[2 + i] = LimitScripts.text(words[i]);
    }
    return link.dispatch(new Request("limits.processes", command, Deadline.READ, parts).at(key));
  }
}
