package dev.mainstay.bench.peers;

import org.jspecify.annotations.Nullable;

/**
 * Sessions as a web application uses them, one whole request per method: it looks for the session
 * at its start and saves at its end what has changed. Tokens are what the client keeps.
 */
public interface Peer extends AutoCloseable {
  /** What it is called in tables. */
  String name();

  /** The name of its connections in {@code CLIENT LIST}. */
  String clientName();

  /**
   * A request without a session that starts one with an attribute.
   *
   * @param user whose session it is; null for an anonymous one
   */
  String start(@Nullable String user);

  /**
   * A request that reads an attribute.
   *
   * @param flushed whether the answer leaves before the request ends, as JSON endpoints do
   */
  void read(String token, boolean flushed);

  /** A request that writes an attribute. */
  void write(String token, String value);

  /** A request that changes the token. */
  String rotate(String token);

  /** A request in which an anonymous visitor logs in. */
  String login(String token, String user);

  /** A request that logs out. */
  void logout(String token);

  /** Ends all sessions of a user; false where the library cannot. */
  boolean logoutEverywhere(String user);

  @Override
  void close();
}
