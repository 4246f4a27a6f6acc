package dev.mainstay.redis.internal.sessions;

import dev.mainstay.redis.internal.link.Tracking;
import dev.mainstay.redis.internal.near.TrackedProofs;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.Watch;
import java.util.concurrent.CompletionStage;

/** Reads the epoch of a namespace and has the server say when it moves. */
public final class RedisSessionInvalidations extends TrackedProofs implements SessionInvalidations {
  private final Epochs epochs;

  RedisSessionInvalidations(Tracking tracking, Epochs epochs) {
    super(tracking);
    this.epochs = epochs;
  }

  @Override
  public CompletionStage<Void> watchNamespace(String namespace, Watch watch) {
    return epochs.watch(namespace, tracking, watch);
  }
}
