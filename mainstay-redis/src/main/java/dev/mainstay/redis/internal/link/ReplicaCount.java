package dev.mainstay.redis.internal.link;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where nothing but the primary itself tells of its replicas: those count that it calls online and
 * has heard from lately. Asked once a second.
 *
 * <p>A replica that falls silent counts for a while longer. To a primary that was replaced while it
 * stood still it looks as if its replicas had left it; it takes itself for one for up to ten
 * seconds after it woke, and what it acknowledges meanwhile is lost. So what was known before such
 * a silence counts as if it were told at its end.
 */
final class ReplicaCount implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A replica says how far it is once a second; this many seconds of silence are too many. */
  private static final int LATELY = 2;

  private static final Duration MISSED = Duration.ofSeconds(15);

  /** Without an answer for so long it may have been replaced. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private static final Pattern REPLICA = Pattern.compile("state=online,.*\\blag=(\\d{1,9})");
  private static final Request INFO =
      new Request(
          "link.replicas",
          "INFO",
          Deadline.READ,
          Replies.ascii("INFO"),
          Replies.ascii("replication"));

  private final Wiring wiring;
  private final Server server;
  private final Rounds rounds;
  private final Highest inSync = new Highest(MISSED, SILENCE, System.nanoTime());

  ReplicaCount(Wiring wiring, Server server) {
    this.wiring = wiring;
    this.server = server;
    this.rounds = new Rounds(wiring.plug(), () -> EVERY, this::look);
  }

  void start() {
    rounds.start();
  }

  private void look() {
    Line line = server.line();
    if (line != null) {
      Call<byte @Nullable []> call =
          new Call<>(wiring.traffic(), Call.Detour.NONE, INFO, new BytesReply());
      var unused = call.thenAccept(reply -> seen(count(Replies.info(reply)), System.nanoTime()));
      line.takeAside(call);
    }
  }

  /** Takes note of a count; the highest of the last while is the one that counts. */
  void seen(int count, long now) {
    server.replicasInSync(inSync.with(count, now));
  }

  /** How many replicas a section {@code replication} of INFO shows in sync. */
  static int count(Map<String, String> info) {
    int count = 0;
    for (var field : info.entrySet()) {
      Matcher replica = REPLICA.matcher(field.getValue());
      if (field.getKey().startsWith("slave")
          && replica.find()
          && Integer.parseInt(replica.group(1)) <= LATELY) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    rounds.close();
  }
}
