package dev.mainstay.server.http;

import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.ProblemType;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.SessionBounds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Reads a change of attributes from the body of a {@code PATCH}. */
final class ChangeJson {
  private static final Set<String> FIELDS =
      Set.of("set", "remove", "increment", "append", "ifVersion");

  private ChangeJson() {}

  static Change read(JsonValue body) {
    Map<String, JsonValue> fields = body.requireFields(FIELDS);
    Change change = Change.change();
    for (var entry : Fields.object(fields, "set").entrySet()) {
      change = json(change, entry, Change::setJson);
    }
    for (JsonValue name : list(fields.get("remove"))) {
      change = change.remove(name.requireString());
    }
    for (var entry : Fields.object(fields, "increment").entrySet()) {
      long most = SessionBounds.INTEGER;
      change = change.increment(entry.getKey(), entry.getValue().requireInteger(-most, most));
    }
    for (var entry : Fields.object(fields, "append").entrySet()) {
      change = json(change, entry, Change::appendJson);
    }
    for (var entry : Fields.object(fields, "ifVersion").entrySet()) {
      long version = entry.getValue().requireInteger(0, SessionBounds.INTEGER);
      change = change.ifVersion(entry.getKey(), version);
    }
    return change;
  }

  /**
   * What a change that failed is answered with: where the store found that its attributes do not
   * allow it, the request was well-formed and met a state that it does not go with.
   */
  static RuntimeException failure(Throwable failed) {
    Throwable cause = Failures.cause(failed);
    return cause instanceof InvalidValueException invalid
        ? new Refusal(
            ProblemType.ATTRIBUTE_MISMATCH
                .problem(String.valueOf(invalid.getMessage()))
                .with("field", invalid.field()))
        : new CompletionException(cause);
  }

  private interface Step {
    Change with(Change change, String name, String json);
  }

  private static Change json(Change change, Map.Entry<String, JsonValue> entry, Step step) {
    try {
      return step.with(change, entry.getKey(), entry.getValue().text());
    } catch (CodecException e) {
      throw new InvalidValueException(entry.getValue().path(), "is JSON that cannot be kept");
    }
  }

  private static List<JsonValue> list(@org.jspecify.annotations.Nullable JsonValue value) {
    return value == null || value.isNull() ? List.of() : value.requireArray();
  }
}
