package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.Ids;
import dev.mainstay.http.ProblemType;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Rule;
import dev.mainstay.server.config.LimitWords;
import io.vertx.core.http.HttpMethod;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The rules of limits, and those of single keys: {@code /v1/limits}. */
final class RuleApi {
  private static final String LIMIT = "limit";
  private static final Set<String> RULE = with("inherit");
  private static final Set<String> OWN_RULE = with("inherit", "key");

  private final OpenLimits open;

  RuleApi(OpenLimits open) {
    this.open = open;
  }

  private static Set<String> with(String... more) {
    Set<String> all = new HashSet<>(LimitWords.NAMES);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  List<Resource> resources() {
    return List.of(
        Resource.at("/v1/limits").on(HttpMethod.GET, "limits.rules", this::list),
        Resource.at("/v1/limits/{limit}")
            .on(HttpMethod.GET, "limits.rules", this::get)
            .on(HttpMethod.PUT, "limits.define", this::define)
            .on(HttpMethod.DELETE, "limits.define", this::remove),
        Resource.at("/v1/limits/{limit}/keys")
            .on(HttpMethod.PUT, "limits.define", this::override)
            .on(HttpMethod.DELETE, "limits.define", this::removeOverride));
  }

  private CompletionStage<Answer> list(Call call) {
    call.query();
    return open.limits(call.namespace())
        .async()
        .rules()
        .thenApply(rules -> Answer.json(200, LimitJson.rules(open.withDefined(rules))));
  }

  private CompletionStage<Answer> get(Call call) {
    call.query();
    String name = call.id(0, LIMIT);
    return open.limits(call.namespace())
        .async()
        .rule(name)
        .thenApply(
            stored ->
                open.withDefined(name, stored)
                    .<Answer>map(RuleApi::answer)
                    .orElseGet(() -> none("Nobody has defined this limit.")));
  }

  private CompletionStage<Answer> define(Call call) {
    call.query();
    String name = LimitWords.name(LIMIT, call.id(0, LIMIT));
    Map<String, JsonValue> fields = JsonValue.body(call.body()).requireFields(RULE);
    Limit limit = LimitJson.read(fields);
    return open.limits(call.namespace())
        .async()
        .define(name, limit, inherit(fields))
        .thenApply(RuleApi::answer);
  }

  private CompletionStage<Answer> override(Call call) {
    call.query();
    Map<String, JsonValue> fields = JsonValue.body(call.body()).requireFields(OWN_RULE);
    String key = Ids.require("key", Fields.required(fields, "key"));
    Limit limit = LimitJson.read(fields);
    return open.limits(call.namespace())
        .async()
        .override(call.id(0, LIMIT), key, limit, inherit(fields))
        .thenApply(RuleApi::answer);
  }

  private static Inherit inherit(Map<String, JsonValue> fields) {
    return LimitWords.word("inherit", Inherit.class, Fields.string(fields, "inherit", "additive"));
  }

  private CompletionStage<Answer> remove(Call call) {
    call.query();
    return removed(call, "", "Nobody has defined this limit.");
  }

  private CompletionStage<Answer> removeOverride(Call call) {
    String key = call.query("key").get("key");
    if (key == null) {
      throw new InvalidValueException("key", "is missing; say ?key=… whose rule is meant");
    }
    return removed(call, key, "The key has no rule of its own.");
  }

  private CompletionStage<Answer> removed(Call call, String key, String otherwise) {
    return open.limits(call.namespace())
        .async()
        .remove(call.id(0, LIMIT), key)
        .thenApply(removed -> removed ? Answer.NO_CONTENT : none(otherwise));
  }

  private static Answer answer(Rule rule) {
    return Answer.json(200, LimitJson.rule(rule));
  }

  private static Answer none(String detail) {
    return Answer.of(ProblemType.NOT_FOUND.problem(detail).with("field", LIMIT));
  }
}
