package dev.mainstay.bench.limits.peers;

import dev.mainstay.bench.limits.rivals.Rate;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A load of a hundred in a second that asks for more than that, in one of three ways. */
enum Trial {
  /** One node takes all there is; then the other, whose clock is half a second ahead. */
  CLOCKS("two nodes, clocks 0.5 s apart"),
  /** Requests fail and give back; what was given back is taken, and then the next second's. */
  GIVING_BACK("permits given back"),
  /** All there is just before a second of the store's clock ends, and again just after. */
  BORDER("around the border of a second");

  /** The limit in all of them. */
  static final Rate RATE = new Rate(100, Duration.ofSeconds(1));

  /** So often is asked at once. */
  private static final int BURST = 150;

  private static final int SECOND = 1_000;

  private final String title;

  Trial(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Whether it says something about somebody. */
  boolean concerns(String peer) {
    return switch (this) {
      // Redisson asks the clock of its machine, which cannot be set for one process.
      case CLOCKS -> !peer.equals(Peers.REDISSON);
      case GIVING_BACK -> !peer.equals(Peers.GATEWAY);
      case BORDER -> true;
    };
  }

  /** Runs it once, on a limit of its own. */
  void run(Peers peers, String peer, int repeat, Resp admin, Ledger ledger) {
    String limit = (peer + ":" + name() + ":" + repeat).toLowerCase(Locale.ROOT);
    List<Node> nodes =
        this == CLOCKS ? peers.apart(peer, limit, RATE) : peers.of(peer, limit, RATE);
    switch (this) {
      case CLOCKS -> nodes.forEach(node -> burst(node, ledger));
      case GIVING_BACK -> givingBack(nodes, ledger);
      case BORDER -> border(nodes, admin, ledger);
    }
  }

  private static void givingBack(List<Node> nodes, Ledger ledger) {
    long begun = System.nanoTime();
    int taken = burst(nodes.get(0), ledger);
    if (nodes.get(0).giveBack(taken)) {
      ledger.givenBack(taken);
    }
    until(begun, 800);
    burst(nodes.get(0), ledger);
    until(begun, 1_100);
    burst(nodes.get(1), ledger);
  }

  private static void border(List<Node> nodes, Resp admin, Ledger ledger) {
    // A first question opens what has to be open, and takes one.
    nodes.forEach(Node::take);
    List<?> time = (List<?>) admin.call("TIME");
    long micros = time == null ? 0 : Long.parseLong((String) time.get(1));
    long begun = System.nanoTime() - micros * 1_000;
    until(begun, 2 * SECOND + 900);
    burst(nodes.get(0), ledger);
    until(begun, 3 * SECOND + 10);
    burst(nodes.get(1), ledger);
  }

  private static int burst(Node node, Ledger ledger) {
    int taken = 0;
    for (int i = 0; i < BURST; i++) {
      long asked = System.nanoTime();
      if (node.take()) {
        ledger.admitted(asked, System.nanoTime());
        taken++;
      }
    }
    return taken;
  }

  private static void until(long begun, long millis) {
    long left = begun + millis * 1_000_000 - System.nanoTime();
    if (left > 0) {
      BenchRedis.pause(Duration.ofNanos(left));
    }
  }
}
