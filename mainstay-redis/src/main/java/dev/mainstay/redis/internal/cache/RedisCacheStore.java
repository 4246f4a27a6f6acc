package dev.mainstay.redis.internal.cache;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.internal.keys.CacheKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Pinned;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Survey;
import dev.mainstay.spi.Ticket;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Entries of caches on Redis, each a string of its own: what is read takes a {@code GET}, what is
 * conditional a script, and all else one command.
 */
public final class RedisCacheStore implements CacheStore {
  private static final byte[] NOTHING = {};
  private static final byte[] NX = CacheScripts.text("NX");
  private static final byte[] GET = CacheScripts.text("GET");

  private final Link link;
  private final Listener listener;
  private final CacheScripts scripts;
  private final TagMoves tags;
  private final Sights sights;
  private final Deletes deletes;
  private final Waiting waiting;
  private final TicketTexts texts;

  /** A store on a link; keys end by a clock that a test holds, if there is one. */
  public RedisCacheStore(Link link, Listener listener, @Nullable StoreClock held) {
    this.link = link;
    this.listener = listener;
    this.scripts = new CacheScripts(link, held);
    this.tags = new TagMoves(scripts);
    this.sights = new Sights(scripts, tags);
    this.deletes = new Deletes(link);
    this.waiting = new Waiting(scripts, this::read);
    this.texts = new TicketTexts(link);
  }

  /** The scripts that this store runs. */
  public static List<Script> scripts() {
    return CacheScripts.ALL;
  }

  @Override
  public CompletionStage<Stored> get(EntryKey key) {
    return link.get("cache.get", CacheKeys.entry(key)).thenApply(this::read);
  }

  @Override
  public CompletionStage<Stored> get(EntryKey key, Duration staleness) {
    if (staleness.isZero()) {
      return get(key);
    }
    byte[] at = CacheKeys.entry(key);
    long since = System.nanoTime();
    return scripts
        .stale("cache.get", CacheScripts.GET_REPLICA, staleness, at)
        .thenCompose(
            answer ->
                answer != null
                        && answer.get(0) instanceof byte[] bytes
                        && EntryBytes.read(bytes) instanceof Stored.Value copy
                    ? CompletableFuture.completedFuture(copy)
                    : link.second("cache.get", Deadline.READ, since, link.get("cache.get", at))
                        .thenApply(this::read));
  }

  /** What is stored so; what is none of ours is as nothing. */
  Stored read(byte @Nullable [] bytes) {
    Stored stored = bytes == null ? Stored.ABSENT : EntryBytes.read(bytes);
    return stored == null ? rejected() : stored;
  }

  private Stored rejected() {
    listener.on(new Event.PayloadRejected("entry"));
    return Stored.ABSENT;
  }

  @Override
  public CompletionStage<Stored> acquire(EntryKey key, Duration lease) {
    return acquire(CacheKeys.entry(key), lease, false);
  }

  private CompletableFuture<Stored> acquire(byte[] at, Duration lease, boolean isSecond) {
    long token = Random64.next();
    byte[] leased = EntryBytes.lease(token);
    CompletableFuture<Pinned> asked =
        link.dispatchToPin(scripts.set("cache.acquire", Deadline.READ, at, leased, lease, NX, GET));
    var unused =
        asked.exceptionally(
            failed -> {
              // It may be taken all the same, and nobody would load under it.
              var unusedToo = reject(at, leased);
              return null;
            });
    return asked.thenCompose(
        answer -> {
          if (!(answer.reply().get(0) instanceof byte[] bytes)) {
            Ticket ticket = HeldTicket.lease(token, answer.pin());
            return CompletableFuture.completedFuture(new Stored.Vacant(ticket));
          }
          Stored stored = EntryBytes.read(bytes);
          if (stored != null) {
            return CompletableFuture.completedFuture(stored);
          }
          Stored absent = rejected();
          return isSecond
              ? CompletableFuture.completedFuture(absent)
              : reject(at, bytes).thenCompose(any -> acquire(at, lease, true));
        });
  }

  /** Nobody could ever lease it while that is there. */
  private CompletableFuture<?> reject(byte[] at, byte[] bytes) {
    return scripts.run(
        "cache.acquire", CacheScripts.REJECT, Deadline.READ, new byte[][] {at}, bytes);
  }

  @Override
  public CompletionStage<Stored> await(EntryKey key, Duration most) {
    return waiting.await(CacheKeys.entry(key), most);
  }

  @Override
  public CompletionStage<Optional<Ticket>> refresh(EntryKey key, long stamp, Duration lease) {
    long own = Random64.next();
    return scripts
        .runToPin(
            "cache.refresh",
            CacheScripts.REFRESH,
            Deadline.READ,
            both(key),
            EntryBytes.head(EntryBytes.VALUE, stamp),
            CacheScripts.millis(lease),
            EntryBytes.numbers(stamp, own))
        .thenApply(
            answer ->
                CacheScripts.isDone(answer.reply())
                    ? Optional.of(HeldTicket.refresh(stamp, own, answer.pin()))
                    : Optional.empty());
  }

