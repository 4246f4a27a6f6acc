package dev.mainstay.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tokens that were tampered with never lead to a session that is not theirs, and never to an
 * exception. {@code -Dmainstay.trials=1000000} for the long run, {@code -Dmainstay.seed=…} to
 * repeat one.
 */
class MutatedTokensTest {
  private static final int TRIALS = Integer.getInteger("mainstay.trials", 50_000);
  private static final long SEED = Long.getLong("mainstay.seed", 1);
  private static final String URL64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String OTHER = ".=+/ \u0000\u007f\u00e9\u0141\u2028\ud800'\"\\{}*%\n";

  private final Random random = new Random(SEED);
  private final Map<String, String> idOf = new HashMap<>();
  private final List<String> tokens = new ArrayList<>();

  @Test
  void leadToNobodyElse() {
    int wellShaped = 0;
    try (Mainstay mainstay = Mainstay.on(MemoryEngine.create())) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT.limit(100));
      for (int i = 0; i < 12; i++) {
        issue(sessions, i % 2 == 0 ? "ada" : "user-" + i);
      }
      for (int trial = 0; trial < TRIALS; trial++) {
        String mutated = mutated();
        wellShaped += Token.parse("web", mutated) == null ? 0 : 1;
        Found found = sessions.find(mutated);
        String id = idOf.get(mutated);
        if (id == null) {
          assertThat(found).as("seed %d trial %d", SEED, trial).isEqualTo(Gone.UNKNOWN);
        } else {
          assertThat(found.live().orElseThrow().id()).as("seed %d", SEED).isEqualTo(id);
        }
      }
    }
    // It would show nothing if the shape alone refused them all.
    assertThat(wellShaped).isGreaterThan(TRIALS / 10);
  }

  private void issue(Sessions sessions, String user) {
    String token = sessions.start(user, Attributes.none()).token();
    tokens.add(token);
    idOf.put(token, sessions.find(token).live().orElseThrow().id());
  }

  private String mutated() {
    StringBuilder text = new StringBuilder(any(tokens));
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      mutate(text);
    }
    return text.toString();
  }

  private void mutate(StringBuilder text) {
    if (text.length() < 2) {
      text.append(any(tokens));
      return;
    }
    int at = random.nextInt(text.length());
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> text.setCharAt(at, URL64.charAt(random.nextInt(64)));
      case 3 -> text.setCharAt(at, OTHER.charAt(random.nextInt(OTHER.length())));
      case 4 -> text.deleteCharAt(at);
      case 5 -> text.insert(at, URL64.charAt(random.nextInt(64)));
      case 6 -> text.setLength(at);
      case 7 -> swap(text, at, random.nextInt(text.length()));
      default -> splice(text);
    }
  }

  /** Takes one part of another token: its tag, id or secret. */
  private void splice(StringBuilder text) {
    int[][] parts = {{4, 6}, {7, 23}, {24, 67}};
    int[] part = parts[random.nextInt(parts.length)];
    if (text.length() >= part[1]) {
      text.replace(part[0], part[1], any(tokens).substring(part[0], part[1]));
    }
  }

  private static void swap(StringBuilder text, int one, int other) {
    char kept = text.charAt(one);
    text.setCharAt(one, text.charAt(other));
    text.setCharAt(other, kept);
  }

  private String any(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
