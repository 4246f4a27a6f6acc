package dev.mainstay.bench.limits.rivals;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The least that can be counted: one INCR, which refuses nothing and forgets nothing. */
public final class RawIncr implements Rival {
  private final RawLink link;

  /** Connects. */
  public RawIncr(String url) {
    this.link = new RawLink(url);
  }

  @Override
  public String name() {
    return "raw INCR";
  }

  @Override
  public Gate gate(String name, Rate rate, int keys) {
    RedisCommands<String, String> commands = link.connection().sync();
    String[] spelled = spelled(name, keys);
    return key -> commands.incr(spelled[key]) > 0;
  }

  /** The same without waiting, of one key. */
  public Supplier<CompletionStage<Long>> async(String name) {
    RedisAsyncCommands<String, String> commands = link.connection().async();
    String key = spelled(name, 1)[0];
    return () -> commands.incr(key);
  }

  static String[] spelled(String name, int keys) {
    String[] spelled = MainstayRival.spelled(keys);
    for (int i = 0; i < keys; i++) {
      spelled[i] = "raw:" + name + ":" + spelled[i];
    }
    return spelled;
  }

  @Override
  public void close() {
    link.close();
  }
}
