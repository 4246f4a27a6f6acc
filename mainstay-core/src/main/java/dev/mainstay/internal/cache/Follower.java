package dev.mainstay.internal.cache;

import dev.mainstay.cache.Following;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.spi.Ear;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Invalidations;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hears for one cache what other services publish of its keys, and tells them where they are to be
 * told. What replicas of this cache told is nothing to another: it was done in the store before.
 */
final class Follower implements Following, Ear {
  private final Invalidations invalidations;
  private final InvalidationChannel channel;
  private final Changes<?> changes;
  private final Spelling<?> spelling;
  private final Listener listener;
  private final String mark;
  private volatile boolean heard;
  private Runnable end = () -> {};

  private Follower(
      Invalidations invalidations,
      InvalidationChannel channel,
      Changes<?> changes,
      Spelling<?> spelling,
      Listener listener) {
    this.invalidations = invalidations;
    this.channel = channel;
    this.changes = changes;
    this.spelling = spelling;
    this.listener = listener;
    this.mark = "mainstay " + spelling.namespace() + " " + spelling.cache();
  }

  static Following start(
      Invalidations invalidations,
      InvalidationChannel channel,
      Changes<?> changes,
      Spelling<?> spelling,
      Listener listener) {
    var follower = new Follower(invalidations, channel, changes, spelling, listener);
    follower.end = invalidations.hear(channel.before(), channel.after(), follower);
    if (channel.told()) {
      changes.tells(follower);
    }
    return follower;
  }

  /** Publishes that keys changed. */
  CompletionStage<Void> tell(List<EntryKey> keys) {
    return CompletableFuture.allOf(
        keys.stream()
            .map(key -> channel.before() + key.key() + channel.after())
            .map(name -> invalidations.tell(name, mark).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public void heard(String key, String text) {
    if (text.equals(mark)) {
      return;
    }
    EntryKey named;
    try {
      named = new EntryKey(spelling.namespace(), spelling.cache(), Names.check("key", key));
    } catch (InvalidValueException foreign) {
      said("foreign");
      return;
    }
    var unused = changes.heard(named);
    said("heard");
  }

  @Override
  public void listens(boolean first) {
    heard = true;
    if (!first) {
      said("missed");
      if (channel.emptied()) {
        var unused = changes.invalidatePrefix("");
      }
    }
  }

  @Override
  public void deaf() {
    heard = false;
  }

  private void said(String outcome) {
    listener.on(new Event.InvalidationHeard(spelling.cache(), outcome));
  }

  @Override
  public boolean isHeard() {
    return heard;
  }

  @Override
  public void close() {
    changes.tellsNoMore(this);
    end.run();
  }
}
