package dev.mainstay.embedded;

/** What a node of a topology is for; a failover changes it. */
public enum NodeRole {
  /** It takes writes. */
  PRIMARY,
  /** It follows a primary. */
  REPLICA,
  /** It watches the primary of a Sentinel topology. */
  SENTINEL
}