  @Override
  public CompletionStage<Boolean> fill(EntryKey key, Ticket ticket, Entry entry, Duration life) {
    byte[] value = EntryBytes.value(entry, Random64.next());
    byte[] lives = CacheScripts.millis(life);
    return held("cache.fill", CacheScripts.FILL, Deadline.WRITE, key, ticket, lives, value);
  }

  @Override
  public CompletionStage<Boolean> extend(EntryKey key, Ticket ticket, Duration lease) {
    byte[] beside = HeldTicket.of(ticket).beside();
    byte[] lasts = CacheScripts.millis(lease);
    return held("cache.extend", CacheScripts.EXTEND, Deadline.READ, key, ticket, lasts, beside);
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, Ticket ticket) {
    byte[] beside = HeldTicket.of(ticket).beside();
    return held("cache.release", CacheScripts.RELEASE, Deadline.WRITE, key, ticket, beside);
  }

  /** What only the holder of a ticket may do, over the connection that gave it to him. */
  private CompletableFuture<Boolean> held(
      String operation,
      Script script,
      Deadline deadline,
      EntryKey key,
      Ticket ticket,
      byte[]... more) {
    HeldTicket ours = HeldTicket.of(ticket);
    byte[][] args = new byte[1 + more.length][];
    args[0] = ours.head();
    System.arraycopy(more, 0, args, 1, more.length);
    return scripts
        .run(ours.pin(), operation, script, deadline, both(key), args)
        .thenApply(CacheScripts::isDone);
  }

  @Override
  public CompletionStage<Optional<String>> text(EntryKey key, Ticket ticket) {
    return texts.write(HeldTicket.of(ticket));
  }

  @Override
  public CompletionStage<Optional<Ticket>> ticket(EntryKey key, String text) {
    return texts.read(CacheKeys.entry(key), text);
  }

  @Override
  public CompletionStage<Boolean> drop(EntryKey key, long stamp) {
    byte[] head = EntryBytes.head(EntryBytes.VALUE, stamp);
    return scripts
        .run("cache.drop", CacheScripts.DROP, Deadline.WRITE, one(key), head)
        .thenApply(CacheScripts::isDone);
  }

  @Override
  public CompletionStage<Void> put(EntryKey key, Entry entry, Duration life) {
    byte[] value = EntryBytes.value(entry, Random64.next());
    return link.dispatch(
            scripts.set("cache.put", Deadline.WRITE, CacheKeys.entry(key), value, life))
        .thenAccept(done -> {});
  }

  @Override
  public CompletionStage<Long> invalidate(List<EntryKey> keys) {
    return deletes.of(keys.stream().map(CacheKeys::entry).toList());
  }

  @Override
  public CompletionStage<Long> invalidatePrefix(String namespace, String cache, String prefix) {
    return deletes.matching(CacheKeys.pattern(namespace, cache, prefix));
  }

  @Override
  public CompletionStage<Void> begin(EntryKey key, long writer, Duration most) {
    return scripts
        .run(
            "cache.begin",
            CacheScripts.BEGIN,
            Deadline.WRITE,
            one(key),
            EntryBytes.numbers(writer),
            CacheScripts.millis(most))
        .thenAccept(done -> {});
  }

  @Override
  public CompletionStage<Boolean> finish(
      EntryKey key, long writer, @Nullable Entry entry, Duration life) {
    return scripts
        .run(
            "cache.finish",
            CacheScripts.FINISH,
            Deadline.WRITE,
            one(key),
            EntryBytes.numbers(writer),
            CacheScripts.millis(life),
            entry == null ? NOTHING : EntryBytes.value(entry, Random64.next()))
        .thenApply(CacheScripts::isDone);
  }

  @Override
  public CompletionStage<Sight> inspect(EntryKey key) {
    return sights.of(key);
  }

  @Override
  public CompletionStage<Survey> survey(
      String namespace, String cache, String prefix, int names, int measured) {
    return new KeySurvey(link, namespace, cache, prefix, names, measured).run();
  }

  @Override
  public CompletionStage<Moves> moves(String namespace, String cache, List<String> tagged) {
    return tags.moves(namespace, cache, tagged);
  }

  @Override
  public CompletionStage<Void> move(String namespace, String cache, List<String> tagged) {
    return tags.move(namespace, cache, tagged);
  }

  private static byte[][] one(EntryKey key) {
    return new byte[][] {CacheKeys.entry(key)};
  }

  private static byte[][] both(EntryKey key) {
    return new byte[][] {CacheKeys.entry(key), CacheKeys.refresh(key)};
  }
}
