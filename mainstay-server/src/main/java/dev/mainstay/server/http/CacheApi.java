package dev.mainstay.server.http;

import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.Look;
import dev.mainstay.cache.Offer;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.http.CacheStatus;
import dev.mainstay.http.Durations;
import dev.mainstay.http.Problem;
import dev.mainstay.http.ProblemType;
import dev.mainstay.server.http.OpenCaches.OpenCache;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Single entries of caches: {@code /v1/cache/{cache}/{key}}. */
final class CacheApi {
  private static final String KEY = "key";
  private static final String LEASE = "lease";
  private static final String WAIT = "wait";
  private static final String STALE = "stale";

  private final OpenCaches open;

  CacheApi(OpenCaches open) {
    this.open = open;
  }

  List<Resource> resources() {
    return List.of(
        Resource.at("/v1/cache/{cache}/{key}")
            .on(HttpMethod.GET, "cache.look", this::get)
            .onBytes(HttpMethod.PUT, "cache.put", this::put)
            .on(HttpMethod.DELETE, "cache.invalidate", this::delete));
  }

  private OpenCache cache(Call call) {
    return open.cache(call.namespace(), call.id(0, "cache"));
  }

  private CompletionStage<Answer> get(Call call) {
    Map<String, String> query = call.query(LEASE, WAIT, STALE);
    boolean isForLease = Call.isTrue(query, LEASE);
    boolean isStaleGood = Call.isTrue(query, STALE);
    Duration wait = Durations.parse(WAIT, query.getOrDefault(WAIT, "0s"));
    if (query.containsKey(WAIT) && !isForLease) {
      throw new InvalidValueException(WAIT, "is taken only with lease=true");
    }
    String key = call.id(1, KEY);
    // HEAD only looks: who asks so is not about to load.
    if (!isForLease || call.request().method().equals(HttpMethod.HEAD)) {
      return cache(call).steps().look(key).thenApply(look -> answer(look, Map.of(), isStaleGood));
    }
    return cache(call)
        .steps()
        .lookOrLease(key, wait)
        .thenApply(offer -> answer(offer, isStaleGood));
  }

  private static Answer answer(Offer<Envelope> offer, boolean isStaleGood) {
    if (offer instanceof Offer.Found<Envelope> found) {
      return answer(found.value(), Map.of(), isStaleGood);
    }
    if (offer instanceof Offer.Leased<Envelope> leased) {
      Map<String, String> fields =
          Map.of(
              CacheHeads.LEASE,
              leased.lease(),
              "Mainstay-Lease-Ttl-Ms",
              Long.toString(leased.ttl().toMillis()));
      return answer(leased.meanwhile(), fields, isStaleGood);
    }
    return answer(((Offer.Busy<Envelope>) offer).meanwhile(), Map.of(), isStaleGood);
  }

  private static Answer answer(
      Look<Envelope> look, Map<String, String> fields, boolean isStaleGood) {
    Optional<CacheHit> hit = CacheHit.of(look);
    return hit.filter(found -> isStaleGood || found.isForAll())
        .map(found -> found(found, fields))
        .orElseGet(() -> missing(hit.isPresent(), fields));
  }

  private static Answer found(CacheHit hit, Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("Age", Long.toString(hit.age().toSeconds()));
    all.put(CacheStatus.FIELD, CacheStatus.hit(hit.left()));
    // The bytes are whoever's; no browser is to take them for what they were not declared as.
    all.put("X-Content-Type-Options", "nosniff");
    return new Answer.Bytes(hit.value().body(), hit.value().type(), all);
  }

  private static Answer missing(boolean isStale, Map<String, String> fields) {
    Problem problem =
        ProblemType.NOT_FOUND
            .problem(
                isStale
                    ? "What is cached under this key is for who failed to load it: ?stale=true."
                    : "Nothing is cached under this key.")
            .withHeader(CacheStatus.FIELD, isStale ? CacheStatus.STALE : CacheStatus.MISS);
    for (Map.Entry<String, String> field : fields.entrySet()) {
      problem = problem.withHeader(field.getKey(), field.getValue());
    }
    return Answer.of(problem);
  }

  private CompletionStage<Answer> put(Call call) {
    call.query();
    CacheHeads.requirePlain(call.request());
    OpenCache cache = cache(call);
    CacheWrite write =
        CacheWrite.of(
            cache,
            call.id(1, KEY),
            CacheHeads.lease(call.request()),
            CacheHeads.directives(call.request()),
            CacheHeads.tags(call.request()),
            CacheHeads.type(call.request()),
            call.content());
    return write.into(cache.steps()).thenApply(done -> done ? Answer.NO_CONTENT : isVoid());
  }

  private static Answer isVoid() {
    return Answer.of(
        ProblemType.LEASE_VOID.problem(
            "It lapsed or was used, or the key or a tag was invalidated or written since."
                + " Nothing was stored; what was loaded may be of before."));
  }

  private CompletionStage<Answer> delete(Call call) {
    call.query();
    return cache(call)
        .async()
        .invalidate(call.id(1, KEY))
        .thenApply(
            invalidated -> {
              count(invalidated);
              return Answer.NO_CONTENT;
            });
  }

  /** How many; what is not true for every replica yet is no answer. */
  static long count(Invalidated invalidated) {
    if (invalidated instanceof Invalidated.Done done) {
      return done.count();
    }
    throw new StoreUnavailableException(
        "cache.invalidate",
        "the store did not confirm it; it is repeated, and safe to ask for again",
        Applied.UNKNOWN,
        Duration.ofSeconds(1),
        null);
  }
}
