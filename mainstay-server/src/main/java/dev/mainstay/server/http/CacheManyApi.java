package dev.mainstay.server.http;

import dev.mainstay.cache.AsyncCache;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.Look;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.server.http.OpenCaches.OpenCache;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Many entries of a cache at once, and keys that no path can carry. */
final class CacheManyApi {
  private static final Set<String> INVALIDATE = Set.of("keys", "tags", "prefix");
  private static final Set<String> KEYS = Set.of("keys");
  private static final Set<String> ENTRIES = Set.of("entries");
  private static final Set<String> RELEASE = Set.of("key", "lease");
  private static final int MOST_TAGS = 100;

  private final OpenCaches open;

  CacheManyApi(OpenCaches open) {
    this.open = open;
  }

  List<Resource> resources() {
    return List.of(
        verb("invalidate", "cache.invalidate", this::invalidate),
        verb("get", "cache.look", this::get),
        verb("put", "cache.put", this::put),
        verb("delete", "cache.invalidate", this::delete),
        verb("release", "cache.release", this::release));
  }

  private static Resource verb(String verb, String operation, Resource.Action action) {
    return Resource.at("/v1/cache/{cache}/" + verb).on(HttpMethod.POST, operation, action);
  }

  private OpenCache cache(Call call) {
    return open.cache(call.namespace(), call.id(0, "cache"));
  }

  private static Map<String, JsonValue> fields(Call call, Set<String> allowed) {
    call.query();
    return JsonValue.body(call.body()).requireFields(allowed);
  }

  private CompletionStage<Answer> invalidate(Call call) {
    Map<String, JsonValue> fields = fields(call, INVALIDATE);
    List<String> keys = CacheJson.names(fields, "keys", CacheJson.MOST_DROPPED);
    List<String> tags = CacheJson.names(fields, "tags", MOST_TAGS);
    String prefix = Fields.string(fields, "prefix");
    if (keys.isEmpty() && tags.isEmpty() && prefix == null) {
      throw new InvalidValueException("keys", "say what to invalidate: keys, tags or prefix");
    }
    AsyncCache<String, Envelope> cache = cache(call).async();
    List<CompletionStage<Invalidated>> all = new ArrayList<>();
    if (prefix != null) {
      all.add(cache.invalidatePrefix(prefix));
    }
    all.add(cache.invalidateTags(tags));
    all.add(cache.invalidate(keys));
    return each(all)
        .thenApply(
            done ->
                CacheJson.number("invalidated", done.stream().mapToLong(CacheApi::count).sum()));
  }

  private CompletionStage<Answer> delete(Call call) {
    Map<String, JsonValue> fields = fields(call, KEYS);
    List<String> keys = CacheJson.required(fields, "keys", CacheJson.MOST_DROPPED);
    return cache(call)
        .async()
        .invalidate(keys)
        .thenApply(done -> CacheJson.number("deleted", CacheApi.count(done)));
  }

  private CompletionStage<Answer> get(Call call) {
    Map<String, JsonValue> fields = fields(call, KEYS);
    List<String> keys = CacheJson.required(fields, "keys", CacheJson.MOST_READ);
    OpenCache cache = cache(call);
    List<CompletionStage<Look<Envelope>>> looks = new ArrayList<>();
    keys.forEach(key -> looks.add(cache.steps().look(key)));
    return each(looks).thenApply(found -> Answer.json(200, CacheJson.found(keys, found)));
  }

  private CompletionStage<Answer> put(Call call) {
    OpenCache cache = cache(call);
    List<CacheWrite> writes = CacheJson.writes(cache, fields(call, ENTRIES));
    List<CompletionStage<Boolean>> all = new ArrayList<>();
    writes.forEach(write -> all.add(write.into(cache.steps())));
    return each(all).thenApply(done -> Answer.json(200, CacheJson.stored(writes, done)));
  }

  private CompletionStage<Answer> release(Call call) {
    Map<String, JsonValue> fields = fields(call, RELEASE);
    return cache(call)
        .steps()
        .release(CacheJson.key(fields), Fields.required(fields, "lease"))
        .thenApply(done -> Answer.json(200, "{\"released\":" + done + "}"));
  }

  /** All of them; fails as soon as each has ended and one failed. */
  private static <T> CompletionStage<List<T>> each(List<? extends CompletionStage<T>> stages) {
    List<CompletableFuture<T>> all =
        stages.stream().map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
  }
}
