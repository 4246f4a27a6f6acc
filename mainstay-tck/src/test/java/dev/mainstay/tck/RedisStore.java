package dev.mainstay.tck;

import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.tck.races.Remains;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;

/**
 * A real store, started once for all tests of this module, and looked at as its admin: one server,
 * a primary that sentinels watch, or the primaries of a cluster.
 */
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
  private final String url;
  private final List<String> adminUrls;
  private final RedisClient client = RedisClient.create();
  private final List<RedisCommands<String, String>> admins = new ArrayList<>();
  private final List<KeyWatch> watches = new ArrayList<>();
  private long marks;

  private RedisStore(String url, List<String> adminUrls, Runnable close) {
    this.url = url;
    this.adminUrls = adminUrls;
    for (String admin : adminUrls) {
      admins.add(client.connect(RedisURI.create(admin)).sync());
      watches.add(new KeyWatch(admin, adminUrls.size() > 1));
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  client.shutdown();
                  close.run();
                }));
  }

  /** One server. */
  static RedisStore only() {
    return Only.STORE;
  }

  /** A primary with two replicas and three sentinels. */
  static RedisStore sentinel() {
    return Watched.STORE;
  }

  /** Three primaries with a replica each. */
  static RedisStore cluster() {
    return Shared.STORE;
  }

  private static final class Only {
    static final RedisStore STORE = start();

    private static RedisStore start() {
      EmbeddedRedis redis =
          EmbeddedRedis.start(
              TestServer.alone()
                  .withRoles(StoreRole.STATE)
                  .withTransport(EmbeddedOptions.Transport.LOOPBACK)
                  .withAdmin());
      return new RedisStore(
          redis.state().url(), List.of(redis.admin(StoreRole.STATE).url()), redis::close);
    }
  }

  private static final class Watched {
    static final RedisStore STORE = start();

    private static RedisStore start() {
      EmbeddedSentinel redis = EmbeddedSentinel.start(TestServer.watched().withAdmin());
      return new RedisStore(redis.url(), List.of(redis.primary().adminUrl()), redis::close);
    }
  }

  private static final class Shared {
    static final RedisStore STORE = start();

    private static RedisStore start() {
      EmbeddedCluster redis = EmbeddedCluster.start(TestServer.sharded().withAdmin());
      List<String> primaries =
          redis.nodes().stream()
              .filter(node -> node.role().orElseThrow() == NodeRole.PRIMARY)
              .map(EmbeddedNode::adminUrl)
              .toList();
      return new RedisStore(redis.url(), primaries, redis::close);
    }
  }

  String url() {
    return url;
  }

  String adminUrl() {
    return adminUrls.get(0);
  }

  /** Every server that is written to, as its admin. */
  List<RedisCommands<String, String>> admins() {
    return List.copyOf(admins);
  }

  /**
   * Deletes all keys but the epochs of namespaces: engines that live longer than a test know them,
   * and an epoch never goes back.
   */
  void empty() {
    String[] none = {};
    admins.forEach(admin -> admin.eval(EMPTY, ScriptOutputType.INTEGER, none));
  }

  /**
   * Drops what a store on a held clock would have dropped: a key lives while the clock is not past
   * its expiry. Keys whose expiry follows the real clock (those before {@code since}) stay.
   *
   * @return when the next of them ends
   */
  long expire(long since, long now) {
    String[] none = {};
    long next = Long.MAX_VALUE;
    for (RedisCommands<String, String> admin : admins) {
      Long first =
          admin.eval(
              EXPIRE, ScriptOutputType.INTEGER, none, Long.toString(since), Long.toString(now));
      next = Math.min(next, first);
    }
    return next;
  }

  @Override
  public boolean isThere(SessionKey key) {
    String tag = String.format("%02x", key.partition());
    return admins.get(0).exists("ms:s1:{" + tag + "}:" + key.namespace() + ":s:" + key.id()) > 0;
  }

  @Override
  public List<String> endless() {
    String[] none = {};
    List<String> endless = new ArrayList<>();
    for (RedisCommands<String, String> admin : admins) {
      endless.addAll(admin.<List<String>>eval(ENDLESS, ScriptOutputType.MULTI, none));
    }
    return endless;
  }

  /** The calls since the last look whose keys are not all in one slot. */
  List<String> scattered() {
    List<String> scattered = new ArrayList<>();
    for (int i = 0; i < admins.size(); i++) {
      String mark = "mark-" + ++marks;
      admins.get(i).echo(mark);
      try {
        scattered.addAll(watches.get(i).scattered(mark));
      } catch (InterruptedException interrupted) {
        throw new AssertionError("interrupted", interrupted);
      }
    }
    return scattered;
  }
}
