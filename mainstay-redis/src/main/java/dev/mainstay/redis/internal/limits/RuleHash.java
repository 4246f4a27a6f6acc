package dev.mainstay.redis.internal.limits;

import dev.mainstay.redis.internal.keys.LimitKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.spi.Catalogue;
import dev.mainstay.spi.RuleRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rules of namespaces: a hash each, with its version in a field of its own. */
final class RuleHash {
  private static final Duration LIFE = Duration.ofDays(400);
  private static final int MOST = 10_000;
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final byte[] HGET = LimitScripts.text("HGET");
  private static final byte[] EXPIRE = LimitScripts.text("EXPIRE");
  private static final byte[] VERSION = LimitScripts.text("v");

  private final Link link;
  private final LimitScripts scripts;
  private final Map<String, Long> renewed = new ConcurrentHashMap<>();

  RuleHash(Link link, LimitScripts scripts) {
    this.link = link;
    this.scripts = scripts;
  }

  CompletableFuture<Optional<Catalogue>> read(String namespace, long known) {
    byte[] key = LimitKeys.rules(namespace);
    keep(namespace, key);
    if (known < 0) {
      return all(key, known);
    }
    return link.dispatch(
            new Request("limits.rules", "HGET", Deadline.READ, HGET, key, VERSION).at(key))
        .thenCompose(
            reply ->
                version(reply.get(0)) == known
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : all(key, known));
  }

  private CompletableFuture<Optional<Catalogue>> all(byte[] key, long known) {
    return link.hgetall("limits.rules", key)
        .thenApply(flat -> Optional.of(catalogue(flat)).filter(now -> now.version() != known));
  }

  private static Catalogue catalogue(List<byte[]> flat) {
    long version = 0;
    List<RuleRecord> rules = new ArrayList<>();
    for (int i = 0; i < flat.size(); i += 2) {
      String field = new String(flat.get(i), StandardCharsets.UTF_8);
      if (field.equals("v")) {
        version = version(flat.get(i + 1));
      } else {
        rules.add(RuleText.read(field, new String(flat.get(i + 1), StandardCharsets.UTF_8)));
      }
    }
    return new Catalogue(version, List.copyOf(rules));
  }

  private static long version(@Nullable Object value) {
    return value instanceof byte[] text
        ? Long.parseLong(new String(text, StandardCharsets.US_ASCII))
        : 0;
  }

  /** Rules that are in use do not lapse. */
  private void keep(String namespace, byte[] key) {
    long now = System.nanoTime();
    Long last = renewed.get(namespace);
    if (last == null || now - last > DAY) {
      if (renewed.size() >= MOST) {
        // Callers choose namespaces: those renewed before are renewed once more.
        renewed.clear();
      }
      renewed.put(namespace, now);
      byte[] life = RuleArgs.number(LIFE.toSeconds());
      var unused =
          link.dispatch(
              new Request("limits.rules", "EXPIRE", Deadline.WRITE, EXPIRE, key, life).at(key));
    }
  }

  CompletableFuture<Boolean> publish(
      String namespace, long expected, List<RuleRecord> put, List<RuleRecord> drop) {
    List<byte[]> args = new ArrayList<>();
    args.add(new byte[0]);
    args.add(RuleArgs.number(expected));
    args.add(RuleArgs.number(LIFE.toSeconds()));
    for (RuleRecord rule : put) {
      args.add(LimitScripts.text(LimitKeys.field(rule)));
      args.add(LimitScripts.text(RuleText.write(rule)));
    }
    for (RuleRecord rule : drop) {
      args.add(LimitScripts.text(LimitKeys.field(rule)));
      args.add(new byte[0]);
    }
    return scripts
        .run(
            "limits.define",
            LimitScripts.PUBLISH,
            Deadline.WRITE,
            new byte[][] {LimitKeys.rules(namespace)},
            args.toArray(byte[][]::new))
        .thenApply(answer -> new TakeAnswer(answer).number(0) == 1);
  }
}
