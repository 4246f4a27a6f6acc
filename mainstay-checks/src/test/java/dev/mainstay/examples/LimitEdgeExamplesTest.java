package dev.mainstay.examples;

import static dev.mainstay.limits.CalendarWindow.Unit.MONTH;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.http.servlet.LimitFilter;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.memory.MemoryEngine;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Examples of limits that need no Redis. */
class LimitEdgeExamplesTest {

  @Test
  void firstLimits() {
    try (Mainstay mainstay = Mainstay.on(MemoryEngine.create())) {
      List<String> violated = List.of();
      Optional<Duration> wait = Optional.empty();
      // @start region="first-limits"
      Limits limits = mainstay.limits("web");
      Limiter api = limits.limiter("api", Limit.of(2, ofMinutes(1)));
      Limiter plan = limits.limiter("plan", Limit.quota(5, MONTH, ZoneId.of("Europe/Berlin")));

      boolean allowed = api.take("ada").allowed(); // on any replica, in one round trip

      Decision both = limits.take(List.of(api.of("ada").cost(2), plan.of("acme")));
      if (both instanceof Decision.Denied denied) { // then neither of them counted it
        violated = denied.violated(); // [api]
        wait = denied.retryAfter(); // who waits so long is let in; empty where it never fits
      }

      limits.define("api", Limit.of(4, ofMinutes(1)), Inherit.ADDITIVE); // for the whole fleet
      // @end
      assertThat(allowed).isTrue();
      assertThat(violated).containsExactly("api");
      assertThat(wait).isPresent();
      assertThat(api.take("ada", 3).allowed()).isTrue();
    }
  }

  /** Compiled here; {@code LimitFilterTest} runs the filter in a container. */
  static void filter(ServletContext context, Limits limits, Limiter api) {
    // @start region="limit-filter"
    context
        .addFilter(
            "limits", LimitFilter.of(limits, request -> List.of(api.of(request.getRemoteAddr()))))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    // @end
  }
}
