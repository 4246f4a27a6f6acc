package dev.mainstay.server.http;

import dev.mainstay.http.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One request and its answer, which is given once. */
final class Exchange {
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("Mainstay-Request-Id");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized(Problem.MEDIA_TYPE);

  private static final int OK = 200;

  /** What logs and metrics show for an answer that nobody waited for; never sent. */
  private static final int HUNG_UP = 499;

  private final HttpServerRequest request;
  private final RequestListener listener;
  private final Context context;
  private final AtomicInteger inFlight;
  private final String id;
  private final long begun = System.nanoTime();
  private String route = "unmatched";
  private String operation = "";
  private boolean told;

  Exchange(
      HttpServerRequest request,
      Context context,
      RequestListener listener,
      AtomicInteger inFlight) {
    this.request = request;
    this.inFlight = inFlight;
    inFlight.incrementAndGet();
    this.context = context;
    this.listener = listener;
    this.id = RequestId.of(request.headers().get(REQUEST_ID));
    request.response().putHeader(REQUEST_ID, id).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
  }

  HttpServerRequest request() {
    return request;
  }

  /** What the request turned out to be for. */
  void isFor(Resource resource, Resource.Endpoint endpoint) {
    route = resource.template();
    operation = endpoint.operation();
  }

  /** What the request turned out to be for, though it cannot be done. */
  void isFor(Resource resource) {
    route = resource.template();
  }

  /** Answers when the stage has ended, on the request's own event loop. */
  void answer(CompletionStage<Answer> stage) {
    stage.whenComplete(
        (answer, failed) -> {
          Answer last = failed == null ? answer : answerTo(failed);
          if (context.equals(Vertx.currentContext())) {
            answer(last);
          } else {
            context.runOnContext(now -> answer(last));
          }
        });
  }

  /** Answers what was thrown. */
  void fail(Throwable failed) {
    answer(answerTo(failed));
  }

  void answer(Answer answer) {
    if (answer instanceof Answer.Content content) {
      String json = content.json();
      Buffer body = json == null ? null : Buffer.buffer(json);
      send(content.status(), content.headers(), JSON, body);
    } else if (answer instanceof Answer.Bytes bytes) {
      send(OK, bytes.headers(), bytes.type(), bytes.body());
    } else if (answer instanceof Answer.Trouble trouble) {
      Problem problem = trouble.problem();
      String json = problem.withInstance(Heads.path(request)).json();
      send(problem.status(), problem.headers(), PROBLEM_JSON, Buffer.buffer(json));
    }
  }

  private void send(
      int status, Map<String, String> headers, CharSequence type, @Nullable Buffer body) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(status);
      headers.forEach(response::putHeader);
      Future<Void> sent = body == null ? response.end() : send(response, type, body);
      if (headers.containsKey("Connection")) {
        sent.onComplete(done -> HangUp.after(request, context));
      }
    }
    told(status);
  }

  private Future<Void> send(HttpServerResponse response, CharSequence type, Buffer body) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    if (!request.method().equals(HttpMethod.HEAD)) {
      return response.end(body);
    }
    return response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
  }

  /** Leaves the answer to the router, and hears of its end. */
  void handOver(HttpApi.Next next) {
    HttpServerResponse response = request.response();
    response.endHandler(
        ended -> {
          route = response.getStatusCode() == 404 ? route : Heads.path(request);
          told(response.getStatusCode());
        });
    response.closeHandler(closed -> abandon());
    next.handle(request);
  }

  private Answer answerTo(Throwable failed) {
    return Answer.of(Failures.problem(failed, operation, id));
  }

  /** The caller hung up before it was answered. */
  void abandon() {
    told(HUNG_UP);
  }

  private void told(int status) {
    if (!told) {
      told = true;
      inFlight.decrementAndGet();
      listener.answered(id, request.method().name(), route, status, System.nanoTime() - begun);
    }
  }
}
