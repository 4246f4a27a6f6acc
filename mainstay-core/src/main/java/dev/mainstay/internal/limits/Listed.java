package dev.mainstay.internal.limits;

import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Mode;
import dev.mainstay.spi.Charge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys on a block or an allow list: what is decided without counting. */
final class Listed {
  private Listed() {}

  /** The decision where a rule blocks, or all of them allow; else {@code null}. */
  static @Nullable Decision decide(List<Charge> charges) {
    boolean all = true;
    for (Charge charge : charges) {
      Mode mode = charge.limit().mode();
      if (mode == Mode.BLOCK) {
        return blocked(charges);
      }
      all &= mode == Mode.ALLOW;
    }
    return all ? new Decision.Allowed(List.of(), Duration.ZERO, "", List.of()) : null;
  }

  private static Decision blocked(List<Charge> charges) {
    List<String> violated = new ArrayList<>();
    for (Charge charge : charges) {
      if (charge.limit().mode() == Mode.BLOCK) {
        violated.add(charge.key().limit());
      }
    }
    return new Decision.Denied(List.of(), List.copyOf(violated), Optional.empty());
  }
}
