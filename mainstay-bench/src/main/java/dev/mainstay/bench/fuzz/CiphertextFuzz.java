package dev.mainstay.bench.fuzz;

import static dev.mainstay.sessions.Change.change;

import dev.mainstay.bench.peers.Sample;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.WhenUnreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Damages encrypted attributes where they are stored, asks for their session, and puts them back.
 * What was damaged must not be read: the attribute is absent, or the session has ended, as the
 * policy says; all else of the session is what it was. For one thread, in a namespace of its own.
 */
final class CiphertextFuzz {
  private static final int SESSIONS = 4;
  private static final Encryption KEYS = Encryption.with("k1", key(1)).alsoReads("k2", key(2));
  private static final Encryption FOREIGN = Encryption.with("k3", key(3));

  private final Sessions sessions;
  private final WhenUnreadable policy;
  private final Resp admin;
  private final Random random;
  private final Mutations mutations;
  private final Tally tally;
  private final List<Issued> issued = new ArrayList<>();
  private final Map<Harm, Long> harms = new EnumMap<>(Harm.class);

  /**
   * A token, what it was issued for, how it is stored, its attributes sealed by a foreign key, and
   * how to put all of it back.
   */
  private record Issued(
      String token,
      Session session,
      Stored stored,
      Map<String, String> foreign,
      List<String[]> putBack) {

    String user() {
      return Objects.requireNonNull(session.user());
    }
  }

  CiphertextFuzz(Sessions plain, WhenUnreadable policy, Resp admin, long seed, Tally tally) {
    this.sessions = plain.encrypted(KEYS.whenUnreadable(policy));
    this.policy = policy;
    this.admin = admin;
    this.random = new Random(seed);
    this.mutations = new Mutations(random);
    this.tally = tally;
    List<String> tokens = new ArrayList<>();
    List<Session> started = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      SessionStart start = SessionStart.of(Sample.user(i)).attributes(Sample.attributes(i));
      // Half of them under the key that only reads by now.
      Sessions writing = i % 2 == 0 ? sessions : plain.encrypted(Encryption.with("k2", key(2)));
      tokens.add(writing.start(start).token());
      started.add(sessions.find(tokens.get(i)).live().orElseThrow());
    }
    Snapshot snapshot = new Snapshot(admin, plain.namespace());
    for (int i = 0; i < SESSIONS; i++) {
      Session session = started.get(i);
      String user = Objects.requireNonNull(session.user());
      List<String[]> putBack = snapshot.writing(user, List.of(session.id()));
      Stored stored = snapshot.session(session.id());
      Map<String, String> foreign = foreign(plain, tokens.get(i), session, stored.key());
      issued.add(new Issued(tokens.get(i), session, stored, foreign, putBack));
      admin.pipeline(putBack);
    }
  }

  /** The attributes of a session as a key seals them that the sessions are not told of. */
  private Map<String, String> foreign(Sessions plain, String token, Session session, String key) {
    var change = change();
    for (String name : session.attributes().names()) {
      change = change.setJson(name, session.attributes().json(name).orElseThrow());
    }
    plain.encrypted(FOREIGN).update(token, change);
    Map<String, String> sealed = new LinkedHashMap<>();
    Stored.read(admin, key).fields().forEach((name, value) -> sealed.put(name, json(value)));
    return sealed;
  }

  private static byte[] key(int number) {
    byte[] key = new byte[Encryption.KEY_BYTES];
    Arrays.fill(key, (byte) number);
    return key;
  }

  /** Makes that many trials, one after another. */
  void run(int trials) {
    for (int i = 0; i < trials; i++) {
      Issued asked = mutations.any(issued);
      List<String> names = List.copyOf(asked.session.attributes().names());
      int at = mutations.any(names.size());
      String name = names.get(at);
      String other = names.get((at + 1) % names.size());
      Harm harm = mutations.any(List.of(Harm.values()));
      String before = sealed(asked, name);
      String after = harm.of(before, swaps(asked, name, other), mutations, random);
      admin.call("HSET", asked.stored.key(), ":" + name, "1:" + after);
      tally.trial();
      harms.merge(harm, 1L, Long::sum);
      ask(asked, name, before.equals(after), harm + " to " + name + ": " + after);
      admin.pipeline(asked.putBack);
    }
  }

  private Harm.Swaps swaps(Issued asked, String name, String other) {
    Issued lender =
        issued.get((issued.indexOf(asked) + 1 + mutations.any(SESSIONS - 1)) % SESSIONS);
    return new Harm.Swaps(
        sealed(asked, other),
        sealed(lender, name),
        Objects.requireNonNull(asked.foreign.get(":" + name)));
  }

  private static String sealed(Issued of, String name) {
    return json(Objects.requireNonNull(of.stored.fields().get(":" + name)));
  }

  private static String json(String versioned) {
    return versioned.substring(versioned.indexOf(':') + 1);
  }

  /** How often each harm was done. */
  Map<Harm, Long> harms() {
    return harms;
  }

  private void ask(Issued asked, String name, boolean isUnharmed, String what) {
    try {
      boolean login = mutations.any(20) == 0;
      Session answer = login ? login(asked) : answer(asked);
      if (answer == null) {
        gone(isUnharmed, what);
      } else if (!Objects.equals(answer.user(), login ? "eve" : asked.user())
          || (!login && !answer.id().equals(asked.session.id()))) {
        tally.wrong(what);
      } else {
        judge(asked.session, answer, name, isUnharmed, what);
      }
    } catch (RuntimeException thrown) {
      tally.failed(thrown, what);
    }
  }

  private void gone(boolean isUnharmed, String what) {
    if (isUnharmed || policy == WhenUnreadable.DROP) {
      tally.misread(what + " ended the session");
    } else {
      tally.ended();
    }
  }

  private void judge(Session due, Session answer, String name, boolean isUnharmed, String what) {
    for (String each : due.attributes().names()) {
      boolean isSame = answer.attributes().json(each).equals(due.attributes().json(each));
      boolean isAbsent = answer.attributes().json(each).isEmpty();
      boolean mustBeAbsent = each.equals(name) && !isUnharmed;
      if (mustBeAbsent ? !isAbsent : !isSame) {
        tally.misread(what + " gave " + each);
        return;
      }
    }
    if (isUnharmed) {
      tally.found();
    } else if (policy == WhenUnreadable.DROP) {
      tally.dropped();
    } else {
      tally.misread(what + " did not end the session");
    }
  }

  private @Nullable Session answer(Issued asked) {
    return switch (mutations.any(8)) {
      case 0 ->
          sessions
              .update(asked.token, change().increment("visits", 1).append("seen", "x"))
              .done()
              .orElse(null);
      case 1 -> sessions.update(asked.token, change().set("theme", "dark")).done().orElse(null);
      case 2 -> renewed(sessions.rotate(asked.token, Rotation.periodic()));
      default -> sessions.find(asked.token).live().orElse(null);
    };
  }

  private @Nullable Session login(Issued asked) {
    return renewed(sessions.rotate(asked.token, Rotation.login("eve")));
  }

  private static @Nullable Session renewed(Rotated rotated) {
    if (rotated instanceof Rotated.Renewed renewed) {
      return renewed.session();
    }
    if (rotated instanceof Gone) {
      return null;
    }
    throw new IllegalStateException("nobody else is here, and yet: " + rotated);
  }
}
