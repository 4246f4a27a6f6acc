package dev.mainstay.redis.internal.limits;

import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Mode;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Charge.Adoption;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a script is told of a rule: its kind, its version, six numbers, and an adoption. The kinds
 * stand in {@code lib/limits.lua}, the numbers in the file of each kind.
 */
final class RuleArgs {
  /** How many arguments they are. */
  static final int COUNT = 9;

  private static final int NUMBERS = 6;
  private static final int MOST_KNOWN = 10_000;
  private static final byte[] NOTHING = new byte[0];

  /** Rules whose numbers were spelled before; they are few, and takes are many. */
  private final Map<Limit, byte[][]> known = new ConcurrentHashMap<>();

  /** Writes the arguments of a charge, beginning at a place. */
  void write(byte[][] args, int at, Charge charge, long nowMicros) {
    byte[][] numbers =
        charge.limit().calendar() == null
            ? known(charge.limit())
            : borders(charge.limit(), charge.limit().calendar(), nowMicros);
    args[at] =
        charge.limit().mode() == Mode.ENFORCE ? numbers[0] : lenient(charge.limit(), numbers[0]);
    args[at + 1] = number(charge.version());
    System.arraycopy(numbers, 1, args, at + 2, NUMBERS);
    args[at + 2 + NUMBERS] = adoption(charge.adoption());
  }

  /** Writes the version and the numbers of a paced limit, seven in all. */
  void writePaced(byte[][] args, int at, Charge charge) {
    args[at] = number(charge.version());
    System.arraycopy(known(charge.limit()), 1, args, at + 1, NUMBERS);
  }

  /** One that refuses nothing: in shadow it counts, on an allow list it does not. */
  private static byte[] lenient(Limit limit, byte[] kind) {
    return new byte[] {kind[0], (byte) (limit.mode() == Mode.ALLOW ? 'a' : 's')};
  }

  private byte[][] known(Limit limit) {
    byte[][] numbers = known.get(limit);
    if (numbers == null) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      numbers = numbers(limit);
      known.put(limit, numbers);
    }
    return numbers;
  }

  private static byte[][] numbers(Limit limit) {
    long per = LimitBounds.micros(limit.per());
    return switch (limit.algorithm()) {
      case GCRA, TOKEN_BUCKET, LEAKY_METER, LEAKY_QUEUE -> paced(limit, per);
      case FIXED_WINDOW -> spelled("w", limit.permits(), per);
      case SLIDING_COUNTER -> spelled("c", limit.permits(), per);
      case SLIDING_LOG -> spelled("l", limit.permits(), per);
      case CONCURRENCY -> spelled("h", limit.permits(), per);
    };
  }

  private static byte[][] paced(Limit limit, long per) {
    long common = LimitBounds.gcd(per, limit.permits());
    long step = per / common;
    long parts = limit.permits() / common;
    long most = limit.capacity() * step;
    return spelled(
        "p", step / parts, step % parts, parts, most / parts, most % parts, limit.capacity());
  }

  /** The borders of the window before the one of an instant, of that and of the next two. */
  private static byte[][] borders(Limit limit, CalendarWindow calendar, long nowMicros) {
    Instant begin = calendar.begin(Instant.EPOCH.plus(nowMicros, ChronoUnit.MICROS));
    Instant next = calendar.next(begin);
    return spelled(
        "w",
        limit.permits(),
        LimitBounds.micros(limit.per()),
        micros(calendar.begin(begin.minusMillis(1))),
        micros(begin),
        micros(next),
        micros(calendar.next(next)));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static byte[][] spelled(String kind, long... numbers) {
    byte[][] spelled = new byte[1 + NUMBERS][];
    spelled[0] = kind.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < NUMBERS; i++) {
      spelled[1 + i] = i < numbers.length ? number(numbers[i]) : NOTHING;
    }
    return spelled;
  }

  private static byte[] adoption(@Nullable Adoption adoption) {
    if (adoption == null) {
      return NOTHING;
    }
    String text =
        String.join(
            " ",
            Long.toString(adoption.version()),
            Long.toString(adoption.before().a()),
            Long.toString(adoption.before().b()),
            Long.toString(adoption.before().c()),
            Integer.toString(adoption.before().lapsed().size()),
            adoption.isKept() ? "1" : "0",
            Long.toString(adoption.after().a()),
            Long.toString(adoption.after().b()),
            Long.toString(adoption.after().c()));
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] number(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
