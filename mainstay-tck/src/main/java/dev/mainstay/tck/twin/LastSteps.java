package dev.mainstay.tck.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a walk over limits did last, spelled only where it ends with a difference. */
final class LastSteps {
  private static final int SHOWN = 12;

  /** What a step need not say of a rule. */
  private static final Pattern SHORT =
      Pattern.compile("Limit\\[|calendar=null, |within=null, |onSilence=PASS, |, revision=0]");

  private final Deque<Supplier<String>> last = new ArrayDeque<>();

  void add(Supplier<String> step) {
    last.add(step);
    if (last.size() > SHOWN) {
      last.remove();
    }
  }

  AssertionError differing(long seed, String where, Object expected, @Nullable Object actual) {
    String steps =
        last.stream()
            .map(step -> SHORT.matcher(step.get()).replaceAll(""))
            .collect(Collectors.joining(System.lineSeparator() + "    "));
    return new AssertionError(
        String.format(
            "seed %d, %s%n  expected %s%n  but was  %s%n  after%n    %s",
            seed, where, expected, actual, steps));
  }
}
