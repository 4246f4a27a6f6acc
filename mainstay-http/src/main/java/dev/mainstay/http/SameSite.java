package dev.mainstay.http;

/** With which requests of other sites a browser sends a cookie. */
public enum SameSite {
  /** With none. A link from elsewhere arrives without a session. */
  STRICT("Strict"),
  /** With top-level navigations by safe methods only. */
  LAX("Lax"),
  /** With all. The cookie then says nothing of who made the request. */
  NONE("None");

  private final String word;

  SameSite(String word) {
    this.word = word;
  }

  /** As it stands in {@code Set-Cookie}. */
  String word() {
    return word;
  }
}
