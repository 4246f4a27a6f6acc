package dev.mainstay.redis.internal.sessions;

import dev.mainstay.events.Listener;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Fenced;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.redis.internal.sessions.SessionScripts.Args;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Change.Op;
import dev.mainstay.sessions.Fence;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.Watch;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sessions on Redis. A find is one {@code HGETALL}: the key's own expiry is the instant that
 * decides, so a session that is there lives, unless its namespace was revoked. Everything that
 * writes is a script that looks first whether the session is there: none can bring a dead one back.
 */
public final class RedisSessionStore implements SessionStore {
  private final Link link;
  private final SessionScripts scripts;
  private final Epochs epochs;
  private final Finds finds;
  private final LiveSessions live;
  private final Listener listener;
  private final Fence fence;
  private final Revocations revocations;

  /** A store on a link, with the store's clock. */
  public static RedisSessionStore on(Link link, Listener listener) {
    return new RedisSessionStore(link, Epochs.VALIDITY, listener, null);
  }

  /** A store whose scripts decide by a clock that a contract test holds. */
  public static RedisSessionStore held(Link link, Listener listener, StoreClock clock) {
    return new RedisSessionStore(link, link.options().heartbeat().multipliedBy(3), listener, clock);
  }

  private RedisSessionStore(
      Link link, Duration epochValidity, Listener listener, @Nullable StoreClock held) {
    this.link = link;
    this.scripts = new SessionScripts(link, held);
    this.epochs = new Epochs(link, epochValidity);
    this.finds = new Finds(link, scripts, epochs, listener);
    this.live = new LiveSessions(link);
    this.listener = listener;
    this.fence = Fence.IN_SYNC;
    this.revocations = new Revocations(scripts, epochs, fence);
  }

  private RedisSessionStore(RedisSessionStore same, Fence fence) {
    this.link = same.link;
    this.scripts = same.scripts;
    this.epochs = same.epochs;
    this.finds = same.finds;
    this.live = same.live;
    this.listener = same.listener;
    this.fence = fence;
    this.revocations = new Revocations(scripts, epochs, fence);
  }

  @Override
  public SessionStore fenced(Fence other) {
    return other == fence ? this : new RedisSessionStore(this, other);
  }

  /** The scripts that this store runs. */
  public static List<Script> scripts() {
    return SessionScripts.ALL;
  }

  /** About how many sessions live in all namespaces. Two round trips. */
  public CompletableFuture<Long> live() {
    return live.estimate();
  }

  /** What became of these sessions. */
  public SessionEventStore events() {
    return new RedisSessionEvents(scripts, epochs, listener);
  }

  /** Who says that they changed. */
  public SessionInvalidations invalidations() {
    return new RedisSessionInvalidations(link.tracking(), epochs);
  }

  /** Reads what has to be known with each heartbeat. */
  public CompletableFuture<?> beat() {
    return epochs.beat();
  }

  @Override
  public CompletionStage<Creation> start(NewSession session) {
    SessionKey key = session.credential().key();
    return epochs.then(
        "sessions.start",
        Deadline.WRITE,
        key.namespace(),
        SessionKeys.session(key),
        epoch -> start(session, epoch));
  }

  private CompletionStage<Creation> start(NewSession session, long epoch) {
    long since = System.nanoTime();
    byte[][] keys = Birth.keys(session);
    return scripts
        .write("sessions.start", SessionScripts.START, keys, Birth.args(session, epoch))
        .thenCompose(
            answer -> {
              Creation creation = Birth.creation(session, answer);
              return creation instanceof Creation.Created created
                      && Birth.evicted(answer)
                      && scripts.isFenced(fence)
                  ? confirmed(created, keys[0], since)
                  : CompletableFuture.completedFuture(creation);
            });
  }

  /** Waits for the replicas with a second trip: a start that ends nothing need not wait. */
  private CompletionStage<Creation> confirmed(Creation.Created created, byte[] key, long since) {
    byte[][] keys = {key};
    return link.second(
            "sessions.start",
            Deadline.WRITE,
            since,
            scripts.revoke(fence, "sessions.start", SessionScripts.CONFIRM, keys, new Args()))
        .handle(
            (fenced, failed) ->
                failed == null
                        && fenced.confirmed()
                        && Answers.isYes(SessionScripts.whole(fenced.reply()))
                    ? created
                    : new Creation.Unconfirmed(created.session()));
  }

  @Override
  public CompletionStage<Found> find(Credential credential) {
    return finds.find(credential);
  }

  @Override
  public CompletionStage<Found> find(Credential credential, Watch watch) {
    return finds.find(credential, watch);
  }

  @Override
  public CompletionStage<Boolean> touch(SessionKey key, Duration ago) {
    byte[][] keys = {SessionKeys.session(key)};
    Args args = new Args().add(ago.toMillis()).add(SessionKeys.base(key));
    return scripts
        .write("sessions.touch", SessionScripts.TOUCH, keys, args)
        .thenApply(Answers::isYes);
  }

  @Override
  public CompletionStage<Updated> update(Credential credential, Change change) {
    return epochs.then(
        "sessions.update",
        Deadline.WRITE,
        credential.key().namespace(),
        SessionKeys.session(credential.key()),
        epoch -> update(credential, change, epoch));
  }

