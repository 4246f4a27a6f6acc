package dev.mainstay.bench.wire;

import dev.mainstay.bench.peers.Peer;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.store.BenchRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Drives one peer through every kind of request and keeps what each sent. */
final class Trips {
  /** How many requests are spread over half the idle time. */
  static final int READS = 20;

  private final Peer peer;
  private final Tap tap;
  private final Progress progress;
  private final Map<Kind, List<Tap.Sent>> sent = new EnumMap<>(Kind.class);
  private final List<List<Tap.Sent>> reads = new ArrayList<>();

  /** A kind of request. */
  enum Kind {
    START("start a session"),
    READ("read"),
    READ_FLUSHED("read, answer flushed early"),
    WRITE("write"),
    ROTATE("rotate the token"),
    LOGIN("log in from anonymous"),
    LOGOUT("log out"),
    LOGOUT_EVERYWHERE("log out all devices");

    final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private Trips(Peer peer, Tap tap, Progress progress) {
    this.peer = peer;
    this.tap = tap;
    this.progress = progress;
  }

  /** Makes all the requests. Takes half the idle time and a moment. */
  static Trips of(Peer peer, Tap tap, Duration idle, int devices, Progress progress) {
    Trips trips = new Trips(peer, tap, progress);
    trips.warmUp();
    trips.single();
    trips.everywhere(devices);
    trips.spread(idle);
    return trips;
  }

  /** The first of anything opens connections and loads classes. */
  private void warmUp() {
    String token = peer.start("warm");
    peer.read(token, false);
    peer.write(token, "warm");
    peer.logout(peer.rotate(token));
    tap.look(peer.clientName());
  }

  private void single() {
    String[] token = {""};
    note(Kind.START, () -> token[0] = peer.start("ada"));
    note(Kind.READ, () -> peer.read(token[0], false));
    note(Kind.READ_FLUSHED, () -> peer.read(token[0], true));
    note(Kind.WRITE, () -> peer.write(token[0], "full"));
    note(Kind.ROTATE, () -> token[0] = peer.rotate(token[0]));
    note(Kind.LOGOUT, () -> peer.logout(token[0]));
    token[0] = peer.start(null);
    tap.look(peer.clientName());
    note(Kind.LOGIN, () -> token[0] = peer.login(token[0], "ada"));
    peer.logout(token[0]);
  }

  private void everywhere(int devices) {
    for (int i = 0; i < devices; i++) {
      peer.start("bob");
    }
    tap.look(peer.clientName());
    boolean[] can = {false};
    note(Kind.LOGOUT_EVERYWHERE, () -> can[0] = peer.logoutEverywhere("bob"));
    if (!can[0]) {
      sent.remove(Kind.LOGOUT_EVERYWHERE);
    }
  }

  /** A window reaches to the next request, so that what is sent later counts too. */
  private void spread(Duration idle) {
    Duration pause = idle.dividedBy(2L * READS);
    String token = peer.start("eve");
    tap.look(peer.clientName());
    for (int i = 0; i < READS; i++) {
      BenchRedis.pause(pause);
      progress.step(peer.name() + ": reading over half the idle time");
      List<Tap.Sent> before = tap.look(peer.clientName());
      if (i > 0) {
        reads.add(before);
      }
      peer.read(token, false);
    }
    BenchRedis.pause(pause);
    reads.add(tap.look(peer.clientName()));
  }

  private void note(Kind kind, Runnable request) {
    progress.step(peer.name() + ": " + kind.text);
    request.run();
    sent.put(kind, tap.look(peer.clientName()));
  }

  /** Whether the peer can do that at all. */
  boolean has(Kind kind) {
    return sent.containsKey(kind);
  }

  /** How often the caller of such a request waits for the server. */
  long blocking(Kind kind) {
    return blocking(sent.getOrDefault(kind, List.of()));
  }

  /** What such a request sends, in order. */
  String commands(Kind kind) {
    List<Tap.Sent> all = sent.getOrDefault(kind, List.of());
    return String.join(" · ", all.stream().map(Tap.Sent::text).toList());
  }

  /** The most that one of the spread requests waited for. */
  long blockingPerRead() {
    return reads.stream().mapToLong(Trips::blocking).max().orElse(0);
  }

  /** How many of the spread requests changed something in the store, at once or later. */
  long readsWithWrites() {
    return reads.stream().filter(all -> all.stream().anyMatch(one -> one.writes() > 0)).count();
  }

  private static long blocking(List<Tap.Sent> all) {
    return all.stream().filter(one -> !one.isOffThePath()).count();
  }
}
