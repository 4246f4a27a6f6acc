package dev.mainstay.server.http;

import dev.mainstay.http.Durations;
import dev.mainstay.http.LimitAnswer;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Rule;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import dev.mainstay.server.config.LimitWords;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules and standings as the API reads and writes them. */
final class LimitJson {
  private LimitJson() {}

  /** A rule's fields as a caller gives them. */
  private record Body(Map<String, JsonValue> fields) implements LimitWords.Given {
    @Override
    public Optional<String> text(String name) {
      return Optional.ofNullable(Fields.string(fields, name));
    }

    @Override
    public Optional<Long> whole(String name) {
      return Optional.ofNullable(fields.get(name))
          .filter(value -> !value.isNull())
          .map(value -> value.requireInteger(0, Limit.MOST));
    }

    @Override
    public Optional<LimitWords.Given> parts(String name) {
      return Optional.ofNullable(fields.get(name))
          .filter(value -> !value.isNull())
          .map(value -> new Body(value.requireFields(LimitWords.CALENDAR)));
    }
  }

  /** The rule that a body's fields say. */
  static Limit read(Map<String, JsonValue> fields) {
    return LimitWords.read(new Body(fields));
  }

  /** All rules. */
  static String rules(List<Rule> rules) {
    JsonOut out = new JsonOut().open().openList("limits");
    for (Rule rule : rules) {
      fields(out.item(), rule);
      out.close();
    }
    return out.closeList().close().toString();
  }

  /** One rule. */
  static String rule(Rule rule) {
    JsonOut out = new JsonOut().open();
    fields(out, rule);
    return out.close().toString();
  }

  private static void fields(JsonOut out, Rule rule) {
    Limit limit = rule.limit();
    out.text("limit", rule.name());
    if (rule.key() != null) {
      out.text("key", rule.key());
    }
    out.text("algorithm", limit.algorithm().spelled())
        .number("permits", limit.permits())
        .text("per", Durations.format(limit.per()))
        .number("perMs", LimitAnswer.millis(limit.per()));
    if (limit.algorithm().isPaced()) {
      out.number("burst", limit.burst());
    }
    CalendarWindow calendar = limit.calendar();
    if (calendar != null) {
      out.open("calendar")
          .text("unit", LimitWords.spelled(calendar.unit()))
          .text("zone", calendar.zone().getId())
          .close();
    }
    if (limit.within() != null) {
      out.text("within", limit.within());
    }
    out.text("onSilence", LimitWords.spelled(limit.onSilence()))
        .text("mode", LimitWords.spelled(limit.mode()))
        .number("revision", limit.revision())
        .number("version", rule.version());
  }

  /** How a limit stands for a key. */
  static String standing(Take take, Standing standing) {
    JsonOut out = new JsonOut().open().text("limit", standing.limit()).text("key", take.key());
    if (take.scope() != null) {
      out.text("within", take.scope());
    }
    return out.number("remaining", standing.remaining())
        .number("resetAfterMs", LimitAnswer.millis(standing.resetAfter()))
        .number("permits", standing.rule().permits())
        .text("algorithm", standing.rule().algorithm().spelled())
        .close()
        .toString();
  }
}
