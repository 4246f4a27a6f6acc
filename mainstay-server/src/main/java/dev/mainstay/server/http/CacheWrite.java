package dev.mainstay.server.http;

import dev.mainstay.cache.AsyncCacheSteps;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.http.CacheDirectives;
import dev.mainstay.http.ProblemType;
import dev.mainstay.server.http.OpenCaches.OpenCache;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A value that somebody wants to have cached.
 *
 * @param lease under which it was loaded; null where it is put whatever is there
 */
record CacheWrite(String key, @Nullable String lease, Loaded<Envelope> value) {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /**
   * A write as it is told and, where it is not, as the cache is configured. What is fresh for no
   * time, nor of use afterwards, is not stored.
   */
  static CacheWrite of(
      OpenCache cache,
      String key,
      @Nullable String lease,
      CacheDirectives told,
      List<String> tags,
      String type,
      Buffer body) {
    Freshness usual = cache.usual();
    requireFitting(body, usual);
    Duration fresh = told.maxAge().orElseGet(() -> jittered(usual));
    Envelope envelope =
        new Envelope(
            type,
            body,
            fresh.isZero() ? SHORTEST : fresh,
            told.staleWhileRevalidate().orElse(usual.staleWhileRevalidate()),
            told.staleIfError().orElse(usual.staleIfError()));
    Loaded<Envelope> value =
        Loaded.of(envelope)
            .ttl(envelope.fresh())
            .stale(envelope.usable())
            .tags(tags.toArray(String[]::new));
    boolean isOfNoUse = told.noStore() || (fresh.isZero() && envelope.usable().isZero());
    return new CacheWrite(key, lease, isOfNoUse ? value.notStored() : value);
  }

  /** What was loaded together does not end together; what is told for one value is exact. */
  private static Duration jittered(Freshness usual) {
    double shorter = usual.jitter() * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis(Math.max(1, Math.round(usual.ttl().toMillis() * (1 - shorter))));
  }

  private static void requireFitting(Buffer body, Freshness usual) {
    if (body.length() > usual.maxBytes()) {
      throw new Refusal(
          ProblemType.BODY_TOO_LARGE
              .problem("This cache takes values of up to " + usual.maxBytes() + " bytes.")
              .with("allowed", usual.maxBytes()));
    }
  }

  /** Whether it was done: not where its lease is void. */
  CompletionStage<Boolean> into(AsyncCacheSteps<String, Envelope> steps) {
    return lease == null
        ? steps.put(key, value).thenApply(done -> true)
        : steps.fill(key, lease, value);
  }

  /** Leaves out what is confidential. */
  @Override
  public String toString() {
    return "CacheWrite[" + value.value() + "]";
  }
}
