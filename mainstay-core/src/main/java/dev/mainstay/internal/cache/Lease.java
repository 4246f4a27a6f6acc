package dev.mainstay.internal.cache;

import dev.mainstay.cache.CacheSteps;

/**
 * A lease that somebody holds elsewhere, as text: the ticket's, and where the cache's tags stood
 * when it was given. Whoever makes one up can do no more than a put can.
 *
 * @param ticket the ticket's text
 * @param count of moves of tags; negative where it is not known
 */
record Lease(String ticket, long count) {
  private static final String COUNT = "-c";
  private static final int RADIX = 36;
  private static final long UNKNOWN = -1;

  static Lease read(String text) {
    String lease = CacheSteps.requireLease(text);
    int end = lease.lastIndexOf(COUNT);
    String count = lease.substring(end + COUNT.length());
    return new Lease(
        lease.substring(0, end), count.equals("n") ? UNKNOWN : Long.parseLong(count, RADIX));
  }

  boolean isCountKnown() {
    return count >= 0;
  }

  @Override
  public String toString() {
    return ticket + COUNT + (isCountKnown() ? Long.toString(count, RADIX) : "n");
  }
}
