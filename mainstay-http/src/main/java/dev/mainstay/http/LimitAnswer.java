package dev.mainstay.http;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer over HTTP says of a decision: 200 where it let the request through, 429 where a
 * limit refused it, 503 where the store did not say and the rule refuses then.
 *
 * @param takes what was asked for; at least one
 * @param decision what became of it
 */
public record LimitAnswer(List<Take> takes, Decision decision) {
  /** The field with {@link #word()}. */
  public static final String DECISION = "Mainstay-Decision";

  /** A store that did not answer is asked again so soon. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Copies the takes. */
  public LimitAnswer {
    takes = List.copyOf(takes);
  }

  /** The decision in one word, as in {@code shadow-denied}. */
  public String word() {
    if (decision instanceof Decision.Undecided undecided) {
      return undecided.allowed() ? "undecided-passed" : "undecided-refused";
    }
    if (decision instanceof Decision.Allowed allowed) {
      return allowed.shadowed().isEmpty() ? "allowed" : "shadow-denied";
    }
    return "denied";
  }

  /** The fields that go with the answer, whatever its status. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>(RateLimitFields.of(decision));
    headers.put(DECISION, word());
    return headers;
  }

  /**
   * What the answer's object says: {@code allowed}, {@code limit} (the one that refused, else the
   * one with the fewest permits left), {@code remaining} of it, {@code retryAfterMs}, {@code
   * resetAfterMs}, and where there is something to say {@code delayMs}, {@code lease}, {@code
   * shadowed}, and {@code standings} where several limits were asked. Times are rounded up. Null is
   * what nobody knows, and the wait of what never fits.
   */
  public Map<String, @Nullable Object> members() {
    Optional<Standing> shown = shown();
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("allowed", decision.allowed());
    all.put("limit", shown.map(Standing::limit).orElseGet(this::unstanding));
    all.put("remaining", shown.map(Standing::remaining).orElse(null));
    all.put("retryAfterMs", untilNext().map(LimitAnswer::millis).orElse(null));
    all.put("resetAfterMs", shown.map(Standing::resetAfter).map(LimitAnswer::millis).orElse(null));
    if (decision instanceof Decision.Allowed allowed) {
      allowed(all, allowed);
    }
    if (decision.standings().size() > 1) {
      all.put("standings", decision.standings().stream().map(LimitAnswer::standing).toList());
    }
    return all;
  }

  private static void allowed(Map<String, @Nullable Object> all, Decision.Allowed allowed) {
    boolean queues =
        allowed.standings().stream()
            .anyMatch(standing -> standing.rule().algorithm() == Algorithm.LEAKY_QUEUE);
    if (queues || !allowed.delay().isZero()) {
      all.put("delayMs", millis(allowed.delay()));
    }
    if (!allowed.lease().isEmpty()) {
      all.put("lease", allowed.lease());
    }
    if (!allowed.shadowed().isEmpty()) {
      all.put("shadowed", distinct(allowed.shadowed()));
    }
  }

  /** The object of an answer with 200, as JSON. */
  public String json() {
    StringBuilder out = new StringBuilder(256);
    JsonText.write(out, members());
    return out.toString();
  }

  /** The same where permits were reserved: {@code reservation} stands in the place of the lease. */
  public String reserved() {
    Map<String, @Nullable Object> all = members();
    Object lease = all.remove("lease");
    if (lease != null) {
      all.put("reservation", lease);
    }
    StringBuilder out = new StringBuilder(256);
    JsonText.write(out, all);
    return out.toString();
  }

  /**
   * The problem of a decision that let nothing through: quota-exceeded with {@code violated} and,
   * as the draft of the fields has it, {@code violated-policies}; or that the store does not
   * answer. It carries {@link #headers()} and {@code Retry-After}; whoever waits exactly so long is
   * let in, unless others take meanwhile. There is none where its cost never fits.
   */
  public Problem problem() {
    Problem problem = decision instanceof Decision.Denied denied ? denied(denied) : silent();
    for (Map.Entry<String, @Nullable Object> member : members().entrySet()) {
      problem = problem.with(member.getKey(), member.getValue());
    }
    for (Map.Entry<String, String> header : headers().entrySet()) {
      problem = problem.withHeader(header.getKey(), header.getValue());
    }
    return problem;
  }

  private static Problem denied(Decision.Denied denied) {
    List<String> violated = distinct(denied.violated());
    Problem problem =
        ProblemType.QUOTA_EXCEEDED
            .problem(
                denied.retryAfter().isPresent()
                    ? "A limit has no more permits for now."
                    : "A limit never has as many permits, or blocks the key.")
            .with("violated", violated)
            .with("violated-policies", violated.stream().map(RateLimitFields::name).toList());
    return denied.retryAfter().map(problem::withRetryAfter).orElse(problem);
  }

  private static Problem silent() {
    return ProblemType.STORE_UNAVAILABLE
        .problem("The store did not answer, and the rule lets nothing through then.")
        .with("operation", "limits.take")
        .with("applied", null)
        .withRetryAfter(AGAIN);
  }

  private Optional<Duration> untilNext() {
    if (decision instanceof Decision.Denied denied) {
      return denied.retryAfter();
    }
    return Optional.of(decision.allowed() ? Duration.ZERO : AGAIN);
  }

  private Optional<Standing> shown() {
    List<String> violated =
        decision instanceof Decision.Denied denied ? denied.violated() : List.of();
    return decision.standings().stream()
        .filter(standing -> violated.isEmpty() || violated.contains(standing.limit()))
        .min(Comparator.comparingLong(Standing::remaining));
  }

  /** The limit of a decision that counted nothing. */
  private String unstanding() {
    return decision instanceof Decision.Denied denied
        ? denied.violated().get(0)
        : takes.get(0).limit();
  }

  private static Map<String, @Nullable Object> standing(Standing standing) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("limit", standing.limit());
    all.put("remaining", standing.remaining());
    all.put("resetAfterMs", millis(standing.resetAfter()));
    return all;
  }

  private static List<String> distinct(List<String> names) {
    return new ArrayList<>(new LinkedHashSet<>(names));
  }

  /** Whole milliseconds, rounded up. */
  public static long millis(Duration duration) {
    long seconds = Math.min(duration.getSeconds(), Long.MAX_VALUE / 1_000 - 1);
    return seconds * 1_000 + (duration.getNano() + 999_999) / 1_000_000;
  }
}
