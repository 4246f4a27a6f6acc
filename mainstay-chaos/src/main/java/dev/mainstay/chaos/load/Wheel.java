package dev.mainstay.chaos.load;

import dev.mainstay.chaos.history.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a walk does next: a wheel of a hundred fields, most of them looks. */
final class Wheel {
  private final List<Verb> fields = new ArrayList<>();

  Wheel() {
    fill(Verb.START, 4);
    fill(Verb.UPDATE, 28);
    fill(Verb.ROTATE, 5);
    fill(Verb.LOGIN, 5);
    fill(Verb.REVOKE, 6);
    fill(Verb.REVOKE_ALL, 1);
    fill(Verb.LIST, 3);
    fill(Verb.FIND, 100 - fields.size());
  }

  private void fill(Verb verb, int count) {
    for (int i = 0; i < count; i++) {
      fields.add(verb);
    }
  }

  Verb turn(Random random) {
    return fields.get(random.nextInt(fields.size()));
  }
}
