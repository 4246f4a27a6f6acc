package dev.mainstay.server.config;

import dev.mainstay.http.SessionCookie;
import dev.mainstay.sessions.SessionPolicy;

/**
 * A policy by name, and the cookie that carries the tokens of its sessions.
 *
 * @param policy the rules of its sessions
 * @param cookie the cookie, where a caller asks for one
 */
public record PolicyConfig(SessionPolicy policy, SessionCookie cookie) {
  /** The policy of those who name none. */
  public static final PolicyConfig DEFAULT =
      new PolicyConfig(SessionPolicy.DEFAULT, SessionCookie.standard());
}
