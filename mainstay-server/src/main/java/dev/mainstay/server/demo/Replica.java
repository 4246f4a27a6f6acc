package dev.mainstay.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.Mainstay;
import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.http.SessionCookie;
import dev.mainstay.limits.Algorithm;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * One replica: a process with a small API. {@code POST /login} with a user's name sets a cookie,
 * {@code GET /me} answers the name, {@code POST /logout} ends the session, {@code POST /limited}
 * with an algorithm's name takes of its limit. Nothing in it knows where the state is.
 */
final class Replica {
  /** What the first argument is for a replica that keeps its sessions to itself. */
  static final String OWN_MEMORY = "own-memory";

  /** What it is for one that reads the address of a shared store from its standard input. */
  static final String SHARED = "shared";

  /** What the line on standard output begins with when it answers; the port follows. */
  static final String READY = "ready ";

  /** What a 503 says where somebody is logged out and a failover could undo it. */
  static final String UNCONFIRMED = "logged out, not confirmed";

  private static final SessionCookie COOKIE = SessionCookie.insecure("sid");
  private static final int THREADS = 4;

  private final LoginState state;
  private final LimitState limits;

  private Replica(LoginState state, LimitState limits) {
    this.state = state;
    this.limits = limits;
  }

  private static Replica alone() {
    return new Replica(
        new LoginState.OwnMemory(), new LimitState(Mainstay.on(MemoryEngine.create())));
  }

  private static Replica on(String store) {
    Mainstay mainstay = Mainstay.on(RedisEngine.connect(store));
    return new Replica(new LoginState.Shared(mainstay), new LimitState(mainstay));
  }

  /** Answers until its standard input ends, which it does with the parent. */
  public static void main(String[] args) throws IOException {
    Replica replica = args[0].equals(SHARED) ? on(StoreAddress.readFrom(System.in).url()) : alone();
    System.out.println(READY + replica.listen());
    while (System.in.read() >= 0) {
      // Nothing is said any more.
    }
    System.exit(0);
  }

  private int listen() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(anyPort, 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/login", guarded(this::login));
    server.createContext("/me", guarded(this::me));
    server.createContext("/logout", guarded(this::logout));
    server.createContext("/limited", guarded(this::limited));
    server.start();
    return server.getAddress().getPort();
  }

  private void login(HttpExchange request) throws IOException {
    String user = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    request.getResponseHeaders().add("Set-Cookie", COOKIE.set(state.login(user)));
    answer(request, 200, user);
  }

  private void me(HttpExchange request) throws IOException {
    Optional<String> user = token(request).flatMap(state::who);
    answer(request, user.isPresent() ? 200 : 401, user.orElse("nobody"));
  }

  private void logout(HttpExchange request) throws IOException {
    token(request).ifPresent(state::logout);
    request.getResponseHeaders().add("Set-Cookie", COOKIE.clear());
    answer(request, 200, "");
  }

  private void limited(HttpExchange request) throws IOException {
    String name = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    answer(request, limits.lets(Algorithm.valueOf(name)) ? 200 : 429, "");
  }

  private static Optional<String> token(HttpExchange request) {
    List<String> cookies = request.getRequestHeaders().getOrDefault("Cookie", List.of());
    return COOKIE.look(cookies).token();
  }

  private interface Handling {
    void handle(HttpExchange request) throws IOException;
  }

  private static HttpHandler guarded(Handling handling) {
    return request -> {
      try {
        handling.handle(request);
      } catch (StoreUnavailableException e) {
        request.getResponseHeaders().add("Retry-After", "1");
        answer(request, 503, e instanceof UnconfirmedException ? UNCONFIRMED : "try again");
      } finally {
        request.close();
      }
    };
  }

  private static void answer(HttpExchange request, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    request.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    request.getResponseBody().write(body);
  }
}
