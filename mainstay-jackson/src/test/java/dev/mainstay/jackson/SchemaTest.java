package dev.mainstay.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Look;
import dev.mainstay.codec.Codec;
import dev.mainstay.memory.MemoryEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What another program, or another version of this one, wrote is a miss and never an exception. */
class SchemaTest {
  private static final Freshness FRESH = Freshness.of(Duration.ofMinutes(1));

  private final Mainstay mainstay = Mainstay.on(MemoryEngine.create());

  /** As it was. */
  record Product(String name, String price) {}

  /** As it was deployed anew, with a field of another type. */
  record Priced(String name, List<Long> price) {}

  @AfterEach
  void close() {
    mainstay.close();
  }

  private <V> Cache<String, V> cache(Codec<V> codec) {
    return mainstay.cache("c", FRESH, codec);
  }

  @Test
  void noTwoKindsOfCodecReadEachOther() {
    cache(Codec.TEXT).put("k", "{}");
    misses(Codec.BYTES, new byte[] {1});
    misses(Codec.json(Product.class), new Product("tea", "10"));
    misses(Codec.TEXT, "text");
    misses(Codec.json(Product.class).compressed(0), new Product("tea", "12"));
    misses(Codec.BYTES.compressed(0), new byte[] {1});
    misses(Codec.TEXT.compressed(0), "text");
  }

  /** It misses what the one before wrote, and then has its own. */
  private <V> void misses(Codec<V> codec, V value) {
    Cache<String, V> cache = cache(codec);
    assertThat(cache.look("k")).isInstanceOf(Look.Absent.class);
    assertThat(cache.get("k", key -> value)).isEqualTo(value);
    assertThat(cache.look("k")).isInstanceOf(Look.Fresh.class);
  }

  @Test
  void eachCodecTakesASchemaOfItsOwn() {
    cache(Codec.TEXT.schema(100)).put("k", "{}");
    misses(Codec.TEXT.schema(101), "text");
    misses(Codec.BYTES.schema(102), new byte[] {1});
    misses(Codec.json(Product.class).schema(103), new Product("tea", "10"));
    misses(Codec.json(Product.class).schema(104), new Product("tea", "12"));
  }

  @Test
  void aClassThatWasDeployedAnewUnderTheSameSchemaIsAMissWhereItCannotBeRead() {
    cache(Codec.json(Product.class)).put("k", new Product("tea", "10"));
    misses(Codec.json(Priced.class), new Priced("tea", List.of(10L)));
  }
}
