package dev.mainstay.server.http;

import dev.mainstay.http.Problem;
import dev.mainstay.http.ProblemType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Makes the router's own answers problems, like all others. */
final class RouterProblems {
  private RouterProblems() {}

  static Router on(Router router) {
    return router
        .errorHandler(
            404, context -> answer(context, ProblemType.NOT_FOUND.problem("No such path.")))
        .errorHandler(405, context -> answer(context, ProblemType.METHOD_NOT_ALLOWED.problem()))
        .errorHandler(400, context -> answer(context, ProblemType.INVALID_VALUE.problem()))
        .errorHandler(500, RouterProblems::failed);
  }

  private static void failed(RoutingContext context) {
    Throwable failure = context.failure();
    String id = context.response().headers().get("Mainstay-Request-Id");
    answer(
        context,
        failure == null
            ? ProblemType.INTERNAL.problem()
            : Failures.problem(failure, "", id == null ? "" : id));
  }

  private static void answer(RoutingContext context, Problem problem) {
    var response = context.response().setStatusCode(problem.status());
    problem.headers().forEach(response::putHeader);
    response
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(problem.withInstance(Heads.path(context.request())).json());
  }
}