  private CompletionStage<Updated> update(Credential credential, Change change, long epoch) {
    Args args = proof(credential).add(epoch).add(change.expected().size());
    change.expected().forEach((name, version) -> args.add(name).add(version));
    change.ops().forEach(op -> step(args, op));
    return scripts
        .write("sessions.update", SessionScripts.UPDATE, sessionAndEnd(credential), args)
        .thenApply(
            answer ->
                switch (Answers.verdict(answer)) {
                  case "done" ->
                      new Updated.Done(
                          Answers.session("sessions.update", answer, credential.key().id()));
                  case "conflict" -> new Updated.Conflict(Answers.versions(answer));
                  case "unfit" -> throw Answers.unfit(answer);
                  default -> Answers.gone(answer);
                });
  }

  private static void step(Args args, Op op) {
    if (op instanceof Op.Set set) {
      args.add("set").add(set.name()).add(set.json());
    } else if (op instanceof Op.PutIfAbsent put) {
      args.add("put").add(put.name()).add(put.json());
    } else if (op instanceof Op.Remove remove) {
      args.add("remove").add(remove.name()).add("");
    } else if (op instanceof Op.Increment increment) {
      args.add("increment").add(increment.name()).add(increment.by());
    } else if (op instanceof Op.Append append) {
      args.add("append").add(append.name()).add(append.json());
    }
  }

  @Override
  public CompletionStage<Turn> turn(Credential credential, SecretHash next, Duration grace) {
    // With a grace the old secret goes on for a while anyway.
    Fence needed = grace.isZero() ? fence : Fence.OFF;
    return epochs
        .then(
            "sessions.rotate",
            Deadline.WRITE,
            credential.key().namespace(),
            SessionKeys.session(credential.key()),
            epoch ->
                scripts.revoke(
                    needed,
                    "sessions.rotate",
                    SessionScripts.TURN,
                    sessionAndEnd(credential),
                    proof(credential).add(epoch).add(next.bytes()).add(grace.toMillis())))
        .thenApply(fenced -> turned(credential, fenced));
  }

  private static Turn turned(Credential credential, Fenced fenced) {
    List<Object> answer = SessionScripts.whole(fenced.reply());
    return switch (Answers.verdict(answer)) {
      case "turned" -> {
        Session session = Answers.session("sessions.rotate", answer, credential.key().id());
        yield fenced.confirmed() ? new Turn.Turned(session) : new Turn.Unconfirmed(session);
      }
      case "lost" -> new Turn.Lost();
      default -> new Turn.Ended(Answers.gone(answer));
    };
  }

  @Override
  public CompletionStage<Claim> claim(Credential credential, String claim, Duration hold) {
    return epochs
        .then(
            "sessions.login",
            Deadline.WRITE,
            credential.key().namespace(),
            SessionKeys.session(credential.key()),
            epoch ->
                scripts.write(
                    "sessions.login",
                    SessionScripts.CLAIM,
                    sessionAndEnd(credential),
                    new Args()
                        .add(credential.hash().bytes())
                        .add(epoch)
                        .add(claim)
                        .add(hold.toMillis())))
        .thenApply(
            answer ->
                switch (Answers.verdict(answer)) {
                  case "held" ->
                      new Claim.Held(
                          Answers.session("sessions.login", answer, credential.key().id()));
                  case "lost" -> new Claim.Lost();
                  default -> new Claim.Ended(Answers.gone(answer));
                });
  }

  @Override
  public CompletionStage<Boolean> settle(SessionKey key, String claim, boolean end) {
    byte[][] keys = {SessionKeys.session(key)};
    Args args = new Args().add(claim).add(SessionKeys.base(key)).add(end ? "1" : "0");
    return scripts
        .revoke(end ? fence : Fence.OFF, "sessions.login", SessionScripts.SETTLE, keys, args)
        .thenApply(fenced -> Revocations.ended("sessions.login", fenced) > 0);
  }

  @Override
  public CompletionStage<Integer> revoke(Revocation revocation) {
    return revocations.revoke(revocation);
  }

  @Override
  public CompletionStage<List<SessionInfo>> list(
      String namespace, String user, Duration staleness) {
    byte[][] keys = {SessionKeys.index(namespace, user)};
    return epochs
        .then(
            "sessions.list",
            Deadline.READ,
            namespace,
            keys[0],
            epoch -> list(keys, new Args().add(epoch), staleness))
        .thenApply(Answers::infos);
  }

  /** The epoch is as fresh as in any call: a namespace that was revoked lags nowhere. */
  private CompletableFuture<List<Object>> list(byte[][] keys, Args args, Duration staleness) {
    if (staleness.isZero()) {
      return scripts.read("sessions.list", SessionScripts.LIST, keys, args);
    }
    long since = System.nanoTime();
    return scripts
        .stale("sessions.list", SessionScripts.LIST_REPLICA, keys, args, staleness)
        .thenCompose(
            answer ->
                answer == null
                    ? link.second(
                        "sessions.list",
                        Deadline.READ,
                        since,
                        scripts.read("sessions.list", SessionScripts.LIST, keys, args))
                    : CompletableFuture.completedFuture(SessionScripts.whole(answer)));
  }

  private static byte[][] sessionAndEnd(Credential credential) {
    return new byte[][] {SessionKeys.session(credential.key()), SessionKeys.end(credential.key())};
  }

  static Args proof(Credential credential) {
    return new Args().add(credential.hash().bytes()).add(SessionKeys.base(credential.key()));
  }
}
