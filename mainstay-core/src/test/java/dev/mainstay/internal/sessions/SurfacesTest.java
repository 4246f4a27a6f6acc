package dev.mainstay.internal.sessions;

import dev.mainstay.sessions.AsyncSessions;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.testing.Surfaces;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The two surfaces have the same operations, but for a stage around each answer. */
class SurfacesTest {
  @Test
  void haveTheSameOperations() {
    Surfaces.areAlike(
        Sessions.class,
        AsyncSessions.class,
        Set.of("with", "encrypted", "policy", "namespace", "async", "subscribe"));
  }
}
