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
import dev.mainstay.redis.RedisOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * One replica: a process with a small API. {@code POST /login} with a user's name sets a cookie,
 * {@code GET /me} answers the name, {@code POST /logout} ends the session, {@code POST /limited}
 * with an algorithm's name takes of its limit, {@code POST /price} with the address of a table
 * answers the price in it, {@code POST /reprice} with a price behind that changes it. Nothing in it
 * knows where the state is.
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
  private static final int THREADS = 64;
  private static final int BACKLOG = 1_000;

  /** What the demo shows is to hold on a busy machine too. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LoginState state;
  private final LimitState limits;
  private final PriceState prices;

  private Replica(LoginState state, Mainstay mainstay) {
    this.state = state;
    this.limits = new LimitState(mainstay);
    this.prices = new PriceState(mainstay);
  }

  private static Replica alone() {
    return new Replica(new LoginState.OwnMemory(), Mainstay.on(MemoryEngine.create()));
  }

  private static Replica on(String store) {
    RedisOptions state = RedisOptions.parse(store);
    RedisOptions caches = state.withRole("cache").withReadDeadline(PATIENCE);
    Mainstay mainstay = Mainstay.on(RedisEngine.connect(state, caches));
    return new Replica(new LoginState.Shared(mainstay), mainstay);
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
    HttpServer server = HttpServer.create(anyPort, BACKLOG);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/login", guarded(this::login));
    server.createContext("/me", guarded(this::me));
    server.createContext("/logout", guarded(this::logout));
    server.createContext("/limited", guarded(this::limited));
    server.createContext("/price", guarded(this::price));
    server.createContext("/reprice", guarded(this::reprice));
    server.start();
    return server.getAddress().getPort();
  }

  private void login(HttpExchange request) throws IOException {
    String user = body(request);
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
    answer(request, limits.lets(Algorithm.valueOf(body(request))) ? 200 : 429, "");
  }

  private void price(HttpExchange request) throws IOException {
    answer(request, 200, prices.read(URI.create(body(request))));
  }

  private void reprice(HttpExchange request) throws IOException {
    String[] tableAndPrice = body(request).split(" ", 2);
    prices.change(URI.create(tableAndPrice[0]), tableAndPrice[1]);
    answer(request, 200, "");
  }

  private static String body(HttpExchange request) throws IOException {
    return new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
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
