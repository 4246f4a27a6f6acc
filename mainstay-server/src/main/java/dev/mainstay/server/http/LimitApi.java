package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.LimitAnswer;
import dev.mainstay.http.RateLimitFields;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Take;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes of limits, and what is taken: below {@code /v1/limits}. */
final class LimitApi {
  private static final Set<String> TAKE = Set.of("key", "cost", "within");
  private static final Set<String> TAKES = Set.of("takes");
  private static final Set<String> ONE_OF_TAKES = Set.of("limit", "key", "cost", "within");
  private static final Set<String> HOLD = Set.of("key", "lease", "within");

  private final OpenLimits open;
  private final RequestListener listener;

  LimitApi(OpenLimits open, RequestListener listener) {
    this.open = open;
    this.listener = listener;
  }

  List<Resource> resources() {
    return List.of(
        Resource.at("/v1/limits/take").on(HttpMethod.POST, "limits.take", this::takeAll),
        Resource.at("/v1/limits/{limit}/take").on(HttpMethod.POST, "limits.take", this::take),
        Resource.at("/v1/limits/{limit}/release")
            .on(HttpMethod.POST, "limits.release", this::release),
        Resource.at("/v1/limits/{limit}/renew").on(HttpMethod.POST, "limits.renew", this::renew),
        Resource.at("/v1/limits/{limit}/state")
            .on(HttpMethod.GET, "limits.state", this::state)
            .on(HttpMethod.DELETE, "limits.reset", this::reset));
  }

  private CompletionStage<Answer> take(Call call) {
    call.query();
    Map<String, JsonValue> fields = JsonValue.body(call.body()).requireFields(TAKE);
    return decide(call, List.of(take(call.id(0, "limit"), fields)));
  }

  private CompletionStage<Answer> takeAll(Call call) {
    call.query();
    JsonValue all = JsonValue.body(call.body()).requireFields(TAKES).get("takes");
    if (all == null) {
      throw new InvalidValueException("takes", "is missing");
    }
    List<Take> takes = new ArrayList<>();
    for (JsonValue one : all.requireArray()) {
      Map<String, JsonValue> fields = one.requireFields(ONE_OF_TAKES);
      takes.add(take(Fields.required(fields, "limit"), fields));
    }
    return decide(call, takes);
  }

  private static Take take(String limit, Map<String, JsonValue> fields) {
    JsonValue cost = fields.get("cost");
    return new Take(
        limit,
        Fields.required(fields, "key"),
        Fields.string(fields, "within"),
        cost == null || cost.isNull() ? 1 : cost.requireInteger(1, Limit.MOST));
  }

  private CompletionStage<Answer> decide(Call call, List<Take> takes) {
    return open.limits(call.namespace())
        .async()
        .take(takes)
        .thenApply(
            decision -> {
              LimitAnswer answer = new LimitAnswer(takes, decision);
              tell(answer);
              return decision.allowed()
                  ? new Answer.Content(200, answer.json(), answer.headers())
                  : Answer.of(answer.problem());
            });
  }

  /** Of a refusal by some limits the others are told that they counted nothing. */
  private void tell(LimitAnswer answer) {
    List<String> named =
        answer.decision() instanceof Decision.Denied denied
            ? denied.violated()
            : answer.decision() instanceof Decision.Allowed allowed
                ? allowed.shadowed()
                : List.of();
    String other = answer.decision() instanceof Decision.Denied ? "untouched" : "allowed";
    for (Take take : answer.takes()) {
      boolean own = named.isEmpty() || named.contains(take.limit());
      listener.decided(take.limit(), own ? answer.word() : other);
    }
  }

  private CompletionStage<Answer> release(Call call) {
    Map<String, JsonValue> fields = hold(call);
    return open.limits(call.namespace())
        .async()
        .release(held(call, fields), Fields.required(fields, "lease"))
        .thenApply(done -> Answer.json(200, "{\"released\":" + done + "}"));
  }

  private CompletionStage<Answer> renew(Call call) {
    Map<String, JsonValue> fields = hold(call);
    return open.limits(call.namespace())
        .async()
        .renew(held(call, fields), Fields.required(fields, "lease"))
        .thenApply(done -> Answer.json(200, "{\"renewed\":" + done + "}"));
  }

  private static Map<String, JsonValue> hold(Call call) {
    call.query();
    return JsonValue.body(call.body()).requireFields(HOLD);
  }

  private static Take held(Call call, Map<String, JsonValue> fields) {
    return new Take(
        call.id(0, "limit"), Fields.required(fields, "key"), Fields.string(fields, "within"), 1);
  }

  private CompletionStage<Answer> state(Call call) {
    Take take = asked(call);
    return open.limits(call.namespace())
        .async()
        .state(take)
        .thenApply(
            standing ->
                new Answer.Content(
                    200,
                    LimitJson.standing(take, standing),
                    RateLimitFields.of(List.of(standing))));
  }

  private CompletionStage<Answer> reset(Call call) {
    return open.limits(call.namespace())
        .async()
        .reset(asked(call))
        .thenApply(any -> Answer.NO_CONTENT);
  }

  private static Take asked(Call call) {
    Map<String, String> query = call.query("key", "within");
    @Nullable String key = query.get("key");
    if (key == null) {
      throw new InvalidValueException("key", "is missing; say ?key=… whose state is meant");
    }
    return new Take(call.id(0, "limit"), key, query.get("within"), 1);
  }
}
