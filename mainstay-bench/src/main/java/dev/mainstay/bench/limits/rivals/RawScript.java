package dev.mainstay.bench.limits.rivals;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;

/**
 * The floor: the shortest script that does comparable work, by EVALSHA. It asks the server's clock,
 * knows one rule, and answers whether, how many are left, when to come again and when all are back.
 * It counts in doubles, and has no versions, costs, reservations, or other algorithms.
 */
public final class RawScript implements Rival {
  private static final String SCRIPT =
      """
      local t = redis.call('TIME')
      local now = t[1] * 1000000 + t[2]
      local step, most = tonumber(ARGV[1]), tonumber(ARGV[2])
      local tat = math.max(tonumber(redis.call('GET', KEYS[1])) or 0, now)
      local new = tat + step
      if new - now > most then
        return {0, 0, string.format('%.0f', new - now - most), string.format('%.0f', tat - now)}
      end
      redis.call('SET', KEYS[1], string.format('%.3f', new), 'PX', math.ceil((new - now) / 1000))
      return {1, math.floor((most - new + now) / step), 0, string.format('%.0f', new - now)}
      """;

  private final RawLink link;

  /** Connects. */
  public RawScript(String url) {
    this.link = new RawLink(url);
  }

  @Override
  public String name() {
    return "raw EVALSHA";
  }

  @Override
  public Gate gate(String name, Rate rate, int keys) {
    RedisCommands<String, String> commands = link.connection().sync();
    String sha = commands.scriptLoad(SCRIPT);
    double step = rate.per().toNanos() / 1e3 / rate.permits();
    String[] args = {Double.toString(step), Double.toString(step * rate.permits())};
    String[][] spelled = new String[keys][1];
    for (int i = 0; i < keys; i++) {
      spelled[i][0] = "raw:" + name + ":" + Rival.key(i);
    }
    return key -> {
      List<Object> answer =
          commands.evalsha(sha, ScriptOutputType.MULTI, spelled[key], args[0], args[1]);
      return (Long) answer.get(0) == 1;
    };
  }

  @Override
  public void close() {
    link.close();
  }
}
