package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.redis.RedisOptions;
import io.lettuce.core.RedisCommandExecutionException;
import java.io.FileNotFoundException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why no connection was made, and what to do. */
final class ConnectFailure {
  private static final String OPERATION = "connect";

  private ConnectFailure() {}

  static MainstayException explain(RedisOptions options, Throwable failure) {
    String where = options.url().toString();
    Throwable login = find(failure, RedisCommandExecutionException.class);
    if (login != null) {
      return login(where, String.valueOf(login.getMessage()), failure);
    }
    Throwable tls = find(failure, SSLException.class);
    if (tls != null) {
      return new StoreFaultException(
          OPERATION,
          where
              + ": TLS failed ("
              + deepest(tls)
              + "); check tls.caFile, that the certificate names the host, that the port speaks"
              + " TLS, and tls.certificateFile if the server asks for one",
          failure);
    }
    if (find(failure, UnknownHostException.class) != null) {
      return away(where + ": the host name is not known; check the URL", failure);
    }
    if (find(failure, FileNotFoundException.class) != null) {
      return away(
          where + ": there is no such socket; check the path, and that the server runs", failure);
    }
    if (isHangUp(failure)) {
      return away(where + ": " + hangUp(options.url().tls()), failure);
    }
    return away(where + ": " + socketProblem(deepest(failure), options.connectTimeout()), failure);
  }

  /**
   * The server closed the connection. In which words one hears of it depends on who was quicker:
   * the close may meet a read, a write or nothing at all.
   */
  private static boolean isHangUp(Throwable failure) {
    String said = deepest(failure);
    return find(failure, ClosedChannelException.class) != null
        || said.contains("reset")
        || said.contains("Broken pipe")
        || said.contains("closed")
        // Lettuce's words where the connection was closed before it could say anything itself.
        || said.contains("HandshakeHandler");
  }

  /** With TLS 1.3 a server judges the client's certificate when the client is done already. */
  private static String hangUp(boolean tls) {
    String said = "the server closed the connection at once";
    return tls
        ? said
            + ": TLS failed there (check tls.certificateFile if it asks for one), or it is at its"
            + " maxclients"
        : said
            + ", as one at its maxclients does; raise maxclients, and check that a Redis or Valkey"
            + " runs there";
  }

  /** Whether the server refused user and password, or asked for them. */
  static boolean isLogin(Throwable failure) {
    Throwable login = find(failure, RedisCommandExecutionException.class);
    return login != null && isLogin(String.valueOf(login.getMessage()));
  }

  private static boolean isLogin(String said) {
    return said.startsWith("WRONGPASS") || said.startsWith("NOAUTH") || said.contains("AUTH");
  }

  /** The innermost reason, in its own words. */
  static String reason(Throwable failure) {
    return deepest(failure);
  }

  private static MainstayException login(String where, String said, Throwable failure) {
    if (isLogin(said)) {
      return new StoreFaultException(
          OPERATION, where + " refused the login; check user and password in the URL", failure);
    }
    if (said.contains("max number of clients")) {
      return away(where + " has its maximum of clients; raise maxclients", failure);
    }
    if (said.startsWith("LOADING")) {
      return away(where + " is loading its data; wait until it is done", failure);
    }
    return new StoreFaultException(
        OPERATION, where + " answered \"" + said + "\" to the login; check the URL", failure);
  }

  private static String socketProblem(String said, Duration timeout) {
    if (said.contains("Permission denied")) {
      return "this user may not use the socket; check its permissions";
    }
    if (said.contains("refused")) {
      return "the connection was refused; check host and port, and that the server runs";
    }
    if (said.contains("timed out")) {
      return "no answer within "
          + timeout.toMillis()
          + " ms; check host, port and firewall, and on both sides whether TLS is on";
    }
    if (said.contains("native transport") || said.contains("epoll") || said.contains("kqueue")) {
      return "Unix sockets need Netty's native transport for this platform; use redis:// instead";
    }
    return said + "; check the URL, and that a Redis or Valkey runs there";
  }

  private static StoreUnavailableException away(String problem, Throwable failure) {
    return new StoreUnavailableException(
        OPERATION, problem, Applied.NO, Duration.ofSeconds(1), failure);
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return at;
      }
    }
    return null;
  }

  private static String deepest(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
  }
}
