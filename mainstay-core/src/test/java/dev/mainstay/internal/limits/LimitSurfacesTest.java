package dev.mainstay.internal.limits;

import dev.mainstay.limits.AsyncLimiter;
import dev.mainstay.limits.AsyncLimits;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.testing.Surfaces;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The surfaces of limits have the same operations, but for a stage around each answer. */
class LimitSurfacesTest {
  @Test
  void limitsHaveTheSameOperations() {
    Surfaces.areAlike(
        Limits.class, AsyncLimits.class, Set.of("limiter", "namespace", "async", "talkers"));
  }

  @Test
  void aLimiterHasTheSameOperations() {
    Surfaces.areAlike(Limiter.class, AsyncLimiter.class, Set.of("async", "name", "of", "inChunks"));
  }
}
