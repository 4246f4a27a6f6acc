package dev.mainstay.tck.twin;

import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Survey;
import java.util.Set;

/** What two stores see is the same, but for the memory it takes and the numbers they gave. */
final class SightSame {
  private SightSame() {}

  static boolean holds(Sight mine, Sight its) {
    if (mine instanceof Sight.Value one && its instanceof Sight.Value other) {
      return one.head().equals(other.head())
          && one.payload() == other.payload()
          && one.stand().size() == other.stand().size();
    }
    if (mine instanceof Sight.Written one && its instanceof Sight.Written other) {
      return one.writers() == other.writers();
    }
    return mine.getClass().equals(its.getClass());
  }

  /** All names are asked for, and some are measured. */
  static boolean holds(Survey mine, Survey its) {
    return mine.entries() == its.entries()
        && Set.copyOf(mine.names()).equals(Set.copyOf(its.names()))
        && mine.measured() == its.measured()
        && (mine.bytes() > 0) == (its.bytes() > 0);
  }
}
