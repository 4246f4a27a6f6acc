package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Operation;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Who shares a primary, where each primary has an equal part of a cluster's slots: those whose
 * users' slots are in the same part. Operations without a user are anywhere.
 *
 * @param count how many primaries there are
 * @param slotOf the slot of a user
 */
public record Parts(int count, ToIntFunction<String> slotOf)
    implements Function<Operation, String> {
  /** Where operations without a user are. */
  public static final String ANYWHERE = "";

  private static final int SLOTS = 16_384;

  @Override
  public String apply(Operation operation) {
    String user = operation.subject().user();
    return user.isEmpty() ? ANYWHERE : of(slotOf.applyAsInt(user));
  }

  /** The part that a slot is in. */
  public String of(int slot) {
    return "part " + slot * count / SLOTS;
  }
}
