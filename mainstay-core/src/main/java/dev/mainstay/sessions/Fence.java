package dev.mainstay.sessions;

/**
 * When a revocation is acknowledged, where the store has replicas. A revocation is what must not
 * come undone: a logout, log-out-everywhere, the end of the old token at a login or a change of
 * privilege, an eviction.
 */
public enum Fence {
  /**
   * When every replica that the topology lists as in sync has it. No failover to one of them undoes
   * it. Where they do not confirm in time, the answer is that it is unconfirmed.
   */
  IN_SYNC,

  /** When the primary has it. A failover may bring a session back that was logged out. */
  OFF
}
