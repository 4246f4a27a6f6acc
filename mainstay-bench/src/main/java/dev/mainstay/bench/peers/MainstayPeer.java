package dev.mainstay.bench.peers;

import static dev.mainstay.sessions.Change.change;

import dev.mainstay.Mainstay;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Updated;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Mainstay through its blocking surface. */
public final class MainstayPeer implements Peer {
  private static final String ATTRIBUTE = "cart";

  private final Mainstay mainstay;
  private final Sessions sessions;

  /** Connects to a store; sessions end after so long without use. */
  public MainstayPeer(String url, Duration idle) {
    this.mainstay = Mainstay.on(RedisEngine.connect(url));
    this.sessions = mainstay.sessions("bench", SessionPolicy.idle(idle).limit(1_000));
  }

  /** The sessions beneath. */
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public String name() {
    return "Mainstay";
  }

  @Override
  public String clientName() {
    return "mainstay";
  }

  @Override
  public String start(@Nullable String user) {
    Attributes first = Attributes.attributes(ATTRIBUTE, "empty");
    return sessions.start(new SessionStart(user, null, first)).token();
  }

  @Override
  public void read(String token, boolean flushed) {
    if (find(token).attributes().get(ATTRIBUTE, String.class) == null) {
      throw new IllegalStateException("the attribute is not there");
    }
  }

  private Session find(String token) {
    return sessions.find(token).live().orElseThrow();
  }

  @Override
  public void write(String token, String value) {
    find(token);
    if (!(sessions.update(token, change().set(ATTRIBUTE, value)) instanceof Updated.Done)) {
      throw new IllegalStateException("a live session was not updated");
    }
  }

  @Override
  public String rotate(String token) {
    return rotate(token, Rotation.privilege());
  }

  @Override
  public String login(String token, String user) {
    return rotate(token, Rotation.login(user));
  }

  private String rotate(String token, Rotation rotation) {
    find(token);
    if (sessions.rotate(token, rotation) instanceof Rotated.Renewed renewed) {
      return renewed.token();
    }
    throw new IllegalStateException("a rotation without a rival was lost");
  }

  @Override
  public void logout(String token) {
    find(token);
    if (!sessions.revoke(token)) {
      throw new IllegalStateException("a live session was not revoked");
    }
  }

  @Override
  public boolean logoutEverywhere(String user) {
    return sessions.revokeAll(user) > 0;
  }

  @Override
  public void close() {
    mainstay.close();
  }
}
