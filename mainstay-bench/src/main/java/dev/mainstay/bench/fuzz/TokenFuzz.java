package dev.mainstay.bench.fuzz;

import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.Sessions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds sessions by damaged tokens. Whatever is not letter for letter a token that was issued leads
 * nowhere; what has not the shape of one must not even be asked for.
 */
final class TokenFuzz {
  private static final Pattern SHAPE =
      Pattern.compile("ms1\\.([\\w-]{2})\\.([\\w-]{16})\\.([\\w-]{43})");
  private static final int ON_THEIR_WAY = 256;

  private final Sessions sessions;
  private final Mutations mutations;
  private final Tally tally = new Tally();
  private final Map<String, Session> issued = new LinkedHashMap<>();
  private final List<String> tokens = new ArrayList<>();
  private final Semaphore places = new Semaphore(ON_THEIR_WAY);
  private long shaped;

  TokenFuzz(Sessions sessions, long seed) {
    this.sessions = sessions;
    this.mutations = new Mutations(new Random(seed));
    for (int i = 0; i < 12; i++) {
      String token = sessions.start(i % 2 == 0 ? "ada" : "user-" + i, Attributes.none()).token();
      issued.put(token, sessions.find(token).live().orElseThrow());
      tokens.add(token);
    }
  }

  /** Makes that many trials, some at once. */
  Tally run(int trials) {
    for (int i = 0; i < trials; i++) {
      String token = mutations.damage(mutations.any(tokens), mutations.any(tokens));
      shaped += isShaped(token) ? 1 : 0;
      tally.trial();
      find(token);
    }
    places.acquireUninterruptibly(ON_THEIR_WAY);
    return tally;
  }

  private void find(String token) {
    places.acquireUninterruptibly();
    try {
      var unused =
          sessions
              .async()
              .find(token)
              .whenComplete(
                  (found, failed) -> {
                    places.release();
                    if (failed != null) {
                      tally.failed(failed, "a damaged token");
                    } else {
                      judge(issued.get(token), found.live().orElse(null));
                    }
                  });
    } catch (RuntimeException thrown) {
      places.release();
      tally.failed(thrown, "a damaged token, thrown at once");
    }
  }

  private void judge(@Nullable Session due, @Nullable Session found) {
    if (due != null
        && found != null
        && due.id().equals(found.id())
        && Objects.equals(due.user(), found.user())) {
      tally.found();
    } else if (due != null || found != null) {
      tally.wrong("due " + due + ", found " + found);
    }
  }

  /** How many of the damaged tokens still had the shape of one. */
  long shaped() {
    return shaped;
  }

  /** By the words of the documentation, apart from the code that it is held against. */
  private static boolean isShaped(String token) {
    Matcher parts = SHAPE.matcher(token);
    if (!parts.matches()) {
      return false;
    }
    for (int i = 1; i <= parts.groupCount(); i++) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(parts.group(i));
        String again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        if (!again.equals(parts.group(i))) {
          return false;
        }
      } catch (IllegalArgumentException notBase64) {
        return false;
      }
    }
    return true;
  }
}
