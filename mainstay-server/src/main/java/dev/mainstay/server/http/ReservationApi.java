package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.Durations;
import dev.mainstay.http.LimitAnswer;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Settled;
import dev.mainstay.limits.Take;
import dev.mainstay.server.config.LimitWords;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Permits whose number is known only afterwards: reserved, and settled. */
final class ReservationApi {
  private static final Set<String> RESERVE =
      Set.of("key", "cost", "within", "id", "ttl", "whenLapsed");
  private static final Set<String> SETTLE = Set.of("reservation", "actual", "part");
  private static final Duration TTL = Duration.ofMinutes(1);

  private final OpenLimits open;
  private final RequestListener listener;

  ReservationApi(OpenLimits open, RequestListener listener) {
    this.open = open;
    this.listener = listener;
  }

  List<Resource> resources() {
    return List.of(
        Resource.at("/v1/limits/settle").on(HttpMethod.POST, "limits.settle", this::settle),
        Resource.at("/v1/limits/{limit}/reserve")
            .on(HttpMethod.POST, "limits.reserve", this::reserve));
  }

  private CompletionStage<Answer> reserve(Call call) {
    call.query();
    Map<String, JsonValue> fields = JsonValue.body(call.body()).requireFields(RESERVE);
    Take take =
        new Take(
            call.id(0, "limit"),
            Fields.required(fields, "key"),
            Fields.string(fields, "within"),
            required(fields, "cost", 1));
    String ttl = Fields.string(fields, "ttl");
    Reserve how =
        new Reserve(
            Fields.string(fields, "id"),
            ttl == null ? TTL : Durations.parse("ttl", ttl),
            LimitWords.word(
                "whenLapsed",
                Reserve.WhenLapsed.class,
                Fields.string(fields, "whenLapsed", "release")));
    return open.limits(call.namespace())
        .async()
        .reserve(take, how)
        .thenApply(
            decision -> {
              LimitAnswer answer = new LimitAnswer(List.of(take), decision);
              listener.decided(take.limit(), answer.word());
              return decision.allowed()
                  ? new Answer.Content(200, answer.reserved(), answer.headers())
                  : Answer.of(answer.problem());
            });
  }

  private static long required(Map<String, JsonValue> fields, String name, long least) {
    JsonValue value = fields.get(name);
    if (value == null || value.isNull()) {
      throw new InvalidValueException(name, "is missing");
    }
    return value.requireInteger(least, Limit.MOST);
  }

  private CompletionStage<Answer> settle(Call call) {
    call.query();
    Map<String, JsonValue> fields = JsonValue.body(call.body()).requireFields(SETTLE);
    if (fields.containsKey("actual") == fields.containsKey("part")) {
      throw new InvalidValueException("actual", "say either actual, which is the end, or part");
    }
    String reservation = Fields.required(fields, "reservation");
    var limits = open.limits(call.namespace()).async();
    CompletionStage<Settled> settled =
        fields.containsKey("part")
            ? limits.settlePart(reservation, required(fields, "part", 0))
            : limits.settle(reservation, required(fields, "actual", 0));
    return settled.thenApply(
        how ->
            Answer.json(
                200,
                new JsonOut()
                    .open()
                    .text("settled", how.name().toLowerCase(Locale.ROOT))
                    .close()
                    .toString()));
  }
}
