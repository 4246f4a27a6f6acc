package dev.mainstay.redis.internal.limits;

import dev.mainstay.limits.LimitBounds;
import dev.mainstay.redis.internal.keys.LimitKeys;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.TakeCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys and arguments of the scripts that decide. */
final class TakeArgs {
  private static final int FIRST = 4;

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] RELEASED = {'0'};
  private static final byte[] CHARGED = {'1'};

  private final RuleArgs rules;

  TakeArgs(RuleArgs rules) {
    this.rules = rules;
  }

  static byte[][] keys(List<Charge> charges) {
    byte[][] keys = new byte[charges.size()][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = LimitKeys.counted(charges.get(i).key(), charges.get(i).limit());
    }
    return keys;
  }

  /**
   * Of a call.
   *
   * @param hold under what permits are reserved; {@code null} where they are charged
   */
  byte[][] take(TakeCall call, @Nullable Hold hold, long nowMicros) {
    int charges = call.charges().size();
    int runs = call.runs().size();
    byte[][] args = new byte[FIRST + charges * RuleArgs.COUNT + runs * (1 + charges)][];
    args[1] = LimitScripts.text(hold == null ? call.lease() : hold.name());
    args[2] = hold == null ? NOTHING : RuleArgs.number(LimitBounds.micros(hold.length()));
    args[3] = hold != null && hold.isCharged() ? CHARGED : RELEASED;
    int at = rules(args, FIRST, call.charges(), nowMicros);
    for (TakeCall.Run run : call.runs()) {
      args[at++] = RuleArgs.number(run.count());
      for (long cost : run.costs()) {
        args[at++] = RuleArgs.number(cost);
      }
    }
    return args;
  }

  /** Of what ends a reservation. */
  byte[][] settle(
      List<Charge> charges, String name, String permits, String ending, long nowMicros) {
    byte[][] args = new byte[FIRST + charges.size() * RuleArgs.COUNT][];
    args[1] = LimitScripts.text(name);
    args[2] = LimitScripts.text(permits);
    args[3] = LimitScripts.text(ending);
    rules(args, FIRST, charges, nowMicros);
    return args;
  }

  /** Of a look. */
  byte[][] look(Charge charge, long nowMicros) {
    byte[][] args = new byte[1 + RuleArgs.COUNT][];
    rules.write(args, 1, charge, nowMicros);
    return args;
  }

  private int rules(byte[][] args, int first, List<Charge> charges, long nowMicros) {
    int at = first;
    for (Charge charge : charges) {
      rules.write(args, at, charge, nowMicros);
      at += RuleArgs.COUNT;
    }
    return at;
  }
}
