package dev.mainstay.chaos.load;

import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Outcome;
import dev.mainstay.chaos.history.Subject;
import dev.mainstay.chaos.history.Verb;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Updated;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as one client uses them: each operation is written into a history, and nothing is ever
 * thrown. For one thread at a time.
 */
public final class Client {
  /** The attribute that {@link #increment} counts in. */
  public static final String COUNTER = "n";

  private static final Change INCREMENT = Change.change().increment(COUNTER, 1);

  private final String who;
  private final History history;

  /** A client of that name. */
  public Client(String who, History history) {
    this.who = who;
    this.history = history;
  }

  /** How an operation ended, and the token that it gave, if any. */
  public record Given(Outcome outcome, Optional<Ticket> ticket) {}

  /** Starts a session of a user, or of nobody where the user is empty. */
  public Given start(Sessions sessions, String user) {
    SessionStart start = user.isEmpty() ? SessionStart.anonymous() : SessionStart.of(user);
    return give(
        Verb.START,
        Subject.user(user),
        () -> sessions.start(start),
        started ->
            started instanceof Started.Ok ok
                ? Issued.token(
                    promise(started instanceof Started.Confirmed, live(ok.session())),
                    ok.token(),
                    live(ok.session()))
                : Issued.none(new Answer.Other("full")),
        live -> Subject.session(live.user(), live.session()));
  }

  /** Looks at a session. */
  public Outcome find(Sessions sessions, Ticket ticket) {
    return ask(
        Verb.FIND,
        ticket.subject(),
        () -> sessions.find(ticket.token()),
        found -> found instanceof Found.Live live ? live(live.session()) : gone((Gone) found));
  }

  /** Adds 1 to the counter of a session. */
  public Outcome increment(Sessions sessions, Ticket ticket) {
    return ask(
        Verb.UPDATE,
        ticket.subject(),
        () -> sessions.update(ticket.token(), INCREMENT),
        updated -> {
          if (updated instanceof Updated.Done done) {
            return live(done.session());
          }
          return updated instanceof Gone gone ? gone(gone) : new Answer.Other("conflict");
        });
  }

  /** Gives a session a new token, as its rights changed; the old one is dead at once. */
  public Given rotate(Sessions sessions, Ticket ticket) {
    return give(
        Verb.ROTATE,
        ticket.subject(),
        () -> sessions.rotate(ticket.token(), Rotation.privilege()),
        Client::issued,
        live -> ticket.subject().nextToken());
  }

  /** Logs the user of an anonymous session in. */
  public Given login(Sessions sessions, Ticket anonymous, String user) {
    return give(
        Verb.LOGIN,
        anonymous.subject(),
        () -> sessions.rotate(anonymous.token(), Rotation.login(user)),
        Client::issued,
        live -> Subject.session(live.user(), live.session()));
  }

  /** Ends a session. */
  public Outcome revoke(Sessions sessions, Ticket ticket) {
    return ask(
        Verb.REVOKE,
        ticket.subject(),
        () -> sessions.revoke(ticket.token()),
        ended -> new Answer.Ended(ended ? 1 : 0));
  }

  /** Ends all sessions of a user. */
  public Outcome revokeAll(Sessions sessions, String user) {
    return ask(
        Verb.REVOKE_ALL, Subject.user(user), () -> sessions.revokeAll(user), Answer.Ended::new);
  }

  /** Lists the sessions of a user. */
  public Outcome list(Sessions sessions, String user) {
    return ask(
        Verb.LIST,
        Subject.user(user),
        () -> sessions.list(user),
        list -> new Answer.Listed(list.stream().map(SessionInfo::id).collect(Collectors.toSet())));
  }

  /** What an answer means, and the token that came with it, if any. */
  private record Issued(Outcome outcome, @Nullable String token, Answer.@Nullable Live live) {
    static Issued token(Outcome outcome, String token, Answer.Live live) {
      return new Issued(outcome, token, live);
    }

    static Issued none(Answer answer) {
      return new Issued(new Outcome.Ok(answer), null, null);
    }

    Optional<Ticket> ticket(Function<Answer.Live, Subject> next) {
      return token == null || live == null
          ? Optional.empty()
          : Optional.of(new Ticket(token, next.apply(live)));
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Issued[" + outcome + "]";
    }
  }

  private static Issued issued(Rotated rotated) {
    if (rotated instanceof Rotated.Renewed renewed) {
      Answer.Live live = live(renewed.session());
      boolean confirmed = rotated instanceof Rotated.Confirmed;
      return Issued.token(promise(confirmed, live), renewed.token(), live);
    }
    return Issued.none(
        rotated instanceof Gone gone ? gone(gone) : new Answer.Other(rotated.toString()));
  }

  /** What is not confirmed is no promise, although it gives a token. */
  private static Outcome promise(boolean confirmed, Answer.Live live) {
    return confirmed ? new Outcome.Ok(live) : new Outcome.Unknown("unconfirmed");
  }

  private static Answer.Live live(Session session) {
    String user = session.user();
    long counter = session.attributes().json(COUNTER).map(Long::parseLong).orElse(0L);
    return new Answer.Live(user == null ? "" : user, session.id(), counter);
  }

  private static Answer gone(Gone gone) {
    return new Answer.Gone(gone.reason());
  }

  private <T> Outcome ask(
      Verb verb, Subject subject, Supplier<T> call, Function<? super T, Answer> says) {
    return give(verb, subject, call, reply -> Issued.none(says.apply(reply)), live -> subject)
        .outcome();
  }

  private <T> Given give(
      Verb verb,
      Subject subject,
      Supplier<T> call,
      Function<? super T, Issued> says,
      Function<Answer.Live, Subject> next) {
    long begin = history.now();
    try {
      T reply = call.get();
      long end = history.now();
      Issued issued = says.apply(reply);
      history.add(new Operation(who, verb, subject, begin, end, issued.outcome()));
      return new Given(issued.outcome(), issued.ticket(next));
    } catch (RuntimeException thrown) {
      Outcome outcome = Outcome.of(thrown);
      history.add(new Operation(who, verb, subject, begin, history.now(), outcome));
      return new Given(outcome, Optional.empty());
    }
  }
}
