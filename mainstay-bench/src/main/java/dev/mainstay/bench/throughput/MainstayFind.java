package dev.mainstay.bench.throughput;

import dev.mainstay.bench.peers.MainstayPeer;
import dev.mainstay.bench.peers.Sample;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;

/** {@link Sessions#find} on the blocking surface: one {@code HGETALL}; the touch is lazy. */
final class MainstayFind implements Contestant {
  private final MainstayPeer mainstay;
  private final Sessions sessions;
  private final String[] tokens;

  MainstayFind(BenchRedis redis, int count, Duration idle) {
    this.mainstay = new MainstayPeer(redis.url(), idle);
    this.sessions = mainstay.sessions();
    this.tokens = new String[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = sessions.start(Sample.user(i), Sample.attributes(i)).token();
    }
  }

  /** The handle of the first session, which is in its key. */
  String firstId() {
    return sessions.list(Sample.user(0)).get(0).id();
  }

  @Override
  public String name() {
    return mainstay.name();
  }

  @Override
  public void findAndTouch(int session) {
    if (!sessions.find(tokens[session]).isLive()) {
      throw new IllegalStateException("session " + session + " is gone");
    }
  }

  @Override
  public void close() {
    mainstay.close();
  }
}
