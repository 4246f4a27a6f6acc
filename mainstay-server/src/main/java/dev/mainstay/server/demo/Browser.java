package dev.mainstay.server.demo;

import dev.mainstay.limits.Algorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One user's browser. It keeps the cookie of his login, and where a replica made him log in again,
 * that replica's.
 */
final class Browser {
  /** What a replica answers to somebody who comes with a cookie. */
  enum Welcome {
    /** It knows him. */
    LET_IN,
    /** It knows no such session. */
    UNKNOWN,
    /** It mistakes him for somebody else. */
    TAKEN_FOR_ANOTHER,
    /** It cannot tell now. */
    NOT_ANSWERED
  }

  /** What a replica answers to somebody who logs out. */
  enum Farewell {
    /** He is logged out, whatever fails over. */
    LOGGED_OUT,
    /** He is, and a failover now could undo it. */
    UNCONFIRMED,
    /** It cannot tell now. */
    NOT_ANSWERED
  }

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String user;
  private final AtomicInteger requests;
  private final Map<String, String> cookies = new ConcurrentHashMap<>();
  private volatile String first = "";

  /**
   * A browser without a cookie.
   *
   * @param requests counts each request
   */
  Browser(String user, AtomicInteger requests) {
    this.user = user;
    this.requests = requests;
  }

  /** Logs in there. */
  void login(ReplicaProcess replica) {
    HttpResponse<String> answer = send(replica, "POST", "/login", user);
    String cookie = answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
    if (answer.statusCode() != 200 || cookie.isEmpty()) {
      throw new IllegalStateException("a login was answered with " + answer.statusCode());
    }
    first = first.isEmpty() ? cookie : first;
    cookies.put(replica.name(), cookie);
  }

  /** What he is told there. */
  Welcome ask(ReplicaProcess replica) {
    HttpResponse<String> answer = send(replica, "GET", "/me", "");
    return switch (answer.statusCode()) {
      case 200 -> answer.body().equals(user) ? Welcome.LET_IN : Welcome.TAKEN_FOR_ANOTHER;
      case 401 -> Welcome.UNKNOWN;
      default -> Welcome.NOT_ANSWERED;
    };
  }

  /** Whether he is let in there; a replica that cannot tell does not let him in. */
  boolean isKnown(ReplicaProcess replica) {
    return ask(replica) == Welcome.LET_IN;
  }

  /** Logs out there. */
  Farewell logout(ReplicaProcess replica) {
    HttpResponse<String> answer = send(replica, "POST", "/logout", "");
    if (answer.statusCode() == 200) {
      return Farewell.LOGGED_OUT;
    }
    return answer.body().equals(Replica.UNCONFIRMED) ? Farewell.UNCONFIRMED : Farewell.NOT_ANSWERED;
  }

  /** Whether one more request is let in there by the limit of an algorithm. */
  boolean take(ReplicaProcess replica, Algorithm algorithm) {
    int status = send(replica, "POST", "/limited", algorithm.name()).statusCode();
    if (status != 200 && status != 429) {
      throw new IllegalStateException("a limit was answered with " + status);
    }
    return status == 200;
  }

  private HttpResponse<String> send(
      ReplicaProcess replica, String method, String path, String body) {
    requests.incrementAndGet();
    URI uri = URI.create("http://127.0.0.1:" + replica.port() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    String cookie = cookies.getOrDefault(replica.name(), first);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("replica " + replica.name() + " did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
