package dev.mainstay.chaos.invariants;

/** What a store may lose of what it has acknowledged, revocations aside. */
public enum Losses {
  /** Nothing: one server that keeps its data. */
  NONE,
  /**
   * The last writes before a failover, since replication is asynchronous and only revocations wait
   * for it. What is lost then is reported, and no violation.
   */
  FAILOVER
}
