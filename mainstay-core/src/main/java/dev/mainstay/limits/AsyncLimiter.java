package dev.mainstay.limits;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What {@link Limiter} does, without waiting. Its dependents must not block. */
public interface AsyncLimiter {
  /** See {@link Limiter#take(String)}. */
  CompletionStage<Decision> take(String key);

  /** See {@link Limiter#take(String, long)}. */
  CompletionStage<Decision> take(String key, long cost);

  /** See {@link Limiter#take(Take)}. */
  CompletionStage<Decision> take(Take take);

  /** See {@link Limiter#acquire}. */
  CompletionStage<Decision> acquire(String key, long cost, Duration patience);

  /** See {@link Limiter#release}. */
  CompletionStage<Boolean> release(String key, String lease);

  /** See {@link Limiter#renew}. */
  CompletionStage<Boolean> renew(String key, String lease);

  /** See {@link Limiter#state}. */
  CompletionStage<Standing> state(String key);

  /** See {@link Limiter#reset}. */
  CompletionStage<Boolean> reset(String key);
}
