package dev.mainstay.chaos.load;

import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Outcome;
import dev.mainstay.chaos.load.Client.Given;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One user who does with his sessions whatever a seed says, on any of several replicas, at a pace.
 * He alone knows the tokens, so that his history tells what has to be there; a session that all
 * walks share is the exception, and is never ended.
 */
public final class Walk implements Runnable {
  private static final Wheel WHEEL = new Wheel();
  private static final int FEW = 3;
  private static final int MANY = 12;

  /** So many sessions that have ended are looked at again, drawn from all that have. */
  private static final int REMEMBERED = 4_096;

  private final Random random;
  private final String user;
  private final List<Sessions> replicas;
  private final Ticket shared;
  private final Client client;
  private final Duration pace;
  private final List<Ticket> live = new ArrayList<>();
  private final List<Ticket> gone = new ArrayList<>();
  private volatile boolean stopped;

  /** What all walks of a run have in common. */
  public record Setting(
      long seed, List<Sessions> replicas, Ticket shared, History history, Duration pace) {}

  /** The walk of a number; its user and its client are called by it. */
  public Walk(int number, Setting setting) {
    this.random = new Random(setting.seed() + number);
    this.user = "user " + number;
    this.replicas = setting.replicas();
    this.shared = setting.shared();
    this.client = new Client("walk " + number, setting.history());
    this.pace = setting.pace();
  }

  /** Whose sessions they are. */
  public String user() {
    return user;
  }

  /** Ends the walk with the step that it is at. */
  public void stop() {
    stopped = true;
  }

  /**
   * Walks on until it is stopped: a step each pace, or later where the step before takes longer.
   */
  @Override
  public void run() {
    long next = System.nanoTime();
    while (!stopped) {
      step();
      long now = System.nanoTime();
      next = Math.max(next + pace.toNanos(), now);
      Pause.of(Duration.ofNanos(next - now));
    }
  }

  /** Looks at every session once more, at those that have ended too. */
  public void lookAtAll() {
    List.copyOf(live).forEach(this::find);
    List.copyOf(gone).forEach(this::find);
  }

  private void step() {
    if (live.size() < FEW) {
      start();
      return;
    }
    switch (WHEEL.turn(random)) {
      case START -> {
        if (live.size() < MANY) {
          start();
        } else {
          find(any(live));
        }
      }
      case FIND -> find(!gone.isEmpty() && random.nextInt(6) == 0 ? any(gone) : any(live));
      case UPDATE -> {
        if (random.nextInt(3) == 0) {
          client.increment(replica(), shared);
        } else {
          increment(any(live));
        }
      }
      case ROTATE -> rotate(any(live));
      case LOGIN -> login();
      case REVOKE -> revoke(any(live));
      case REVOKE_ALL -> revokeAll();
      case LIST -> client.list(replica(), user);
    }
  }

  private Ticket any(List<Ticket> some) {
    return some.get(random.nextInt(some.size()));
  }

  private Sessions replica() {
    return replicas.get(random.nextInt(replicas.size()));
  }

  private void start() {
    client.start(replica(), user).ticket().ifPresent(live::add);
  }

  private void find(Ticket ticket) {
    retireIfGone(ticket, client.find(replica(), ticket));
  }

  private void increment(Ticket ticket) {
    retireIfGone(ticket, client.increment(replica(), ticket));
  }

  private void revoke(Ticket ticket) {
    // Where it is unknown whether it is done, the session is looked at and used like any other.
    if (client.revoke(replica(), ticket).isOk()) {
      retire(ticket);
    }
  }

  private void revokeAll() {
    if (client.revokeAll(replica(), user).isOk()) {
      List.copyOf(live).forEach(this::retire);
    }
  }

  private void rotate(Ticket ticket) {
    Given given = client.rotate(replica(), ticket);
    if (given.ticket().isPresent()) {
      retire(ticket);
      live.add(given.ticket().get());
    } else if (!given.outcome().isOk() && given.outcome().mayBeDone()) {
      // Under which of the two tokens it lives, if it does, nobody knows.
      live.remove(ticket);
    } else {
      retireIfGone(ticket, given.outcome());
    }
  }

  private void login() {
    client
        .start(replica(), "")
        .ticket()
        .ifPresent(
            anonymous -> {
              Given given = client.login(replica(), anonymous, user);
              if (given.ticket().isPresent()) {
                live.add(given.ticket().get());
                retire(anonymous);
              }
            });
  }

  private void retireIfGone(Ticket ticket, Outcome outcome) {
    if (outcome instanceof Outcome.Ok ok && ok.answer() instanceof Answer.Gone) {
      retire(ticket);
    }
  }

  private void retire(Ticket ticket) {
    live.remove(ticket);
    if (gone.contains(ticket)) {
      return;
    }
    if (gone.size() == REMEMBERED) {
      gone.remove(random.nextInt(REMEMBERED));
    }
    gone.add(ticket);
  }
}
