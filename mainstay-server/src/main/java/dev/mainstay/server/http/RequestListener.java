package dev.mainstay.server.http;

import dev.mainstay.cache.CacheStats;
import java.util.function.Supplier;

/** Hears of requests. It is called on an event loop, must not block, and cannot veto. */
public interface RequestListener {
  /** Hears nothing. */
  RequestListener NONE = (id, method, route, status, nanos) -> {};

  /**
   * A request was answered, or its caller hung up before.
   *
   * @param id the request's id, as in {@code Mainstay-Request-Id}
   * @param method as in {@code GET}
   * @param route the template of the path, as in {@code /v1/users/{user}/sessions}, or {@code
   *     unmatched}
   * @param status the answer's status
   * @param nanos from the request's head to the answer
   */
  void answered(String id, String method, String route, int status, long nanos);

  /** A request brought more than one session cookie, or one that is too long; none was tried. */
  default void cookieRefused() {}

  /**
   * A take of a limit was decided.
   *
   * @param limit its name, which its callers chose
   * @param outcome {@code allowed}, {@code denied}, {@code shadow-denied}, {@code
   *     undecided-passed}, {@code undecided-refused}, or {@code untouched} where another limit of
   *     the same decision denied
   */
  default void decided(String limit, String outcome) {}

  /**
   * A cache was asked for the first time, of those that are remembered: a thousand at most.
   *
   * @param cache its name, which its callers chose; several namespaces may have one of that name
   * @param stats what it counts
   */
  default void opened(String cache, Supplier<CacheStats> stats) {}
}
