package dev.mainstay.internal.limits;

import dev.mainstay.codec.Names;
import dev.mainstay.internal.Blocking;
import dev.mainstay.limits.AsyncLimits;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Rule;
import dev.mainstay.limits.Settled;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import dev.mainstay.limits.Talker;
import java.util.List;
import java.util.Optional;

/** Limits that wait: each method is its asynchronous twin, joined. */
final class BlockingLimits implements Limits {
  private static final String CHANGE = "limits.define";

  private final String namespace;
  private final StoredLimits async;
  private final Definitions definitions;

  BlockingLimits(String namespace, StoredLimits async, Definitions definitions) {
    this.namespace = namespace;
    this.async = async;
    this.definitions = definitions;
  }

  @Override
  public Limiter limiter(String name, Limit definition) {
    definitions.declare(Names.check("limit", name), definition);
    StoredLimiter stored = new StoredLimiter(name, async);
    return new BlockingLimiter(name, stored, stored);
  }

  @Override
  public Decision take(List<Take> takes) {
    return Blocking.join("limits.take", async.take(takes));
  }

  @Override
  public List<Rule> rules() {
    return Blocking.join("limits.rules", async.rules());
  }

  @Override
  public Optional<Rule> rule(String name) {
    return Blocking.join("limits.rules", async.rule(name));
  }

  @Override
  public Rule define(String name, Limit limit, Inherit inherit) {
    return Blocking.join(CHANGE, async.define(name, limit, inherit));
  }

  @Override
  public Rule override(String name, String key, Limit limit, Inherit inherit) {
    return Blocking.join(CHANGE, async.override(name, key, limit, inherit));
  }

  @Override
  public boolean remove(String name, String key) {
    return Blocking.join(CHANGE, async.remove(name, key));
  }

  @Override
  public Decision reserve(Take take, Reserve how) {
    return Blocking.join("limits.reserve", async.reserve(take, how));
  }

  @Override
  public Settled settle(String reservation, long actual) {
    return Blocking.join("limits.settle", async.settle(reservation, actual));
  }

  @Override
  public Settled settlePart(String reservation, long part) {
    return Blocking.join("limits.settle", async.settlePart(reservation, part));
  }

  @Override
  public Standing state(Take take) {
    return Blocking.join("limits.state", async.state(take));
  }

  @Override
  public List<Take> keys(String name, String prefix, int most) {
    return Blocking.join("limits.keys", async.keys(name, prefix, most));
  }

  @Override
  public List<Talker> talkers(String name, int most) {
    return async.talkers(name, most);
  }

  @Override
  public boolean reset(Take take) {
    return Blocking.join("limits.reset", async.reset(take));
  }

  @Override
  public boolean release(Take take, String lease) {
    return Blocking.join("limits.release", async.release(take, lease));
  }

  @Override
  public boolean renew(Take take, String lease) {
    return Blocking.join("limits.renew", async.renew(take, lease));
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public AsyncLimits async() {
    return async;
  }
}
