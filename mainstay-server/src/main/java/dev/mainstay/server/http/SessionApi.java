package dev.mainstay.server.http;

import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.OriginCheck;
import dev.mainstay.http.ProblemType;
import dev.mainstay.http.Shown;
import dev.mainstay.server.config.PolicyConfig;
import dev.mainstay.server.http.SessionJson.Ends;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Full;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Updated;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sessions by token: {@code /v1/sessions} and {@code /v1/sessions/current}. */
final class SessionApi {
  private static final Set<String> START = Set.of("user", "attributes", "device", "policy");
  private static final Set<String> ROTATE = Set.of("reason", "user");

  private final OpenSessions open;
  private final Map<String, PolicyConfig> policies;
  private final OriginCheck origins;
  private final Tokens tokens;

  SessionApi(
      OpenSessions open, Map<String, PolicyConfig> policies, OriginCheck origins, Tokens tokens) {
    this.open = open;
    this.policies = policies;
    this.origins = origins;
    this.tokens = tokens;
  }

  List<Resource> resources() {
    return List.of(
        Resource.at("/v1/sessions")
            .on(HttpMethod.POST, "sessions.start", this::start)
            .on(HttpMethod.DELETE, "sessions.revokeEverything", this::revokeEverything),
        Resource.at("/v1/sessions/current")
            .on(HttpMethod.GET, "sessions.find", this::find)
            .on(HttpMethod.PATCH, "sessions.update", this::update)
            .on(HttpMethod.DELETE, "sessions.revoke", this::revoke),
        Resource.at("/v1/sessions/current/rotate")
            .on(HttpMethod.POST, "sessions.rotate", this::rotate));
  }

  private CompletionStage<Answer> find(Call call) {
    call.query();
    return sessions(call)
        .async()
        .find(tokens.find(call.request().headers()).token())
        .thenApply(
            found ->
                found instanceof Found.Live live
                    ? Answer.json(200, SessionJson.live(live.session()))
                    : Answer.of(Tokens.gone((Gone) found)));
  }

  private CompletionStage<Answer> start(Call call) {
    boolean cookie = Call.isTrue(call.query("cookie"), "cookie");
    Map<String, JsonValue> fields = JsonValue.body(call.body()).requireFields(START);
    PolicyConfig policy = policy(Fields.string(fields, "policy", SessionPolicy.DEFAULT.name()));
    SessionStart start =
        new SessionStart(
            Fields.string(fields, "user"),
            Fields.string(fields, "device"),
            attributes(Fields.object(fields, "attributes")));
    return open.sessions(call.namespace(), policy.policy())
        .async()
        .start(start)
        .thenApply(
            started -> {
              if (started instanceof Started.Ok ok) {
                Ends ends = ok instanceof Started.Unconfirmed ? Ends.UNCONFIRMED : Ends.CONFIRMED;
                Answer.Content answer =
                    Answer.json(201, SessionJson.issued(ok.token(), ok.session(), ends));
                return cookie ? answer.withCookie(policy.cookie().set(ok.token())) : answer;
              }
              return full((Full) started);
            });
  }

  private static Attributes attributes(Map<String, JsonValue> values) {
    Attributes attributes = Attributes.none();
    for (Map.Entry<String, JsonValue> entry : values.entrySet()) {
      try {
        attributes = attributes.withJson(entry.getKey(), entry.getValue().text());
      } catch (CodecException e) {
        throw new InvalidValueException(entry.getValue().path(), "is JSON that cannot be kept");
      }
    }
    return attributes;
  }

  private CompletionStage<Answer> update(Call call) {
    call.query();
    var change = ChangeJson.read(JsonValue.body(call.body()));
    Tokens.Presented presented = writing(call);
    return sessions(call)
        .async()
        .update(presented.token(), change)
        .handle(
            (updated, failed) -> {
              if (failed != null) {
                throw ChangeJson.failure(failed);
              }
              return updated(updated);
            });
  }

  private static Answer updated(Updated updated) {
    if (updated instanceof Updated.Done done) {
      return Answer.json(200, SessionJson.live(done.session()));
    }
    if (updated instanceof Updated.Conflict conflict) {
      return Answer.of(
          ProblemType.VERSION_CONFLICT
              .problem("A version in ifVersion is not the attribute's own; nothing was written.")
              .with("field", "ifVersion")
              .with("versions", conflict.versions()));
    }
    return Answer.of(Tokens.gone((Gone) updated));
  }

  private CompletionStage<Answer> rotate(Call call) {
    call.query();
    Map<String, JsonValue> fields = JsonValue.body(call.body()).requireFields(ROTATE);
    Rotation rotation = rotation(fields);
    Tokens.Presented presented = writing(call);
    return policyOf(call, presented.token(), rotation)
        .thenCompose(sessions -> sessions.async().rotate(presented.token(), rotation))
        .thenApply(rotated -> rotated(rotated, presented));
  }

