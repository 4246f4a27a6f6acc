package dev.mainstay.bench.peers;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** Spring Session through its own servlet filter. */
public final class SpringPeer<S extends Session> implements Peer {
  private static final String ATTRIBUTE = "cart";
  private static final String USER = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

  private final SpringStore<S> store;
  private final SessionRepositoryFilter<S> filter;

  /** What an application does with a request. */
  private interface Application {
    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  /** Drives a repository. */
  public SpringPeer(SpringStore<S> store) {
    this.store = store;
    this.filter = new SessionRepositoryFilter<>(store.repository());
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public String clientName() {
    return store.clientName();
  }

  @Override
  public String start(@Nullable String user) {
    return request(
        null,
        (request, response) -> {
          HttpSession session = request.getSession();
          session.setAttribute(ATTRIBUTE, "empty");
          if (user != null) {
            session.setAttribute(USER, user);
          }
        });
  }

  @Override
  public void read(String token, boolean flushed) {
    request(
        token,
        (request, response) -> {
          Objects.requireNonNull(session(request).getAttribute(ATTRIBUTE));
          if (flushed) {
            response.flushBuffer();
          }
        });
  }

  @Override
  public void write(String token, String value) {
    request(token, (request, response) -> session(request).setAttribute(ATTRIBUTE, value));
  }

  @Override
  public String rotate(String token) {
    return request(
        token,
        (request, response) -> {
          session(request);
          request.changeSessionId();
        });
  }

  @Override
  public String login(String token, String user) {
    return request(
        token,
        (request, response) -> {
          session(request);
          request.changeSessionId();
          session(request).setAttribute(USER, user);
        });
  }

  @Override
  public void logout(String token) {
    request(token, (request, response) -> session(request).invalidate());
  }

  @Override
  public boolean logoutEverywhere(String user) {
    SessionRepository<S> repository = store.repository();
    if (repository instanceof FindByIndexNameSessionRepository<?> indexed) {
      indexed.findByPrincipalName(user).keySet().forEach(repository::deleteById);
      return true;
    }
    return false;
  }

  private String request(@Nullable String token, Application application) {
    Exchange exchange = new Exchange(token);
    try {
      filter.doFilter(
          exchange.request(),
          exchange.response(),
          (request, response) ->
              application.serve((HttpServletRequest) request, (HttpServletResponse) response));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
    return exchange.cookie();
  }

  private static HttpSession session(HttpServletRequest request) {
    return Objects.requireNonNull(request.getSession(false), "the session is gone");
  }

  @Override
  public void close() {
    store.close();
  }
}
