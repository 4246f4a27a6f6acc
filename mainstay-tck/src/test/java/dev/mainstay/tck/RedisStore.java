package dev.mainstay.tck;

import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.tck.races.Remains;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;

/** A real redis-server, started once for all tests of this module, and looked at as its admin. */
final class RedisStore implements Remains {
  private static final String EXPIRE =
      """
      -- held clock
      local since, now, first = tonumber(ARGV[1]), tonumber(ARGV[2]), 2^52
      for _, key in ipairs(redis.call('KEYS', '*')) do
        local ends = redis.call('PEXPIRETIME', key)
        if ends >= since and ends < now then
          redis.call('DEL', key)
        elseif ends >= now then
          first = math.min(first, ends)
        end
      end
      return first
      """;
  private static final String EMPTY =
      """
      -- held clock
      for _, key in ipairs(redis.call('KEYS', '*')) do
        if string.sub(key, -6) ~= ':epoch' then
          redis.call('DEL', key)
        end
      end
      return 0
      """;
  private static final String ENDLESS =
      """
      -- held clock
      local endless = {}
      for _, key in ipairs(redis.call('KEYS', '*')) do
        if redis.call('PTTL', key) == -1 then
          endless[#endless + 1] = key
        end
      end
      return endless
      """;
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

  /**
   * Deletes all keys but the epochs of namespaces: engines that live longer than a test know them,
   * and an epoch never goes back.
   */
  void empty() {
    String[] none = {};
    admin.eval(EMPTY, ScriptOutputType.INTEGER, none);
  }

  /**
   * Drops what a store on a held clock would have dropped: a key lives while the clock is not past
   * its expiry. Keys whose expiry follows the real clock (those before {@code since}) stay.
   *
   * @return when the next of them ends
   */
  long expire(long since, long now) {
    String[] none = {};
    Long first =
        admin.eval(
            EXPIRE, ScriptOutputType.INTEGER, none, Long.toString(since), Long.toString(now));
    return first;
  }

  @Override
  public boolean isThere(SessionKey key) {
    String tag = String.format("%02x", key.partition());
    return admin.exists("ms:s1:{" + tag + "}:" + key.namespace() + ":s:" + key.id()) > 0;
  }

  @Override
  public List<String> endless() {
    String[] none = {};
    return admin.eval(ENDLESS, ScriptOutputType.MULTI, none);
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
