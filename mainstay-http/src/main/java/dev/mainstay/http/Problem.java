package dev.mainstay.http;

import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.errors.UndefinedException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an error's answer says (RFC 9457), as a value: render it with {@link #json()} and send
 * {@link #headers()} beside it.
 *
 * @param type which problem it is
 * @param detail what is particular to this time, for a human; null where there is nothing to say
 * @param instance a URI of this occurrence; null where it has none
 * @param members the extension members ({@code field}, {@code operation}, {@code allowed}, …):
 *     values are null, strings, numbers, booleans, or maps and lists of these; all else is written
 *     as text
 * @param headers the fields that the answer carries because of the problem
 */
public record Problem(
    ProblemType type,
    @Nullable String detail,
    @Nullable String instance,
    Map<String, @Nullable Object> members,
    Map<String, String> headers) {

  /** The media type of {@link #json()}. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Copies the members and headers; their order is kept. */
  public Problem {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** A problem of this type and nothing more. */
  public static Problem of(ProblemType type) {
    return new Problem(type, null, null, Map.of(), Map.of());
  }

  /**
   * The answer to an exception. A {@link CodecException} is taken as a fault of what is stored; for
   * one that the request's body caused, answer {@link ProblemType#MALFORMED_BODY}.
   */
  public static Problem of(MainstayException error) {
    if (error instanceof InvalidValueException invalid) {
      return told(ProblemType.INVALID_VALUE, error).with("field", invalid.field());
    }
    if (error instanceof StoreRefusedException refused) {
      return unavailable(ProblemType.STORE_REFUSED, refused).with("code", refused.code());
    }
    if (error instanceof UnconfirmedException unconfirmed) {
      return unavailable(ProblemType.UNCONFIRMED, unconfirmed);
    }
    if (error instanceof StoreUnavailableException unavailable) {
      return unavailable(ProblemType.STORE_UNAVAILABLE, unavailable);
    }
    if (error instanceof StoreFaultException) {
      return told(ProblemType.STORE_FAULT, error);
    }
    if (error instanceof UndefinedException undefined) {
      return told(ProblemType.NOT_FOUND, error).with("name", undefined.name());
    }
    return told(
        error instanceof CodecException ? ProblemType.UNREADABLE_VALUE : ProblemType.INTERNAL,
        error);
  }

  /** The status of the answer. */
  public int status() {
    return type.status();
  }

  /** The same problem with another detail. */
  public Problem withDetail(String text) {
    return new Problem(type, text, instance, members, headers);
  }

  /** The same problem with another instance. */
  public Problem withInstance(String uri) {
    return new Problem(type, detail, uri, members, headers);
  }

  /** The same problem with one extension member more, or another value of it. */
  public Problem with(String member, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(type, detail, instance, more, headers);
  }

  /** The same problem whose answer carries one field more. */
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(type, detail, instance, members, more);
  }

  /** The same problem with {@code Retry-After}: whole seconds, rounded up, at least one. */
  public Problem withRetryAfter(Duration wait) {
    return withHeader("Retry-After", Long.toString(Math.max(1, RateLimitFields.seconds(wait))));
  }

  /** The body: one JSON object, to be sent as UTF-8. */
  public String json() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("type", type.uri());
    all.put("title", type.title());
    all.put("status", type.status());
    if (detail != null) {
      all.put("detail", detail);
    }
    if (instance != null) {
      all.put("instance", instance);
    }
    members.forEach(all::putIfAbsent);
    StringBuilder out = new StringBuilder(256);
    JsonText.write(out, all);
    return out.toString();
  }

  private static Problem told(ProblemType type, MainstayException error) {
    return new Problem(type, error.getMessage(), null, Map.of(), Map.of());
  }

  /** {@code applied} is null where nobody knows. */
  private static Problem unavailable(ProblemType type, StoreUnavailableException error) {
    Boolean applied =
        switch (error.applied()) {
          case NO -> false;
          case YES -> true;
          case UNKNOWN -> null;
        };
    return told(type, error).with("applied", applied).withRetryAfter(error.retryAfter());
  }
}
