package dev.mainstay.redis.internal.limits;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.limits.Settled;
import dev.mainstay.spi.Lapsed;
import dev.mainstay.spi.LimitStore.Looked;
import dev.mainstay.spi.Reading;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@code limits/take} answers. */
final class TakeAnswer {
  private static final int NUMBERS = 4;

  private final List<Object> answer;

  TakeAnswer(List<Object> answer) {
    this.answer = answer;
  }

  /** The store's clock, where it is in none of the windows that the script was told. */
  boolean isAnotherTime() {
    return word().equals("clock");
  }

  long now() {
    return number(1);
  }

  Taken taken(TakeCall call) {
    return switch (word()) {
      case "decided" -> decided(call);
      case "outdated" -> outdated();
      case "repeated" -> new Taken.Repeated();
      case "superseded" -> new Taken.Superseded((int) number(1));
      default ->
          throw new StoreFaultException(
              "limits.take", "the script answered '" + word() + "'", null);
    };
  }

  /** Of a call that settles. */
  Taken settled() {
    return switch (word()) {
      case "settled" -> new Taken.Ended(best());
      case "outdated" -> outdated();
      case "superseded" -> new Taken.Superseded((int) number(1));
      default ->
          throw new StoreFaultException(
              "limits.settle", "the script answered '" + word() + "'", null);
    };
  }

  private Settled best() {
    long best = 0;
    for (int i = 1; i < answer.size(); i++) {
      best = Math.max(best, number(i));
    }
    return best == 2 ? Settled.DONE : best == 1 ? Settled.BEFORE : Settled.LAPSED;
  }

  /** How many reservations were settled by this call. */
  int count() {
    int count = 0;
    for (int i = 1; word().equals("settled") && i < answer.size(); i++) {
      count += number(i) == 2 ? 1 : 0;
    }
    return count;
  }

  private Taken outdated() {
    return new Taken.Outdated((int) number(1), number(2), withLapsed(number(3), 4));
  }

  private Taken decided(TakeCall call) {
    int charges = call.charges().size();
    List<Reading> readings = new ArrayList<>(charges);
    for (int i = 0; i < charges; i++) {
      readings.add(reading(now(), 2 + i * NUMBERS));
    }
    int at = 2 + charges * NUMBERS;
    int[] admitted = new int[call.runs().size()];
    long[][] waits = new long[admitted.length][charges];
    for (int run = 0; run < admitted.length; run++) {
      admitted[run] = (int) number(at++);
      for (int i = 0; i < charges; i++) {
        waits[run][i] = number(at++);
      }
    }
    return new Taken.Decided(readings, admitted, waits);
  }

  private Reading reading(long now, int at) {
    return new Reading(now, number(at), number(at + 1), number(at + 2), number(at + 3));
  }

  /** The last numbers are what lapsed. */
  private Reading withLapsed(long now, int at) {
    List<Lapsed> lapsed = new ArrayList<>();
    for (int i = at + NUMBERS; i < answer.size(); i += 2) {
      lapsed.add(new Lapsed(number(i), number(i + 1)));
    }
    Reading plain = reading(now, at);
    return new Reading(now, plain.a(), plain.b(), plain.c(), plain.held(), List.copyOf(lapsed));
  }

  /** Of a look. */
  Looked looked() {
    return new Looked(number(0), withLapsed(number(1), 2));
  }

  private String word() {
    return answer.get(0) instanceof byte[] word
        ? new String(word, StandardCharsets.US_ASCII)
        : String.valueOf(answer.get(0));
  }

  /** Numbers come as text: a reply's own integers would be cut off at a fraction. */
  long number(int index) {
    Object value = answer.get(index);
    if (value instanceof Long number) {
      return number;
    }
    byte[] text = (byte[]) value;
    long number = 0;
    int i = text[0] == '-' ? 1 : 0;
    for (; i < text.length; i++) {
      number = number * 10 + text[i] - '0';
    }
    return text[0] == '-' ? -number : number;
  }
}
