package dev.mainstay.redis.internal.limits;

import dev.mainstay.redis.internal.keys.LimitKeys;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.TakeCall;
import java.util.List;

/** The keys and arguments of the scripts that decide. */
final class TakeArgs {
  private static final int FIRST = 3;

  private final RuleArgs rules = new RuleArgs();

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
   * @param name under which permits are held or reserved
   * @param reserveMicros how long they are reserved; empty where they are charged
   */
  byte[][] take(TakeCall call, byte[] name, byte[] reserveMicros, long nowMicros) {
    int charges = call.charges().size();
    int runs = call.runs().size();
    byte[][] args = new byte[FIRST + charges * RuleArgs.COUNT + runs * (1 + charges)][];
    args[1] = name;
    args[2] = reserveMicros;
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
  byte[][] settle(List<Charge> charges, byte[] name, byte[] charge, long nowMicros) {
    byte[][] args = new byte[FIRST + charges.size() * RuleArgs.COUNT][];
    args[1] = name;
    args[2] = charge;
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
