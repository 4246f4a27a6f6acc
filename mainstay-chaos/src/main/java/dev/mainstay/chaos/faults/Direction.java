package dev.mainstay.chaos.faults;

/** Which way bytes go through a {@link Proxy}. */
public enum Direction {
  /** From the client to the server. */
  REQUESTS,
  /** From the server to the client. */
  REPLIES
}
