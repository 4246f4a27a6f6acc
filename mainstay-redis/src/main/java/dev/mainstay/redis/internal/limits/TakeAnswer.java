package dev.mainstay.redis.internal.limits;

import dev.mainstay.errors.StoreFaultException;
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
      case "outdated" -> new Taken.Outdated((int) number(1), number(2), reading(number(3), 4));
      case "repeated" -> new Taken.Repeated();
      case "superseded" -> new Taken.Superseded((int) number(1));
      default ->
          throw new StoreFaultException(
              "limits.take", "the script answered '" + word() + "'", null);
    };
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

  static Reading looked(List<Object> answer) {
    return new TakeAnswer(answer).reading(new TakeAnswer(answer).number(1), 2);
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