  private static Rotation rotation(Map<String, JsonValue> fields) {
    String user = Fields.string(fields, "user");
    String reason = Fields.string(fields, "reason", "");
    if (user != null && !reason.equals("login")) {
      throw new InvalidValueException("user", "is taken only where the reason is login");
    }
    return switch (reason) {
      case "login" -> new Rotation.Login(user);
      case "privilege" -> Rotation.privilege();
      case "periodic" -> Rotation.periodic();
      default ->
          throw new InvalidValueException(
              "reason", Shown.of(reason) + " is none of login, privilege, periodic");
    };
  }

  /**
   * The sessions under the policy that the session was started under, which decides on the grace
   * and, at a login, on limit and lifetime. Only where there are several does it take a look.
   */
  private CompletionStage<Sessions> policyOf(Call call, String token, Rotation rotation) {
    Sessions usual = sessions(call);
    boolean matters =
        rotation instanceof Rotation.Periodic
            || (rotation instanceof Rotation.Login login && login.user() != null);
    if (!matters || policies.size() == 1) {
      return CompletableFuture.completedFuture(usual);
    }
    return usual
        .async()
        .find(token)
        .thenApply(
            found ->
                found
                    .live()
                    .map(session -> policies.get(session.policy()))
                    .map(policy -> usual.with(policy.policy()))
                    .orElse(usual));
  }

  private static Answer rotated(Rotated rotated, Tokens.Presented presented) {
    if (rotated instanceof Rotated.Renewed renewed) {
      Ends ends = renewed instanceof Rotated.Unconfirmed ? Ends.UNCONFIRMED : Ends.CONFIRMED;
      Answer.Content answer =
          Answer.json(200, SessionJson.issued(renewed.token(), renewed.session(), ends));
      return presented.cookie() == null
          ? answer
          : answer.withCookie(presented.cookie().set(renewed.token()));
    }
    if (rotated instanceof Rotated.Lost) {
      return Answer.of(
          ProblemType.ROTATION_LOST.problem(
              "The answer of the rotation that came first carries the new token."));
    }
    return rotated instanceof Full full ? full(full) : Answer.of(Tokens.gone((Gone) rotated));
  }

  /**
   * A cookie goes when the logout is confirmed, and not before: with it a browser can repeat one
   * that was not, and meanwhile it leads to no session.
   */
  private CompletionStage<Answer> revoke(Call call) {
    call.query();
    Tokens.Presented presented = writing(call);
    return sessions(call)
        .async()
        .revoke(presented.token())
        .thenApply(
            any ->
                presented.cookie() == null
                    ? Answer.NO_CONTENT
                    : Answer.NO_CONTENT.withCookie(presented.cookie().clear()));
  }

  private CompletionStage<Answer> revokeEverything(Call call) {
    call.query();
    if (!call.grant().admin()) {
      throw new Refusal(
          ProblemType.FORBIDDEN.problem("This needs an API key that is configured with admin."));
    }
    return sessions(call)
        .async()
        .revokeEverything()
        .thenApply(done -> Answer.json(200, "{\"revoked\":true}"));
  }

  private Sessions sessions(Call call) {
    return open.sessions(call.namespace(), policy(SessionPolicy.DEFAULT.name()).policy());
  }

  private PolicyConfig policy(String name) {
    PolicyConfig policy = policies.get(name);
    if (policy == null) {
      throw new Refusal(
          ProblemType.NOT_FOUND
              .problem("No policy of this name is configured.")
              .with("field", "policy")
              .with("allowed", policies.keySet().stream().sorted().toList()));
    }
    return policy;
  }

  /** The token of a call that writes: one from a cookie must not have come from another site. */
  private Tokens.Presented writing(Call call) {
    HttpServerRequest request = call.request();
    Tokens.Presented presented = tokens.find(request.headers());
    if (presented.cookie() != null) {
      OriginCheck.Verdict verdict =
          origins.decide(
              request.method().name(),
              request.isSSL() ? "https" : "http",
              name -> Heads.field(request, name));
      if (!verdict.passes()) {
        throw new Refusal(
            ProblemType.CROSS_ORIGIN.problem(
                "With a cookie this needs the own origin: " + verdict.reason() + "."));
      }
    }
    return presented;
  }

  private static Answer full(Full full) {
    return Answer.of(
        ProblemType.SESSION_LIMIT
            .problem("The user has " + full.limit() + " sessions, and the policy rejects more.")
            .with("limit", full.limit()));
  }
}
