package dev.mainstay.redis;

import dev.mainstay.errors.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is and who asks. Its text form never holds a password.
 *
 * @param topology what the servers are to each other
 * @param tls whether connections are encrypted
 * @param servers the server; the sentinels; or some nodes of the cluster
 * @param master the name under which the sentinels know the primary, {@code null} without them
 * @param user the ACL user, {@code null} for the default user
 * @param password the password, {@code null} for none
 * @param database the number of the database
 */
public record RedisUrl(
    Topology topology,
    boolean tls,
    List<ServerAddress> servers,
    @Nullable String master,
    @Nullable String user,
    @Nullable String password,
    int database) {

  /** What the servers of a store are to each other. */
  public enum Topology {
    /** One server, or whatever one address leads to. */
    STANDALONE,
    /** A primary with replicas, watched by sentinels. */
    SENTINEL,
    /** Primaries that share the keys, each with replicas. */
    CLUSTER
  }

  private static final String FIELD = "url";
  private static final String FORMS =
      "allowed are redis://[user:password@]host[:port][/database],"
          + " redis-sentinel://[user:password@]host[:port],host[:port]/0#name-of-the-primary,"
          + " redis-cluster://[user:password@]host[:port],host[:port], these with rediss for TLS,"
          + " redis-socket:///path[?user=..&password=..&db=..], and all with valkey";
  private static final Set<String> SOCKET_PARAMETERS = Set.of("user", "password", "db");
  private static final int DEFAULT_PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;
  private static final int MAX_PORT = 65_535;
  private static final int MOST_SERVERS = 64;

  /**
   * Reads a URL.
   *
   * @throws InvalidValueException naming what is wrong; the message never holds the password
   */
  public static RedisUrl parse(String url) {
    int end = url.indexOf("://");
    String scheme = end < 0 ? "" : url.substring(0, end).replaceFirst("^valkey", "redis");
    return switch (scheme) {
      case "redis" -> servers(url, Topology.STANDALONE, false);
      case "rediss" -> servers(url, Topology.STANDALONE, true);
      case "redis-sentinel" -> servers(url, Topology.SENTINEL, false);
      case "rediss-sentinel" -> servers(url, Topology.SENTINEL, true);
      case "redis-cluster" -> servers(url, Topology.CLUSTER, false);
      case "rediss-cluster" -> servers(url, Topology.CLUSTER, true);
      case "redis-socket" -> socket(url);
      default -> throw wrong(url, FORMS);
    };
  }

  /** Several hosts are no host to {@link URI}, so the parts are read one by one. */
  private static RedisUrl servers(String url, Topology topology, boolean tls) {
    String rest = url.substring(url.indexOf("://") + 3);
    String name = after(rest, '#');
    String beforeName = before(rest, '#');
    if (beforeName.indexOf('?') >= 0 || (name != null && topology != Topology.SENTINEL)) {
      throw wrong(url, "parameters are not allowed here; " + FORMS);
    }
    String path = after(beforeName, '/');
    String authority = before(beforeName, '/');
    int at = authority.lastIndexOf('@');
    Login login = login(url, at < 0 ? "" : authority.substring(0, at));
    List<ServerAddress> servers = addresses(url, topology, authority.substring(at + 1));
    int database = database(url, path == null ? "" : path);
    if (topology == Topology.CLUSTER && database != 0) {
      throw wrong(url, "a cluster has no database but 0");
    }
    if (topology == Topology.SENTINEL && (name == null || name.isEmpty())) {
      throw wrong(url, "the name of the primary is missing behind a #, as in #main; " + FORMS);
    }
    return new RedisUrl(
        topology,
        tls,
        servers,
        name == null ? null : name(url, name),
        login.user(),
        login.password(),
        database);
  }

  private static List<ServerAddress> addresses(String url, Topology topology, String text) {
    String[] hosts = text.split(",", -1);
    if (topology == Topology.STANDALONE && hosts.length > 1) {
      throw wrong(url, "several hosts are for redis-sentinel:// and redis-cluster://");
    }
    if (hosts.length > MOST_SERVERS) {
      throw wrong(url, hosts.length + " hosts are too many, allowed are " + MOST_SERVERS);
    }
    int otherwise = topology == Topology.SENTINEL ? SENTINEL_PORT : DEFAULT_PORT;
    List<ServerAddress> servers = new ArrayList<>();
    for (String host : hosts) {
      servers.add(address(url, host, otherwise));
    }
    return List.copyOf(servers);
  }

  private static ServerAddress address(String url, String text, int otherwise) {
    URI uri = uri(url, "redis://" + text);
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw wrong(url, "the host is missing or not a host name; " + FORMS);
    }
    int port = uri.getPort() == -1 ? otherwise : uri.getPort();
    if (port < 1 || port > MAX_PORT) {
      throw wrong(url, "the port must be from 1 to " + MAX_PORT);
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return ServerAddress.tcp(bare, port);
  }

  private static RedisUrl socket(String url) {
    URI uri = uri(url, url);
    String path = uri.getPath();
    if (path == null || path.length() < 2 || uri.getRawAuthority() != null) {
      throw wrong(url, "a socket needs an absolute path after three slashes; " + FORMS);
    }
    Map<String, String> parameters = parameters(url, uri.getRawQuery());
    return new RedisUrl(
        Topology.STANDALONE,
        false,
        List.of(ServerAddress.socket(path)),
        null,
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

  private static Login login(String url, String info) {
    if (info.isEmpty()) {
      return new Login(null, null);
    }
    if (info.indexOf('@') >= 0) {
      throw wrong(url, "not a URL (a password's special characters need %XX); " + FORMS);
    }
    uri(url, "redis://" + info + "@h");
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

  private static String name(String url, String raw) {
    uri(url, "redis://h#" + raw);
    return decode(raw);
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

  private static String before(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static @Nullable String after(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? null : text.substring(at + 1);
  }

  private static URI uri(String url, String part) {
    try {
      return new URI(part);
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
    String path = servers.get(0).socket();
    if (path != null) {
      return "redis-socket://" + path + (database == 0 ? "" : "?db=" + database);
    }
    String kind =
        switch (topology) {
          case STANDALONE -> "";
          case SENTINEL -> "-sentinel";
          case CLUSTER -> "-cluster";
        };
    String hosts = servers.stream().map(ServerAddress::toString).collect(Collectors.joining(","));
    return (tls ? "rediss" : "redis")
        + kind
        + "://"
        + hosts
        + (database == 0 ? "" : "/" + database)
        + (master == null ? "" : "#" + master);
  }
}
