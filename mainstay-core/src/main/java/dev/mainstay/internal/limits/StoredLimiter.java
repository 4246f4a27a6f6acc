package dev.mainstay.internal.limits;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.limits.AsyncLimiter;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One limit of many. */
final class StoredLimiter implements AsyncLimiter {
  private final String name;
  private final StoredLimits limits;

  StoredLimiter(String name, StoredLimits limits) {
    this.name = name;
    this.limits = limits;
  }

  @Override
  public CompletionStage<Decision> take(String key) {
    return limits.take(List.of(Take.of(name, key)));
  }

  @Override
  public CompletionStage<Decision> take(String key, long cost) {
    return limits.take(List.of(Take.of(name, key).cost(cost)));
  }

  @Override
  public CompletionStage<Decision> take(Take take) {
    if (!take.limit().equals(name)) {
      throw new InvalidValueException(
          "take", "is of limit '" + take.limit() + "', but this limiter is '" + name + "'");
    }
    return limits.take(List.of(take));
  }

  @Override
  public CompletionStage<Decision> acquire(String key, long cost, Duration patience) {
    return limits.acquire(Take.of(name, key).cost(cost), patience);
  }

  AsyncLimiter inChunks(long chunk, Duration hold) {
    return limits.inChunks(name, this, chunk, hold);
  }

  @Override
  public CompletionStage<Boolean> release(String key, String lease) {
    return limits.release(Take.of(name, key), lease);
  }

  @Override
  public CompletionStage<Boolean> renew(String key, String lease) {
    return limits.renew(Take.of(name, key), lease);
  }

  @Override
  public CompletionStage<Standing> state(String key) {
    return limits.state(Take.of(name, key));
  }

  @Override
  public CompletionStage<Boolean> reset(String key) {
    return limits.reset(Take.of(name, key));
  }
}
