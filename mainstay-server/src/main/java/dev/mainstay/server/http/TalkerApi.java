package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.limits.Take;
import dev.mainstay.limits.Talker;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Whose takes a limit counts, and who takes most: for who looks after a store. */
final class TalkerApi {
  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  private final OpenLimits open;

  TalkerApi(OpenLimits open) {
    this.open = open;
  }

  List<Resource> resources() {
    return List.of(
        Resource.at("/v1/limits/{limit}/counted").on(HttpMethod.GET, "limits.keys", this::counted),
        Resource.at("/v1/limits/{limit}/talkers")
            .on(HttpMethod.GET, "limits.talkers", this::talkers));
  }

  private CompletionStage<Answer> counted(Call call) {
    Map<String, String> query = call.query("prefix", "most");
    return open.limits(call.namespace())
        .async()
        .keys(call.id(0, "limit"), query.getOrDefault("prefix", ""), most(query.get("most")))
        .thenApply(keys -> Answer.json(200, counted(keys)));
  }

  private static String counted(List<Take> keys) {
    JsonOut out = new JsonOut().open().openList("counted");
    for (Take key : keys) {
      out.item().text("key", key.key());
      if (key.scope() != null) {
        out.text("within", key.scope());
      }
      out.close();
    }
    return out.closeList().close().toString();
  }

  private CompletionStage<Answer> talkers(Call call) {
    int most = most(call.query("most").get("most"));
    List<Talker> talkers = open.limits(call.namespace()).talkers(call.id(0, "limit"), most);
    JsonOut out = new JsonOut().open().openList("talkers");
    for (Talker talker : talkers) {
      out.item().text("key", talker.key()).number("takes", talker.takes()).close();
    }
    return CompletableFuture.completedFuture(Answer.json(200, out.closeList().close().toString()));
  }

  private static int most(@Nullable String text) {
    try {
      int most = text == null ? USUAL : Integer.parseInt(text);
      if (most >= 1 && most <= MOST) {
        return most;
      }
    } catch (NumberFormatException notOne) {
      // Said below.
    }
    throw new InvalidValueException("most", "'" + text + "' is not a number within 1 to " + MOST);
  }
}
