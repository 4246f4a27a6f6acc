package dev.mainstay.bench.fuzz;

import static dev.mainstay.sessions.Change.change;

import dev.mainstay.bench.peers.Sample;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.sessions.AsyncSessions;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Updated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Damages what is stored under a valid token, asks, and puts it back: a session's fields, its
 * user's index, the record of its end. For one thread, in a namespace of its own.
 */
final class PayloadFuzz {
  private static final int USERS = 3;
  private static final int DEVICES = 2;

  private final Sessions sessions;
  private final AsyncSessions async;
  private final Resp admin;
  private final Mutations mutations;
  private final Tally tally;
  private final List<Issued> issued = new ArrayList<>();
  private final Snapshot snapshot;
  private final Map<String, List<String[]>> putBack = new HashMap<>();

  /** A token and what it was issued for. */
  private record Issued(String token, Session session) {}

  PayloadFuzz(Sessions sessions, Resp admin, long seed, Tally tally) {
    this.sessions = sessions;
    this.async = sessions.async();
    this.admin = admin;
    this.mutations = new Mutations(new Random(seed));
    this.tally = tally;
    for (int i = 0; i < USERS * DEVICES; i++) {
      issue(Sample.user(i % USERS), i);
    }
    this.snapshot = new Snapshot(admin, sessions.namespace());
    for (Issued one : issued) {
      putBack.computeIfAbsent(user(one), user -> snapshot.writing(user, ids(user)));
    }
  }

  private void issue(String user, int number) {
    SessionStart start =
        new SessionStart(user, "device " + number, Sample.attributes(number).with("visits", 1));
    String token = sessions.start(start).token();
    if (number % 2 == 0
        && sessions.rotate(token, Rotation.periodic()) instanceof Rotated.Renewed r) {
      token = r.token();
    }
    issued.add(new Issued(token, sessions.find(token).live().orElseThrow()));
  }

  private List<String> ids(String user) {
    return issued.stream()
        .filter(one -> user(one).equals(user))
        .map(one -> one.session.id())
        .toList();
  }

  private static String user(Issued issued) {
    return Objects.requireNonNull(issued.session.user());
  }

  /** Makes that many trials, one after another. */
  void run(int trials) {
    for (int i = 0; i < trials; i++) {
      Issued asked = mutations.any(issued);
      Stored target = target(asked);
      Map<String, String> damaged = damaged(target);
      admin.pipeline(target.writing(damaged));
      tally.trial();
      String name = damaged.equals(target.fields()) ? "nothing" : target.key();
      ask(asked, "damage to " + name + ": " + damaged);
      admin.pipeline(Objects.requireNonNull(putBack.get(user(asked))));
    }
  }

  /**
   * Mostly the session itself, else its end's record, which is read once it is gone, or an index.
   */
  private Stored target(Issued asked) {
    int choice = mutations.any(10);
    String id = asked.session.id();
    if (choice < 7) {
      return snapshot.session(id);
    }
    if (choice == 7) {
      admin.call("DEL", snapshot.session(id).key());
      return snapshot.end(id);
    }
    return snapshot.index(user(asked));
  }

  private Map<String, String> damaged(Stored target) {
    Map<String, String> fields = target.fields();
    int times = 1 + mutations.any(2);
    for (int i = 0; i < times && !fields.isEmpty(); i++) {
      String name = mutations.any(List.copyOf(fields.keySet()));
      damage(fields, name);
    }
    if (target.isHash() && mutations.any(50) == 0) {
      // The whole record of somebody else.
      Stored other = mutations.any(snapshot.keys());
      return other.isHash() ? other.fields() : fields;
    }
    return fields;
  }

  private void damage(Map<String, String> fields, String name) {
    String value = Objects.requireNonNull(fields.get(name));
    Map<String, String> lender = mutations.any(snapshot.keys()).fields();
    String other = lender.getOrDefault(name, "");
    switch (mutations.any(8)) {
      case 0 -> fields.remove(name);
      case 1 -> fields.put(name, other);
      case 2 -> fields.put(name, mutations.damageNumber(value));
      case 3 -> {
        fields.remove(name);
        fields.put(name.isEmpty() ? name : mutations.damage(name, other), value);
      }
      default -> fields.put(name, mutations.damage(value, other));
    }
  }

  private void ask(Issued asked, String what) {
    try {
      Session answer = answer(asked);
      if (answer != null) {
        judge(asked.session, answer, what);
      }
    } catch (CompletionException failed) {
      tally.failed(failed, what);
    } catch (RuntimeException thrown) {
      tally.failed(thrown, what + ", thrown at once");
    }
  }

  private void judge(Session due, Session answer, String what) {
    if (!due.id().equals(answer.id())) {
      tally.wrong(what);
    } else if (Objects.equals(due.user(), answer.user())) {
      tally.found();
    } else {
      tally.wrong(what);
    }
  }

  /** One of the operations; the session that it answers with, if any. */
  private @Nullable Session answer(Issued asked) {
    String token = asked.token;
    String user = user(asked);
    return switch (mutations.any(12)) {
      case 0 -> update(token);
      case 1 -> rotated(join(async.rotate(token, Rotation.periodic())));
      case 2 -> rotated(join(async.rotate(token, Rotation.login("eve"))), asked.session);
      case 3 -> nothing(join(async.revoke(token)));
      case 4 -> nothing(join(async.list(user)));
      case 5 -> nothing(join(async.revokeOthers(user, asked.session.id())));
      case 6 -> started(join(async.start(SessionStart.of(user))), asked.session);
      default -> found(join(async.find(token)));
    };
  }

  private @Nullable Session update(String token) {
    Updated updated = join(async.update(token, change().set("cart", "new").increment("visits", 1)));
    return updated.done().orElse(null);
  }

  private static @Nullable Session found(Found found) {
    return found.live().orElse(null);
  }

  private static @Nullable Session rotated(Rotated rotated) {
    return rotated instanceof Rotated.Renewed renewed ? renewed.session() : null;
  }

  /** A login leads to a new session of the user who logs in, not of the one before. */
  private static @Nullable Session rotated(Rotated rotated, Session before) {
    Session after = rotated(rotated);
    return after == null ? null : expecting(after, "eve", before);
  }

  private static @Nullable Session started(Started started, Session other) {
    return started instanceof Started.Ok ok
        ? expecting(ok.session(), Objects.requireNonNull(other.user()), other)
        : null;
  }

  /** The session that was due, where the new one is that user's; else the new one. */
  private static Session expecting(Session fresh, String user, Session due) {
    return user.equals(fresh.user()) ? due : fresh;
  }

  private static @Nullable Session nothing(Object answer) {
    Objects.requireNonNull(answer);
    return null;
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
