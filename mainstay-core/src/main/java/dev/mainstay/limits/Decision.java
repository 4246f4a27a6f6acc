package dev.mainstay.limits;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a request may go on, and what its answer has to say of that. */
public sealed interface Decision {
  /** Whether the request may go on. */
  boolean allowed();

  /** How each limit stands, in the order of the takes; empty where the store did not say. */
  List<Standing> standings();

  /**
   * It may go on, and it was counted.
   *
   * @param delay it is to wait so long before, so that it leaves a queue evenly; else zero
   * @param lease what to give the permits back with, where a limit holds them; else empty
   * @param shadowed the limits in {@link Mode#SHADOW} that would have refused it, and did not count
   *     it
   */
  record Allowed(List<Standing> standings, Duration delay, String lease, List<String> shadowed)
      implements Decision {
    @Override
    public boolean allowed() {
      return true;
    }
  }

  /**
   * It may not; no limit counted it.
   *
   * @param violated the limits that refused, exactly
   * @param retryAfter after so long it would be let in if nobody else took anything; empty where
   *     its cost is above a limit's capacity and it never can
   */
  record Denied(List<Standing> standings, List<String> violated, Optional<Duration> retryAfter)
      implements Decision {
    @Override
    public boolean allowed() {
      return false;
    }
  }

  /**
   * The store did not say; the rule did.
   *
   * @param by what the rule says, the strictest where there are several
   * @param cause why the store did not say
   */
  record Undecided(boolean allowed, OnSilence by, String cause) implements Decision {
    @Override
    public List<Standing> standings() {
      return List.of();
    }
  }
}
