package dev.mainstay.redis;

import dev.mainstay.errors.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is and who asks. Its text form never holds the password.
 *
 * @param tls whether the connection is encrypted
 * @param host the host, {@code null} with a Unix socket
 * @param port the port, 0 with a Unix socket
 * @param socket the path of a Unix socket, {@code null} with a host
 * @param user the ACL user, {@code null} for the default user
 * @param password the password, {@code null} for none
 * @param database the number of the database
 */
public record RedisUrl(
    boolean tls,
    @Nullable String host,
    int port,
    @Nullable String socket,
    @Nullable String user,
    @Nullable String password,
    int database) {

  private static final String FIELD = "url";
  private static final String FORMS =
      "allowed are redis://[user:password@]host[:port][/database], the same with rediss:// for TLS,"
          + " redis-socket:///path[?user=..&password=..&db=..], and all three with valkey";
  private static final Set<String> SOCKET_PARAMETERS = Set.of("user", "password", "db");
  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_PORT = 65_535;

  /**
   * Reads a URL.
   *
   * @throws InvalidValueException naming what is wrong; the message never holds the password
   */
  public static RedisUrl parse(String url) {
    String scheme = url.contains("://") ? url.substring(0, url.indexOf("://")) : "";
    return switch (scheme) {
      case "redis", "valkey" -> host(url, false);
      case "rediss", "valkeys" -> host(url, true);
      case "redis-socket", "valkey-socket" -> socket(url);
      case "redis-sentinel", "valkey-sentinel", "redis-cluster", "valkey-cluster" ->
          throw wrong(url, scheme + ":// comes in the next release; use redis:// today");
      default -> throw wrong(url, FORMS);
    };
  }

  private static RedisUrl host(String url, boolean tls) {
    URI uri = uri(url);
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw wrong(url, "the host is missing or not a host name; " + FORMS);
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong(url, "parameters are not allowed here; " + FORMS);
    }
    int port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
    if (port < 1 || port > MAX_PORT) {
      throw wrong(url, "the port must be from 1 to " + MAX_PORT);
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String database = path.startsWith("/") ? path.substring(1) : path;
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    Login login = login(uri.getRawUserInfo());
    return new RedisUrl(
        tls, bare, port, null, login.user(), login.password(), database(url, database));
  }

  private static RedisUrl socket(String url) {
    URI uri = uri(url);
    String path = uri.getPath();
    if (path == null || path.length() < 2 || uri.getRawAuthority() != null) {
      throw wrong(url, "a socket needs an absolute path after three slashes; " + FORMS);
    }
    Map<String, String> parameters = parameters(url, uri.getRawQuery());
    return new RedisUrl(
        false,
        null,
        0,
        path,
        parameters.get("user"),
        parameters.get("password"),
        database(url, parameters.getOrDefault("db", "")));
  }

  private static Map<String, String> parameters(String url, @Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!SOCKET_PARAMETERS.contains(name) || equals < 0) {
        throw wrong(url, "a socket's parameters are user, password and db");
      }
      parameters.put(name, decode(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private record Login(@Nullable String user, @Nullable String password) {}

  private static Login login(@Nullable String info) {
    if (info == null || info.isEmpty()) {
      return new Login(null, null);
    }
    int colon = info.indexOf(':');
    if (colon < 0) {
      return new Login(null, decode(info));
    }
    String user = decode(info.substring(0, colon));
    return new Login(user.isEmpty() ? null : user, decode(info.substring(colon + 1)));
  }

  /** Percent escapes only: a plus sign in a password is a plus sign. */
  private static String decode(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static int database(String url, String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("\\d{1,5}")) {
      throw wrong(url, "the database must be a number, as in /1");
    }
    return Integer.parseInt(text);
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // The cause is left out on purpose: its message quotes the whole URL.
      throw wrong(url, "not a URL (a password's special characters need %XX); " + FORMS);
    }
  }

  private static InvalidValueException wrong(String url, String problem) {
    return new InvalidValueException(FIELD, "\"" + withoutSecrets(url) + "\": " + problem);
  }

  /** Cuts everything that could hold a password, also from what is no URL. */
  static String withoutSecrets(String url) {
    String noQuery = url.indexOf('?') < 0 ? url : url.substring(0, url.indexOf('?')) + "?...";
    int at = noQuery.lastIndexOf('@');
    int scheme = noQuery.indexOf("://");
    if (at < 0) {
      return noQuery;
    }
    String kept = scheme >= 0 && scheme < at ? noQuery.substring(0, scheme + 3) : "";
    return kept + "...@" + noQuery.substring(at + 1);
  }

  /** The URL without user and password, as in {@code redis://host:6379}. */
  @Override
  public String toString() {
    String suffix = database == 0 ? "" : "/" + database;
    if (socket != null) {
      return "redis-socket://" + socket + (database == 0 ? "" : "?db=" + database);
    }
    String shown = host != null && host.contains(":") ? "[" + host + "]" : host;
    return (tls ? "rediss://" : "redis://") + shown + ":" + port + suffix;
  }
}
