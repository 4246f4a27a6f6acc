package dev.mainstay.redis.internal.limits;

import java.util.List;

/**
 * What the script that takes could do wrong: a piece of its text, and what stands there instead.
 */
public enum LimitFault {
  PACED_REFUSES_WHAT_JUST_FITS("rest <= s.most_rest", "rest < s.most_rest"),
  PACED_DROPS_THE_REST("carry, rest - carry * s.parts", "carry, 0"),
  PACED_SAVES_UP("if s.tat < instant then", "if false then"),
  PACED_FORGETS_WHAT_IS_TO_COME(
      "  s.tat, s.rest = s.a, s.b\n",
      "  s.tat, s.rest = s.a, s.b\n  if s.tat - s.now > s.most + 1 then s.tat = s.now end\n"),
  WINDOW_IS_NOT_ROLLED("s.taken = s.a == s.begin and s.b or 0", "s.taken = s.b"),
  WINDOW_ROLLS_EARLY(
      "s.begin = s.now - math.fmod(s.now, s.per)\n    s.ends",
      "s.begin = s.now + 1 - math.fmod(s.now + 1, s.per)\n    s.ends"),
  WINDOW_FOLLOWS_A_CLOCK_BACK("if s.a > s.begin then", "if false then"),
  CALENDAR_ROLLS_LATE(
      "s.borders[i] <= s.now and s.now < s.borders[i + 1]",
      "s.borders[i] < s.now and s.now <= s.borders[i + 1]"),
  COUNTER_FOLLOWS_A_CLOCK_BACK(
      "s.begin = math.max(instant - math.fmod(instant, s.per), s.a)",
      "s.begin = instant - math.fmod(instant, s.per)"),
  COUNTER_FORGETS_THE_WINDOW_BEFORE("s.before = s.b\n", "s.before = 0\n"),
  COUNTER_COUNTS_ALL_OF_IT("(s.begin + s.per - math.max(s.now, s.begin))", "s.per"),
  LOG_FORGETS_LATE("if instant > now - s.counts then", "if instant >= now - s.counts then"),
  LOG_FORGETS_WHAT_IS_TO_COME(
      "if instant > now - s.counts then", "if now - s.counts < instant and instant <= now then"),
  LOG_TELLS_A_MICROSECOND_MORE("wait = at + s.per - s.now", "wait = at + s.per - s.now + 1"),
  LOG_FOLLOWS_A_CLOCK_BACK("s.newest = math.max(s.now, newest)", "s.newest = s.now"),
  HELD_LAPSES_LATE(
      "redis.call('ZCOUNT', key, '(' .. int(now)", "redis.call('ZCOUNT', key, int(now)"),
  RESERVED_IS_NOT_HELD("pending.held = pending.held + cost", "pending.held = 0"),
  RESERVED_LAPSES_LATE("    if ends > now then\n", "    if ends >= now then\n"),
  RESERVED_IS_NOT_CHARGED_LATE("elseif fate == CHARGE and cost > 0 then", "elseif false then"),
  PACED_LAPSES_NOW("idle_before(s, one.ends)", "idle_before(s, s.now)"),
  WINDOW_LAPSES_NOW("window_begin(s, one.ends)", "window_begin(s, s.now)"),
  COUNTER_LAPSES_NOW("roll(s, one.ends)", "roll(s, s.now)"),
  LOG_LAPSES_NOW("newest = math.max(one.ends, newest)", "newest = s.now"),
  LAPSES_AGAIN_WHERE_ADOPTED(
      "    s.pending.lapsed = {}\n", "    s.pending.lapsed = s.pending.lapsed\n"),
  CHARGES_ALIKE_TAKES_ONCE("charge(s, cost * k)", "charge(s, cost)"),
  SHADOW_COUNTS_WHAT_DOES_NOT_FIT("    k = s.algorithm.room(s, cost, k)\n", "    k = k\n"),
  SHADOW_REFUSES("if not s.shadow then", "if true then"),
  LOOKS_AT_THE_FIRST_LIMIT_ONLY("    if not s.shadow then", "    if not s.shadow and i == 1 then"),
  A_REFUSAL_WRITES("if s.counted or s.adopted then", "if true then", "if any then", "if true then"),
  FORGETS_THE_VERSION("KEYS[i], s.rule, name", "KEYS[i], s.version, name"),
  DECIDES_BY_AN_OLD_RULE("if s.version > s.rule then", "if false then"),
  ROUNDS_TO_14_DIGITS("return string.format('%.0f', n)", "return tostring(n)");

  /** What each algorithm could do wrong whose clock is set back. */
  public static final List<LimitFault> THAT_BELIEVE_A_CLOCK =
      List.of(
          PACED_FORGETS_WHAT_IS_TO_COME,
          WINDOW_FOLLOWS_A_CLOCK_BACK,
          COUNTER_FOLLOWS_A_CLOCK_BACK,
          LOG_FORGETS_WHAT_IS_TO_COME);

  private final String[] pairs;

  LimitFault(String... pairs) {
    this.pairs = pairs;
  }

  /** The text with the fault in it. */
  String plant(String text) {
    String planted = text;
    for (int i = 0; i < pairs.length; i += 2) {
      if (!planted.contains(pairs[i])) {
        throw new IllegalStateException(name() + ": the script has no '" + pairs[i] + "'");
      }
      planted = planted.replace(pairs[i], pairs[i + 1]);
    }
    return planted;
  }
}
