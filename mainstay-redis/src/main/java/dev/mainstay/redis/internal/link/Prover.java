package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.redis.RedisUrl.Topology;
import dev.mainstay.redis.ServerAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a server prove over a connection that it would have said there what changed. A connection
 * that is open and answers {@code PING} proves nothing: a former primary answers too, and a node
 * whose slot was taken says nothing of the keys that it drops. So it says what it is: a primary; in
 * a cluster one that serves, with no slot and no epoch less than before. Answers and changes come
 * in the order in which they happened: what changed before the question was sent is known by the
 * time of the answer, so that it is the instant of the sending that is proven.
 */
final class Prover {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final String OPERATION = "link.prove";
  private static final String CLUSTER = "CLUSTER";

  /** What a server says of itself. */
  enum Verdict {
    /** All that was watched is still watched. */
    SAME,
    /** It is a primary, but some of it may not be. */
    MOVED,
    /** It is none that decides. */
    NONE
  }

  /** Hears of a proof. */
  interface Heard {
    /**
     * What a server says of itself.
     *
     * @param sent {@code nanoTime} when it was asked
     */
    void says(Verdict verdict, long sent);
  }

  private final Wiring wiring;
  private final ServerAddress address;
  private final boolean isCluster;
  private final AtomicBoolean refused = new AtomicBoolean();
  private @Nullable BitSet slots;
  private long epoch;

  Prover(Wiring wiring, ServerAddress address) {
    this.wiring = wiring;
    this.address = address;
    this.isCluster = wiring.options().url().topology() == Topology.CLUSTER;
  }

  /** Asks; the answer is heard on the connection's event loop. Completes, or fails, after that. */
  CompletableFuture<?> ask(Line line, Heard heard) {
    long sent = System.nanoTime();
    Call<List<@Nullable Object>> role = call(new TreeReply(), "ROLE");
    line.takeAside(role);
    CompletableFuture<Verdict> verdict;
    if (isCluster) {
      Call<byte @Nullable []> state = call(new BytesReply(), CLUSTER, "INFO");
      Call<byte @Nullable []> nodes = call(new BytesReply(), CLUSTER, "NODES");
      line.takeAside(state);
      line.takeAside(nodes);
      verdict = role.thenCombine(state, Prover::serves).thenCombine(nodes, this::judged);
    } else {
      verdict = role.thenApply(said -> isPrimary(said) ? Verdict.SAME : Verdict.NONE);
    }
    return verdict.thenAccept(is -> heard.says(is, sent)).whenComplete((done, why) -> warn(why));
  }

  private <T extends @Nullable Object> Call<T> call(Reply<T> reply, String... words) {
    byte[][] parts = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      parts[i] = Replies.ascii(words[i]);
    }
    Request request = new Request(OPERATION, String.join(" ", words), Deadline.READ, parts);
    return new Call<>(wiring.traffic(), Call.Detour.NONE, request, reply);
  }

  private static boolean isPrimary(List<@Nullable Object> role) {
    return role.get(0) instanceof byte[] said && Replies.text(said).equals("master");
  }

  private static boolean serves(List<@Nullable Object> role, byte @Nullable [] state) {
    Map<String, String> said = Replies.info(state);
    return isPrimary(role) && "ok".equals(said.get("cluster_state"));
  }

  private synchronized Verdict judged(boolean serves, byte @Nullable [] nodes) {
    if (!serves || nodes == null) {
      return Verdict.NONE;
    }
    ClusterView view = ClusterView.of(Replies.text(nodes), address);
    for (ClusterView.Member node : view.nodes()) {
      if (node.id().equals(view.self())) {
        return compared(node);
      }
    }
    return Verdict.NONE;
  }

  /**
   * A slot that is back may have been away: then the node has another epoch, or lost it between.
   */
  private Verdict compared(ClusterView.Member self) {
    BitSet has = new BitSet(Slot.COUNT);
    self.slots().forEach(range -> has.set(range.first(), range.last() + 1));
    BitSet lost = slots == null ? new BitSet() : slots;
    lost.andNot(has);
    boolean isSame = lost.isEmpty() && epoch == self.epoch();
    slots = has;
    epoch = self.epoch();
    return isSame ? Verdict.SAME : Verdict.MOVED;
  }

  private void warn(@Nullable Throwable failed) {
    Throwable cause = failed == null ? null : failed.getCause();
    if (cause instanceof StoreFaultException && !refused.getAndSet(true)) {
      LOG.warn(
          "The server at {} does not prove what it is, so that nothing is kept near: {}",
          address,
          cause.getMessage());
    }
  }
}
