package dev.mainstay.server.http;

import dev.mainstay.Mainstay;
import dev.mainstay.http.Durations;
import dev.mainstay.http.ProblemType;
import dev.mainstay.sessions.AsyncSessions;
import dev.mainstay.sessions.SessionPolicy;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The sessions of a user, seen by the application: {@code /v1/users/{user}/sessions}. */
final class UserApi {
  private final Mainstay mainstay;

  UserApi(Mainstay mainstay) {
    this.mainstay = mainstay;
  }

  List<Resource> resources() {
    return List.of(
        Resource.at("/v1/users/{user}/sessions")
            .on(HttpMethod.GET, "sessions.list", this::list)
            .on(HttpMethod.DELETE, "sessions.revokeAll", this::revokeAll),
        Resource.at("/v1/users/{user}/sessions/{id}")
            .on(HttpMethod.DELETE, "sessions.revoke", this::revoke));
  }

  private CompletionStage<Answer> list(Call call) {
    String staleness = call.query("staleness").get("staleness");
    return sessions(call)
        .list(
            call.id(0, "user"),
            staleness == null ? Duration.ZERO : Durations.parse("staleness", staleness))
        .thenApply(sessions -> Answer.json(200, SessionJson.list(sessions)));
  }

  private CompletionStage<Answer> revokeAll(Call call) {
    String except = call.query("except").get("except");
    String user = call.id(0, "user");
    AsyncSessions sessions = sessions(call);
    return (except == null ? sessions.revokeAll(user) : sessions.revokeOthers(user, except))
        .thenApply(
            count ->
                Answer.json(200, new JsonOut().open().number("revoked", count).close().toString()));
  }

  private CompletionStage<Answer> revoke(Call call) {
    call.query();
    return sessions(call)
        .revoke(call.id(0, "user"), call.id(1, "id"))
        .thenApply(
            ended ->
                ended
                    ? Answer.NO_CONTENT
                    : Answer.of(
                        ProblemType.NOT_FOUND.problem("The user has no live session of this id.")));
  }

  private AsyncSessions sessions(Call call) {
    return mainstay.sessions(call.namespace(), SessionPolicy.DEFAULT).async();
  }
}
