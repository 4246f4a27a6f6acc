package dev.mainstay.redis.internal.sessions;

import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Fenced;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.redis.internal.script.Scripts;
import dev.mainstay.sessions.Fence;
import dev.mainstay.time.StoreClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of sessions, each run with the store's clock or, in a test, with one that is held.
 */
final class SessionScripts {
  static final Script START = Script.load("sessions/start");
  static final Script GRACE = Script.load("sessions/grace");
  static final Script TOUCH = Script.load("sessions/touch");
  static final Script UPDATE = Script.load("sessions/update");
  static final Script TURN = Script.load("sessions/turn");
  static final Script CLAIM = Script.load("sessions/claim");
  static final Script SETTLE = Script.load("sessions/settle");
  static final Script REVOKE = Script.load("sessions/revoke");
  static final Script REVOKE_USER = Script.load("sessions/revoke_user");
  static final Script REVOKE_NAMESPACE = Script.load("sessions/revoke_namespace");
  static final Script CONFIRM = Script.load("sessions/confirm");
  static final Script LIST = Script.load("sessions/list");
  static final Script LIST_REPLICA = Script.load("sessions/list_replica");
  static final Script TAKE = Script.load("sessions/take");
  static final Script FINISH = Script.load("sessions/finish");
  static final Script ENLIST = Script.load("sessions/enlist");

  /** All of them, to be loaded ahead. */
  static final List<Script> ALL =
      List.of(
          START,
          GRACE,
          TOUCH,
          UPDATE,
          TURN,
          CLAIM,
          SETTLE,
          REVOKE,
          REVOKE_USER,
          REVOKE_NAMESPACE,
          CONFIRM,
          LIST,
          LIST_REPLICA,
          TAKE,
          FINISH,
          ENLIST);

  private static final byte[] STORE_DECIDES = new byte[0];

  private final Link link;
  private final @Nullable StoreClock held;

  SessionScripts(Link link, @Nullable StoreClock held) {
    this.link = link;
    this.held = held;
  }

  /** Runs a script that may write. */
  CompletableFuture<List<Object>> write(String operation, Script script, byte[][] keys, Args args) {
    return Scripts.run(link, operation, script, Deadline.WRITE, keys, args.after(now()))
        .thenApply(SessionScripts::whole);
  }

  /** Runs a script that writes, and waits for the replicas where the fence says so. */
  CompletableFuture<Fenced> revoke(
      Fence fence, String operation, Script script, byte[][] keys, Args args) {
    byte[][] all = args.after(now());
    return isFenced(fence)
        ? Scripts.runFenced(link, operation, script, keys, all)
        : Scripts.run(link, operation, script, Deadline.WRITE, keys, all)
            .thenApply(reply -> new Fenced(reply, true));
  }

  /** Whether replicas are waited for. */
  boolean isFenced(Fence fence) {
    return fence == Fence.IN_SYNC && link.isReplicated();
  }

  /** Runs a script that only reads. */
  CompletableFuture<List<Object>> read(String operation, Script script, byte[][] keys, Args args) {
    return Scripts.run(link, operation, script, Deadline.READ, keys, args.after(now()))
        .thenApply(SessionScripts::whole);
  }

  /** Runs a script that only reads on a replica; {@code null} where none answers in time. */
  CompletableFuture<@Nullable List<@Nullable Object>> stale(
      String operation, Script script, byte[][] keys, Args args, Duration staleness) {
    return Scripts.runStale(link, operation, script, staleness, keys, args.after(now()));
  }

  /** An answer of scripts that never answer nil. */
  @SuppressWarnings({"unchecked", "NullAway", "rawtypes"})
  static List<Object> whole(List<@Nullable Object> answer) {
    return (List) answer;
  }

  private byte[] now() {
    return held == null
        ? STORE_DECIDES
        : Long.toString(held.millis()).getBytes(StandardCharsets.US_ASCII);
  }

  /** The arguments of a script behind its first, the instant. */
  static final class Args {
    private final List<byte[]> args = new ArrayList<>();

    Args add(byte[] bytes) {
      args.add(bytes);
      return this;
    }

    Args add(@Nullable String text) {
      return add(text == null ? STORE_DECIDES : text.getBytes(StandardCharsets.UTF_8));
    }

    Args add(long number) {
      return add(Long.toString(number));
    }

    private byte[][] after(byte[] first) {
      byte[][] all = new byte[args.size() + 1][];
      all[0] = first;
      for (int i = 0; i < args.size(); i++) {
        all[i + 1] = args.get(i);
      }
      return all;
    }
  }
}
