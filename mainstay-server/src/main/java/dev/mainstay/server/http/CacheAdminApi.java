package dev.mainstay.server.http;

import dev.mainstay.cache.CacheSize;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Inspected;
import dev.mainstay.server.http.OpenCaches.OpenCache;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What operators ask of caches: what they count and take, and what is there of a key. */
final class CacheAdminApi {
  private static final Set<String> KEYS = Set.of("keys");

  private final OpenCaches open;

  CacheAdminApi(OpenCaches open) {
    this.open = open;
  }

  List<Resource> resources() {
    return List.of(
        Resource.at("/v1/cache/{cache}").on(HttpMethod.GET, "cache.size", this::get),
        Resource.at("/v1/cache/{cache}/inspect")
            .on(HttpMethod.POST, "cache.inspect", this::inspect));
  }

  private CompletionStage<Answer> get(Call call) {
    boolean size = Call.isTrue(call.query("size"), "size");
    String name = call.id(0, "cache");
    OpenCache cache = open.cache(call.namespace(), name);
    CacheStats stats = cache.cache().stats();
    if (!size) {
      return CompletableFuture.completedFuture(
          Answer.json(200, CacheAdminJson.cache(name, stats).close().toString()));
    }
    return cache
        .cache()
        .admin()
        .async()
        .size()
        .thenApply(taken -> Answer.json(200, sized(name, stats, taken)));
  }

  private static String sized(String name, CacheStats stats, CacheSize size) {
    return CacheAdminJson.size(CacheAdminJson.cache(name, stats), size).close().toString();
  }

  private CompletionStage<Answer> inspect(Call call) {
    call.query();
    Map<String, JsonValue> fields = JsonValue.body(call.body()).requireFields(KEYS);
    List<String> keys = CacheJson.required(fields, "keys", CacheJson.MOST_READ);
    var admin = open.cache(call.namespace(), call.id(0, "cache")).cache().admin().async();
    List<CompletableFuture<Inspected>> all =
        keys.stream().map(key -> admin.inspect(key).toCompletableFuture()).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                Answer.json(
                    200,
                    CacheAdminJson.inspected(
                        keys, all.stream().map(CompletableFuture::join).toList())));
  }
}
