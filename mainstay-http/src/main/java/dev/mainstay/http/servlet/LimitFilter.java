package dev.mainstay.http.servlet;

import dev.mainstay.http.LimitAnswer;
import dev.mainstay.http.Problem;
import dev.mainstay.http.RateLimitFields;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Take;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Takes of limits before a request goes on, in one round trip:
 *
 * <pre>{@code
 * Limits limits = mainstay.limits("web");
 * Limiter api = limits.limiter("api", Limit.of(100, ofMinutes(1)));
 * context.addFilter("limits",
 *         LimitFilter.of(limits, request -> List.of(api.of(request.getRemoteAddr()))))
 *     .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
 * }</pre>
 *
 * <p>Every answer says how the limits stand, in {@code RateLimit} and {@code RateLimit-Policy}. A
 * refused request is answered with 429 and {@code Retry-After}; where the store does not answer and
 * the rule refuses then, with 503: both as problem details. A request that a queue lets through
 * waits for its turn; permits of a limit of what goes on at once are given back when the request
 * has ended, an asynchronous one too.
 *
 * <p>An immutable value; asynchronous servlets need it declared with {@code async-supported}. With
 * several of these filters each adds its own fields.
 */
public final class LimitFilter implements Filter {
  private final Limits limits;
  private final Function<HttpServletRequest, List<Take>> takes;

  private LimitFilter(Limits limits, Function<HttpServletRequest, List<Take>> takes) {
    this.limits = limits;
    this.takes = takes;
  }

  /**
   * Takes of these limits.
   *
   * @param takes what a request takes, all of it or nothing; an empty list lets it pass uncounted
   */
  public static LimitFilter of(Limits limits, Function<HttpServletRequest, List<Take>> takes) {
    return new LimitFilter(limits, takes);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    List<Take> wanted =
        request instanceof HttpServletRequest http && response instanceof HttpServletResponse
            ? takes.apply(http)
            : List.of();
    if (wanted.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    HttpServletResponse answer = (HttpServletResponse) response;
    Decision decision = limits.take(wanted);
    RateLimitFields.of(decision).forEach(answer::addHeader);
    if (!decision.allowed()) {
      refuse(answer, new LimitAnswer(wanted, decision).problem());
    } else if (decision instanceof Decision.Allowed allowed) {
      admit(request, answer, chain, wanted, allowed);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void admit(
      ServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      List<Take> wanted,
      Decision.Allowed allowed)
      throws IOException, ServletException {
    HeldPermits held = HeldPermits.of(limits, wanted, allowed);
    try {
      TimeUnit.NANOSECONDS.sleep(allowed.delay().toNanos());
      chain.doFilter(request, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServletException("interrupted while it waited for its turn", e);
    } finally {
      held.releaseAtEnd(request);
    }
  }

  /** The fields of how the limits stand are there already, maybe beside those of other filters. */
  private static void refuse(HttpServletResponse response, Problem problem) throws IOException {
    Problems.answer(
        response,
        problem,
        name ->
            !name.equals(RateLimitFields.POLICY)
                && !name.equals(RateLimitFields.STANDING)
                && !name.equals(LimitAnswer.DECISION));
  }
}
