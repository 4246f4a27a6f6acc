package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Subject;
import java.util.List;
import java.util.function.Supplier;

/** Something that has to hold of every run; {@link Invariants} has those of sessions. */
public interface Invariant {
  /** What it is called, in a few words. */
  String name();

  /** What it says, in a sentence. */
  String says();

  /** Looks whether it holds of a run. */
  Finding check(Evidence evidence);

  /** What was found. */
  default Finding finding(long opportunities, List<Violation> violations, String note) {
    return new Finding(name(), says(), opportunities, violations, note);
  }

  /**
   * One that is not about the history but about what is left: each line that the look gives is a
   * violation. The look is taken once, when the run is checked.
   */
  static Invariant left(String name, String says, Supplier<List<String>> look) {
    return new Invariant() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String says() {
        return says;
      }

      @Override
      public Finding check(Evidence evidence) {
        List<Violation> violations =
            look.get().stream()
                .map(line -> new Violation(line, Subject.NOBODY, evidence.end()))
                .toList();
        return finding(1, violations, "");
      }
    };
  }
}
