package dev.mainstay.http;

/** The problems of the HTTP API: what went wrong, told apart by {@code type} and never by text. */
public enum ProblemType {
  /** A value in the body, path, query or a field is not allowed; {@code field} names it. */
  INVALID_VALUE("invalid-value", 400, "A value is not allowed"),
  /** The body is not JSON, or not the JSON that the operation takes. */
  MALFORMED_BODY("malformed-body", 400, "The body cannot be read"),
  /** No token, or one whose session does not live; {@code reason} tells why. */
  SESSION_GONE("session-gone", 401, "There is no live session"),
  /** No API key, or an unknown one. */
  KEY_REQUIRED("key-required", 401, "An API key is required"),
  /** The API key may not do this, or not in this namespace. */
  FORBIDDEN("forbidden", 403, "The API key may not do this"),
  /** A write with a session cookie that another site's page may have made. */
  CROSS_ORIGIN("cross-origin", 403, "The request comes from another origin"),
  /** No such route, session, policy or limit, or nothing cached. */
  NOT_FOUND("not-found", 404, "There is no such thing"),
  /** The route knows other methods; {@code allowed} lists them. */
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
  /** A version moved since it was read; nothing was written. */
  VERSION_CONFLICT("version-conflict", 409, "A version has moved"),
  /** An attribute is not of the kind that the change needs; nothing was written. */
  ATTRIBUTE_MISMATCH("attribute-mismatch", 409, "The attributes do not allow the change"),
  /** Another request rotates or has rotated the session; its answer carries the new token. */
  ROTATION_LOST("rotation-lost", 409, "Another request has rotated the session"),
  /** The user has as many sessions as the policy allows, and the policy rejects. */
  SESSION_LIMIT("session-limit", 409, "The user has too many sessions"),
  /** The lease lapsed, was used, or something happened to the key since; nothing was stored. */
  LEASE_VOID("lease-void", 409, "The lease is void"),
  /** The body is longer than the server takes. */
  BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
  /** The body is not declared as JSON, or comes encoded. */
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body's type is not supported"),
  /** The {@code Host} field names a host that this server does not answer for. */
  WRONG_HOST("wrong-host", 421, "The host is not served here"),
  /** A limit refused; the type that draft-ietf-httpapi-ratelimit-headers registers. */
  QUOTA_EXCEEDED(
      "https://iana.org/assignments/http-problem-types#quota-exceeded", 429, "Quota exceeded"),
  /** A fault of the server. */
  INTERNAL("internal", 500, "The server failed"),
  /** A stored value cannot be read as what it should be. */
  UNREADABLE_VALUE("unreadable-value", 500, "A stored value cannot be read"),
  /** The store answered what no correct store answers. */
  STORE_FAULT("store-fault", 500, "The store is at fault"),
  /** The store did not answer in time; {@code applied} tells what is known of the effect. */
  STORE_UNAVAILABLE("store-unavailable", 503, "The store does not answer"),
  /** The store answers and refuses writes; {@code code} is its own word. */
  STORE_REFUSED("store-refused", 503, "The store refuses writes"),
  /** What was to end has ended, and a failover now could undo it; to be repeated. */
  UNCONFIRMED("unconfirmed", 503, "Done, and a failover could undo it"),
  /** The server is shutting down; another replica takes the request. */
  DRAINING("draining", 503, "The server is shutting down");

  private final String uri;
  private final int status;
  private final String title;

  ProblemType(String word, int status, String title) {
    this.uri = word.startsWith("https:") ? word : Prefix.TAG + word;
    this.status = status;
    this.title = title;
  }

  /** The problem's {@code type}. */
  public String uri() {
    return uri;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** The problem's {@code title}, the same for every problem of the type. */
  public String title() {
    return title;
  }

  /** This problem without anything more to say. */
  public Problem problem() {
    return Problem.of(this);
  }

  /** This problem, with what is particular to this time it occurred. */
  public Problem problem(String detail) {
    return Problem.of(this).withDetail(detail);
  }

  private static final class Prefix {
    /** A tag URI (RFC 4151): absolute and stable, and it does not pretend to be a page. */
    static final String TAG = "tag:mainstay.dev,2026:";
  }
}
