package dev.mainstay.redis.internal.link;

import dev.mainstay.spi.Proof;
import dev.mainstay.spi.Watch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is watched over one connection, as long as whatever changes is said there. Its end needs no
 * look at what is watched: all of it stands on one proof.
 */
final class Generation {
  private final Line line;
  private final Proof proof;
  private final Map<ByteBuffer, List<Watch>> watches = new ConcurrentHashMap<>();
  private volatile boolean silent;

  private Generation(Line line, Proof proof) {
    this.line = line;
    this.proof = proof;
  }

  /** The first over a connection. */
  static Generation of(Line line) {
    return new Generation(line, Proof.unproven());
  }

  Line line() {
    return line;
  }

  Proof proof() {
    return proof;
  }

  /** Enters a watch, before its key is read. */
  void add(byte[] key, Watch watch) {
    ByteBuffer at = ByteBuffer.wrap(key);
    watches.merge(
        at, List.of(watch), (some, one) -> Stream.concat(some.stream(), one.stream()).toList());
    if (!watch.on(proof, () -> remove(at, watch))) {
      remove(at, watch);
    }
  }

  private void remove(ByteBuffer key, Watch watch) {
    watches.computeIfPresent(
        key,
        (same, some) -> {
          List<Watch> others = some.stream().filter(one -> !one.equals(watch)).toList();
          return others.isEmpty() ? null : others;
        });
  }

  /** A key changed. */
  void changed(ByteBuffer key) {
    List<Watch> some = watches.remove(key);
    if (some != null) {
      some.forEach(Watch::changed);
    }
  }

  /** Whatever was watched changed; all that is said is still believed. */
  Generation renewed() {
    return new Generation(line, proof.renewed());
  }

  /** Nobody knows what changed: nothing stands on this any more. */
  Generation lost() {
    proof.end();
    return of(line);
  }

  /** Whether reads over it are not answered in time. */
  boolean isSilent() {
    return silent;
  }

  void silent(boolean now) {
    silent = now;
  }
}
