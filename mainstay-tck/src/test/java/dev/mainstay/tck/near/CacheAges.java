package dev.mainstay.tck.near;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.codec.Codec;
import dev.mainstay.near.Near;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Entries of a cache. What is loaded does not count. */
public final class CacheAges extends Ages {
  private static final String NAME = "ages";
  private static final String LOADED = "0";

  private final Mainstay reader;
  private final CacheStore store;
  private final Cache<String, String> cache;

  /**
   * @param reader the engine of the process that has them near; closed with this
   * @param writer the other's
   */
  public CacheAges(Engine reader, Engine writer) {
    this.reader = Mainstay.on(reader);
    this.store = writer.cache();
    this.cache =
        this.reader.cache(
            NAME, Freshness.of(Duration.ofMinutes(10)).near(Near.of(100).maxAge(MOST)), Codec.TEXT);
    begin();
  }

  @Override
  protected void write(int thing, long version) {
    byte[] payload = Long.toString(version).getBytes(StandardCharsets.UTF_8);
    Duration life = Duration.ofMinutes(10);
    Entry entry = Entry.of(payload, Codec.TEXT.schema(), System.currentTimeMillis(), life);
    store.put(new EntryKey("default", NAME, "k" + thing), entry, life).toCompletableFuture().join();
  }

  @Override
  protected OptionalLong read(int thing) {
    String answer = cache.getLoaded("k" + thing, any -> Loaded.of(LOADED).notStored());
    return answer.equals(LOADED) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer));
  }

  /** Its keys, as they are spelled. */
  public static List<String> keys() {
    return IntStream.range(0, THINGS).mapToObj(key -> "k" + key).toList();
  }

  @Override
  public void close() {
    super.close();
    reader.close();
  }
}
