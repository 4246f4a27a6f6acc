package dev.mainstay.chaos.load;

import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.function.Function;

/**
 * What the deadlines of the store's calls behind each operation add up to.
 *
 * @param read of a call that reads
 * @param write of a call that writes
 */
public record Deadlines(Duration read, Duration write) implements Function<Verb, Duration> {
  /** Those of an engine on Redis that was told no others. */
  public static final Deadlines USUAL =
      new Deadlines(Duration.ofMillis(250), Duration.ofMillis(500));

  /** A login takes three calls. */
  @Override
  public Duration apply(Verb verb) {
    return switch (verb) {
      case FIND, LIST -> read;
      case LOGIN -> write.multipliedBy(3);
      case START, UPDATE, ROTATE, REVOKE, REVOKE_ALL -> write;
    };
  }
}
