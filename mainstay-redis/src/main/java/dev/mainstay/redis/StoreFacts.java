package dev.mainstay.redis;

/**
 * What the server said of itself when the connection was made. What it refused to tell is {@link
 * #UNKNOWN}.
 *
 * @param kind {@code redis} or {@code valkey}
 * @param version as in {@code 7.0.15}
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 * @param role {@code master} or {@code slave}, in the server's own words
 * @param maxmemoryPolicy as in {@code noeviction}
 * @param persistence {@code none}, {@code aof}, {@code rdb} or {@code aof+rdb}
 * @param replicas how many replicas are connected
 */
public record StoreFacts(
    String kind,
    String version,
    String mode,
    String role,
    String maxmemoryPolicy,
    String persistence,
    String replicas) {
  /** The server did not tell. */
  public static final String UNKNOWN = "unknown";
}
