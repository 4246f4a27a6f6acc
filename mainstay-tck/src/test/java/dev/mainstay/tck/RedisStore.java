package dev.mainstay.tck;

import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;

/** A real redis-server, started once for all tests of this module, and looked at as its admin. */
final class RedisStore {
  private static final RedisStore ONLY = new RedisStore();

  private final EmbeddedRedis redis;
  private final RedisClient client;
  private final RedisCommands<String, String> admin;
  private final KeyWatch watch;
  private long marks;

  private RedisStore() {
    redis =
        EmbeddedRedis.start(
            EmbeddedOptions.ephemeral()
                .withRoles(StoreRole.STATE)
                .withTransport(EmbeddedOptions.Transport.LOOPBACK)
                .withAdmin());
    client = RedisClient.create(adminUrl());
    admin = client.connect().sync();
    watch = new KeyWatch(adminUrl());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  client.shutdown();
                  redis.close();
                }));
  }

  static RedisStore only() {
    return ONLY;
  }

  String url() {
    return redis.state().url();
  }

  String adminUrl() {
    return redis.admin(StoreRole.STATE).url();
  }

  void empty() {
    admin.flushall();
  }

  /** How many keys there are. */
  long size() {
    return admin.dbsize();
  }

  /**
   * Drops what a store on a held clock would have dropped: a key lives while the clock is not past
   * its expiry. Keys whose expiry follows the real clock (those before {@code since}) stay.
   */
  void expire(long since, long now) {
    List<String> past = new ArrayList<>();
    for (String key : admin.keys("*")) {
      long ends = admin.pexpiretime(key);
      if (ends >= since && ends < now) {
        past.add(key);
      }
    }
    past.forEach(admin::del);
  }

  /** The keys that have no end. */
  List<String> endless() {
    return admin.keys("*").stream().filter(key -> admin.pttl(key) == -1).toList();
  }

  /** The calls since the last look whose keys are not all in one slot. */
  List<String> scattered() {
    String mark = "mark-" + ++marks;
    admin.echo(mark);
    try {
      return watch.scattered(mark);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }
}
