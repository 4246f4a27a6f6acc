package dev.mainstay.tck.twin;

import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.WhenFull;
import dev.mainstay.spi.SecretHash;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The values of a walk, all from one seed. Few of each, so that they meet. */
final class Chance {
  private static final List<String> NAMESPACES = List.of("web", "we:b", "{01}");
  private static final List<@Nullable String> USERS =
      Arrays.asList(
          "ada",
          null,
          "a:b",
          "{",
          "*",
          "\u0000",
          "\uD83D\uDE00",
          "\u00e9",
          "e\u0301",
          "User1",
          "user1",
          "a%3Ab");
  private static final List<@Nullable String> DEVICES =
      Arrays.asList(null, "phone", "\u00fcber:{}");
  private static final List<String> NAMES = List.of("a", "b", "n", "list", "\u00e9:");
  private static final List<String> VALUES =
      List.of(
          "1",
          "-7",
          "0",
          "true",
          "null",
          "\"x\"",
          "\"\\u0000\uD83D\uDE00\"",
          "[]",
          "[1,2]",
          "{}",
          "1.5",
          "1e3",
          "-0",
          "9007199254740991",
          "-9007199254740991",
          "9999999999999999",
          "99999999999999999999");
  private static final long[] STEPS = {
    1, -1, 0, 2, 9_007_199_254_740_991L, -9_007_199_254_740_991L
  };
  private static final List<SessionPolicy> POLICIES =
      List.of(
          policy("short", 1_000, 4_000).limit(2).whenFull(WhenFull.REJECT).events(true),
          policy("flat", 2_000, 2_000).limit(3).events(true),
          policy("odd", 1_237, 6_007).limit(2).events(true),
          policy("long", 60_000, 600_000).limit(4).whenFull(WhenFull.REJECT));

  private final Random random;

  Chance(long seed) {
    random = new Random(seed);
  }

  private static SessionPolicy policy(String name, long idleMillis, long lifetimeMillis) {
    return SessionPolicy.idle(Duration.ofMillis(idleMillis))
        .lifetime(Duration.ofMillis(lifetimeMillis))
        .named(name);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T extends @Nullable Object> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  String namespace() {
    return NAMESPACES.get(skewed(NAMESPACES.size()));
  }

  @Nullable String user() {
    return USERS.get(skewed(USERS.size()));
  }

  @Nullable String device() {
    return of(DEVICES);
  }

  SessionPolicy policy() {
    return of(POLICIES);
  }

  /** The first ones more often, so that a few users have many sessions. */
  private int skewed(int bound) {
    return random.nextInt(1 + random.nextInt(bound));
  }

  String id(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  SecretHash hash() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return SecretHash.of(secret);
  }

  Attributes attributes() {
    Attributes all = Attributes.none();
    for (int i = below(4); i > 0; i--) {
      all = all.withJson(of(NAMES), of(VALUES));
    }
    return all;
  }

  /** One to three steps on different attributes, now and then conditional. */
  Change change(Attributes there) {
    Change change = Change.change();
    int first = below(NAMES.size());
    for (int i = 1 + below(3); i > 0; i--) {
      change = step(change, NAMES.get((first + i) % NAMES.size()));
    }
    if (oneIn(3)) {
      String name = of(NAMES);
      change = change.ifVersion(name, oneIn(4) ? below(4) : there.version(name));
    }
    return change;
  }

  private Change step(Change change, String name) {
    return switch (below(7)) {
      case 0, 1 -> change.setJson(name, of(VALUES));
      case 2 -> change.putIfAbsent(name, below(10));
      case 3 -> change.remove(name);
      case 4 -> change.increment(name, STEPS[below(STEPS.length)]);
      default -> change.appendJson(name, of(VALUES));
    };
  }
}
