package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.ServerAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One sentinel and the connection to it. It is asked with the store's own user and password; where
 * it refuses them, without any.
 */
final class Sentinel implements Node.Watch, AutoCloseable {
  private static final int STALLED = 2;

  private final Wiring wiring;
  private final Node node;
  private final String name;
  private volatile boolean anonymous;
  private volatile boolean unknown;
  private volatile @Nullable Throwable problem;
  private volatile @Nullable SentinelView view;
  private volatile int misses;

  Sentinel(Wiring wiring, ServerAddress address, String name) {
    this.wiring = wiring;
    this.name = name;
    this.node =
        new Node(
            wiring.plug(),
            address,
            this::login,
            wiring.options(),
            line -> CompletableFuture.completedFuture(null),
            this);
  }

  private Login login() {
    return anonymous ? Login.NONE : Login.of(wiring.options().url()).withoutDatabase();
  }

  void start() {
    node.start();
  }

  /** Whether it answers and watches no primary of that name. */
  boolean doesNotKnow() {
    return unknown;
  }

  /** Why it could not be connected to lately; {@code null} where it could. */
  @Nullable Throwable problem() {
    return problem;
  }

  /** What it said last, while it is connected to; {@code null} else. */
  @Nullable SentinelView view() {
    return node.line() == null ? null : view;
  }

  /** Asks for its view; never completes where it has none. */
  CompletableFuture<SentinelView> ask() {
    Line line = node.line();
    if (line == null) {
      return new CompletableFuture<>();
    }
    Call<List<@Nullable Object>> address = question("GET-MASTER-ADDR-BY-NAME");
    Call<List<@Nullable Object>> master = question("MASTER");
    Call<List<@Nullable Object>> replicas = question("REPLICAS");
    // Together, lest a failover come between their answers.
    List<Call<?>> questions = List.of(address, master, replicas);
    questions.forEach(question -> wiring.traffic().admitAside());
    line.take(questions);
    long patience = wiring.options().readDeadline().toMillis();
    return CompletableFuture.allOf(address, master, replicas)
        .thenApply(all -> SentinelView.of(address.join(), master.join(), replicas.join()))
        .orTimeout(patience, TimeUnit.MILLISECONDS)
        .whenComplete((seen, failed) -> heard(line, seen, failed, address.isDone()));
  }

  private void heard(
      Line line, @Nullable SentinelView seen, @Nullable Throwable failed, boolean answered) {
    view = seen == null ? view : seen;
    unknown = failed != null && String.valueOf(failed.getMessage()).contains("No such master");
    misses = failed == null || answered ? 0 : misses + 1;
    if (misses >= STALLED) {
      misses = 0;
      line.cut();
    }
  }

  private Call<List<@Nullable Object>> question(String what) {
    byte[][] parts = {Replies.ascii("SENTINEL"), Replies.ascii(what), Replies.bytes(name)};
    Request request = new Request("link.sentinel", "SENTINEL " + what, Deadline.READ, parts);
    return new Call<>(wiring.traffic(), Call.Detour.NONE, request, new TreeReply());
  }

  @Override
  public void up(Node same, Line line) {
    problem = null;
    misses = 0;
  }

  @Override
  public void down(Node same) {
    misses = 0;
  }

  @Override
  public void failed(Node same, Throwable why) {
    problem = why;
    if (ConnectFailure.isLogin(why)) {
      anonymous = !anonymous;
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
