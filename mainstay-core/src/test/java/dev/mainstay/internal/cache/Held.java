package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Loader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loader that reads its value and then stands still until it is let go. */
final class Held implements Loader<String, @Nullable String> {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final String value;

  Held(String value) {
    this.value = value;
  }

  @Override
  public String load(String key) throws InterruptedException {
    begun.countDown();
    assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
    return value;
  }

  /** Somebody asks, and his load has begun when this returns. */
  CompletableFuture<@Nullable String> asks(Cache<String, @Nullable String> cache)
      throws InterruptedException {
    CompletableFuture<@Nullable String> answer = Held.ask(cache, this);
    awaitBegin();
    return answer;
  }

  void awaitBegin() throws InterruptedException {
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Somebody asks, on a thread of his own. */
  static CompletableFuture<@Nullable String> ask(
      Cache<String, @Nullable String> cache, Loader<String, @Nullable String> loader) {
    return CompletableFuture.supplyAsync(
        () -> cache.get("k", loader), work -> new Thread(work).start());
  }

  void letGo() {
    release.countDown();
  }
}
