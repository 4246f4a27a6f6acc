package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.errors.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Mutated {@code Cookie} fields against a second reader that is written the plain way, and mutated
 * tokens through {@code Set-Cookie} and back.
 */
class CookieMutationTest {
  private static final long SEED = 20261124;
  private static final SessionCookie COOKIE = SessionCookie.standard();
  private static final Pattern VALUE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]+");
  private static final String TOKEN =
      "ms1.Zz.AAAAbbbbCCCCdddd.0123456789012345678901234567890123456789012";
  private static final String[] SCRAPS = {
    ";",
    "; ",
    "=",
    "\"",
    ",",
    " ",
    "\t",
    "\\",
    "\u0000",
    "\r\n",
    "\u2000",
    "\u00a0",
    "\ud800",
    "é",
    "a=b",
    "__Host-sid",
    "__Host-sid=",
    "__Host-sid=evil",
    "__host-sid=evil",
    "sid=evil",
    "$Version=1",
    "\"; __Host-sid=\"evil\"",
    TOKEN
  };

  @Test
  void readsMutatedFieldsAsTheSecondReaderDoes() {
    Random random = new Random(SEED);
    int[] seen = new int[3];
    for (int i = 0; i < 200_000; i++) {
      String header = mutated(random, "a=b; __Host-sid=" + TOKEN + "; theme=\"dark\"");
      CookieLook look = COOKIE.look(header);
      assertThat(look).as("seed %s, round %s", SEED, i).isEqualTo(plainly(header));
      seen[look instanceof CookieLook.One ? 0 : look instanceof CookieLook.None ? 1 : 2]++;
    }
    assertThat(seen[0]).as("one").isGreaterThan(20_000);
    assertThat(seen[1]).as("none").isGreaterThan(20_000);
    assertThat(seen[2]).as("duplicates").isGreaterThan(2_000);
  }

  @Test
  void setsAMutatedTokenSoThatItComesBackOrNotAtAll() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      String token = mutated(random, TOKEN);
      try {
        String field = COOKIE.set(token);
        assertThat(field).endsWith("; Path=/; Secure; HttpOnly; SameSite=Lax");
        String pair = field.substring(0, field.indexOf(';'));
        assertThat(COOKIE.look(pair)).isEqualTo(new CookieLook.One(token));
      } catch (InvalidValueException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(20_000, 180_000);
  }

  private static String mutated(Random random, String text) {
    StringBuilder out = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(out.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> out.insert(at, SCRAPS[random.nextInt(SCRAPS.length)]);
        case 1 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(4)));
        case 2 -> out.insert(at, (char) random.nextInt(0x180));
        default -> out.setLength(random.nextInt(8) == 0 ? at : out.length());
      }
    }
    return out.toString();
  }

  private static CookieLook plainly(String header) {
    List<String> values = new ArrayList<>();
    for (String pair : header.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && bare(pair.substring(0, equals)).equals("__Host-sid")) {
        String value = bare(pair.substring(equals + 1));
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        values.add(quoted ? value.substring(1, value.length() - 1) : value);
      }
    }
    if (values.size() > 1) {
      return new CookieLook.Duplicate(values.size());
    }
    boolean one = values.size() == 1 && VALUE.matcher(values.get(0)).matches();
    return one ? new CookieLook.One(values.get(0)) : new CookieLook.None();
  }

  private static String bare(String text) {
    return text.replaceAll("^[ \t]+|[ \t]+$", "");
  }
}
