package dev.mainstay.internal.limits;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.limits.Take;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a caller settles with: the name of the reservation and what it is of. It is no secret, and
 * whoever may take may make one up.
 */
record Reservation(String name, Take take) {
  private static final int NAME_BYTES = 12;
  private static final int NAME_LENGTH = 16;

  /** The name of a caller's own id. */
  static String named(String id) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, NAME_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String text() {
    String scope = take.scope();
    return name
        + '.'
        + spelled(take.limit())
        + '.'
        + spelled(take.key())
        + (scope == null ? "" : '.' + spelled(scope));
  }

  private static String spelled(String part) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(part.getBytes(StandardCharsets.UTF_8));
  }

  static Reservation parse(String text) {
    String[] parts = text.split("\\.", -1);
    try {
      if (parts[0].length() == NAME_LENGTH && (parts.length == 3 || parts.length == 4)) {
        Take take = Take.of(read(parts[1]), read(parts[2]));
        return new Reservation(parts[0], parts.length == 3 ? take : take.within(read(parts[3])));
      }
    } catch (IllegalArgumentException foreign) {
      // Said below.
    }
    throw new InvalidValueException(
        "reservation", "is none that a reserve answered; hand it back as it was");
  }

  private static String read(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
