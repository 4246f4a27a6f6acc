package dev.mainstay.tck.weather;

import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Updated;
import dev.mainstay.tck.weather.History.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One user with his sessions, of which he alone knows the tokens: so he knows what has to be there.
 * What ended without an answer may be done a little later too, and counts as in doubt.
 */
final class Caller implements Runnable {
  private static final Duration PACE = Duration.ofMillis(2);
  private static final Duration DOUBT = Duration.ofSeconds(4);
  private static final int FEW = 3;
  private static final int MANY = 12;

  private final int number;
  private final Random random;
  private final List<Sessions> replicas;
  private final Shared shared;
  private final History history;
  private final List<Held> live = new ArrayList<>();
  private final List<Held> gone = new ArrayList<>();
  private long doubtUntil = System.nanoTime();
  private volatile boolean stopped;

  /** A session that all callers use. */
  record Shared(String token, Counter counter) {}

  Caller(int number, long seed, List<Sessions> replicas, Shared shared, History history) {
    this.number = number;
    this.random = new Random(seed + number);
    this.replicas = replicas;
    this.shared = shared;
    this.history = history;
  }

  String user() {
    return "user " + number;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      step();
      FaultStore.pause(PACE);
    }
  }

  /** Looks at every session once more. */
  void lookAtAll() {
    List.copyOf(live).forEach(this::find);
    List.copyOf(gone).forEach(this::find);
  }

  private void step() {
    int dice = random.nextInt(100);
    if (live.size() < FEW || (dice < 4 && live.size() < MANY)) {
      start();
    } else if (dice < 44) {
      find(any(live));
    } else if (dice < 52 && !gone.isEmpty()) {
      find(any(gone));
    } else if (dice < 70) {
      increment(any(live));
    } else if (dice < 80) {
      incrementShared();
    } else if (dice < 86) {
      revoke(any(live));
    } else if (dice < 91) {
      rotate(any(live));
    } else if (dice < 94) {
      list();
    } else if (dice < 95) {
      revokeAll();
    } else {
      login();
    }
  }

  private Held any(List<Held> some) {
    return some.get(random.nextInt(some.size()));
  }

  private Sessions replica() {
    return replicas.get(random.nextInt(replicas.size()));
  }

  private boolean inDoubt() {
    return System.nanoTime() - doubtUntil < 0;
  }

  private void start() {
    Attempt<Started> tried =
        history.call(number, "start", () -> replica().start(SessionStart.of(user())));
    if (tried.value() instanceof Started.Ok ok) {
      live.add(Held.of(ok, inDoubt()));
    }
  }

  private void find(Held held) {
    boolean wasGone = held.gone;
    long least = held.counter.least();
    Attempt<Found> tried = history.call(number, "find", () -> replica().find(held.token));
    if (tried.value() instanceof Found.Live found) {
      judge(held.counter.judge(found.session(), least));
      if (wasGone) {
        judge("a session that had ended lives");
      }
    } else if (tried.isOk()) {
      sawGone(held, "find says " + tried.value());
    }
  }

  private void increment(Held held) {
    long least = held.counter.least();
    held.counter.begin();
    Attempt<Updated> tried =
        history.call(number, "update", () -> replica().update(held.token, Counter.INCREMENT));
    boolean done = tried.value() instanceof Updated.Done;
    held.counter.ended(tried.isOk() && !done ? Call.Outcome.FAILED : tried.outcome());
    if (tried.value() instanceof Updated.Done updated) {
      judge(held.counter.judge(updated.session(), least + 1));
    } else if (tried.isOk()) {
      sawGone(held, "update says " + tried.value());
    }
  }

  private void incrementShared() {
    long least = shared.counter().least();
    shared.counter().begin();
    Attempt<Updated> tried =
        history.call(number, "update", () -> replica().update(shared.token(), Counter.INCREMENT));
    shared.counter().ended(tried.outcome());
    if (tried.value() instanceof Updated.Done updated) {
      judge(shared.counter().judge(updated.session(), least + 1));
    } else if (tried.isOk()) {
      judge("the shared session is gone: " + tried.value());
    }
  }

  private void revoke(Held held) {
    Attempt<Boolean> tried = history.call(number, "revoke", () -> replica().revoke(held.token));
    if (tried.isOk()) {
      if (Boolean.FALSE.equals(tried.value())) {
        sawGone(held, "revoke found none");
      } else {
        ended(held);
      }
    } else if (tried.isUnknown()) {
      held.doubtful = true;
    }
  }

  private void revokeAll() {
    List<Held> sure = live.stream().filter(held -> !held.doubtful).toList();
    Attempt<Integer> tried = history.call(number, "revokeAll", () -> replica().revokeAll(user()));
    if (tried.value() != null) {
      if (tried.value() < sure.size()) {
        judge("revokeAll ended " + tried.value() + " of at least " + sure.size());
      }
      List.copyOf(live).forEach(this::ended);
    } else if (tried.isUnknown()) {
      live.forEach(held -> held.doubtful = true);
      doubtUntil = System.nanoTime() + DOUBT.toNanos();
    }
  }

  private void rotate(Held held) {
    Attempt<Rotated> tried =
        history.call(number, "rotate", () -> replica().rotate(held.token, Rotation.privilege()));
    if (tried.value() instanceof Rotated.Renewed renewed) {
      ended(held);
      live.add(new Held(renewed.token(), held.id, held.counter, held.doubtful || inDoubt()));
    } else if (tried.isUnknown()) {
      // Under which of the two tokens it lives, if it does, nobody knows.
      live.remove(held);
    } else if (tried.isOk()) {
      sawGone(held, "rotate says " + tried.value());
    }
  }

  private void login() {
    Attempt<Started> anonymous =
        history.call(number, "start", () -> replica().start(SessionStart.anonymous()));
    if (!(anonymous.value() instanceof Started.Ok before)) {
      return;
    }
    Attempt<Rotated> tried =
        history.call(
            number, "login", () -> replica().rotate(before.token(), Rotation.login(user())));
    if (tried.value() instanceof Rotated.Renewed after) {
      ended(Held.of(before, false));
      live.add(new Held(after.token(), after.session().id(), new Counter(), inDoubt()));
    } else if (tried.isOk()) {
      judge("a login that nobody disputed says " + tried.value());
    }
  }

  private void list() {
    Set<String> sure =
        live.stream()
            .filter(held -> !held.doubtful)
            .map(held -> held.id)
            .collect(Collectors.toSet());
    Attempt<List<SessionInfo>> tried = history.call(number, "list", () -> replica().list(user()));
    if (tried.value() != null) {
      tried.value().forEach(info -> sure.remove(info.id()));
      judge(sure.isEmpty() ? "" : sure.size() + " live sessions are not in the list");
    }
  }

  private void sawGone(Held held, String how) {
    if (!held.gone && !held.doubtful) {
      judge("a session that nobody ended is gone: " + how);
    }
    ended(held);
  }

  private void ended(Held held) {
    live.remove(held);
    if (!held.gone) {
      held.gone = true;
      gone.add(held);
    }
    if (gone.size() > MANY) {
      gone.remove(random.nextInt(gone.size()));
    }
  }

  private void judge(String problem) {
    if (!problem.isEmpty()) {
      history.violation(user() + ": " + problem);
    }
  }
}
