package dev.mainstay.http.servlet;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Take;
import jakarta.servlet.ServletRequest;
import java.util.ArrayList;
import java.util.List;

/** Permits that a request holds until it has ended. */
final class HeldPermits {
  private final Limits limits;
  private final List<Take> takes;
  private final String lease;

  private HeldPermits(Limits limits, List<Take> takes, String lease) {
    this.limits = limits;
    this.takes = takes;
    this.lease = lease;
  }

  /** What a decision gave that has to be given back; the standings are in the takes' order. */
  static HeldPermits of(Limits limits, List<Take> takes, Decision.Allowed allowed) {
    List<Take> held = new ArrayList<>();
    for (int i = 0; i < allowed.standings().size(); i++) {
      if (allowed.standings().get(i).rule().algorithm() == Algorithm.CONCURRENCY) {
        held.add(takes.get(i));
      }
    }
    return new HeldPermits(limits, held, allowed.lease());
  }

  /** Gives them back now, or when a request that goes on without this thread has ended. */
  void releaseAtEnd(ServletRequest request) {
    if (takes.isEmpty()) {
      return;
    }
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new AtEnd(this::release));
    } else {
      release();
    }
  }

  /** Nobody waits for it: what the store does not hear of lapses with the lease. */
  private void release() {
    for (Take take : takes) {
      var unused = limits.async().release(take, lease).exceptionally(silent -> false);
    }
  }
}
