package dev.mainstay.server.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests without a cookie, and answers of nothing but 200. */
final class Plain {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Plain() {}

  /** What is answered. */
  static CompletableFuture<String> send(URI uri, String method, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body))
            .build();
    return CLIENT
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(answer -> good(uri, answer));
  }

  private static String good(URI uri, HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(uri.getPath() + " was answered with " + answer.statusCode());
    }
    return answer.body();
  }
}
