package dev.mainstay.server.http;

import dev.mainstay.http.Problem;
import dev.mainstay.http.ProblemType;
import dev.mainstay.server.config.ApiKey;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may call: the API keys, of which only hashes are known. */
final class Access {
  /** What a caller may do. */
  record Grant(Optional<String> namespace, boolean admin) {}

  /** Where no keys are configured, everybody may do all but end a whole namespace. */
  private static final Grant OPEN = new Grant(Optional.empty(), false);

  private static final String HEADER = "Mainstay-Key";

  private final List<ApiKey> keys;
  private final byte[][] hashes;

  Access(List<ApiKey> keys) {
    this.keys = keys;
    this.hashes = keys.stream().map(ApiKey::hash).toArray(byte[][]::new);
  }

  boolean isOpen() {
    return keys.isEmpty();
  }

  /** What the request's key grants; a request without a good one is refused. */
  Grant grant(MultiMap headers) {
    if (isOpen()) {
      return OPEN;
    }
    List<String> brought = headers.getAll(HEADER);
    if (brought.size() != 1) {
      throw refused(
          brought.isEmpty() ? HEADER + " is missing." : HEADER + " is given more than once.");
    }
    ApiKey key = find(brought.get(0));
    if (key == null) {
      throw refused("The key in " + HEADER + " is unknown.");
    }
    return new Grant(key.namespace(), key.admin());
  }

  /** Looks at every hash, whichever fits, so that the time taken tells nothing. */
  private @Nullable ApiKey find(String brought) {
    byte[] hash = sha256(brought);
    ApiKey found = null;
    for (int i = 0; i < hashes.length; i++) {
      if (MessageDigest.isEqual(hashes[i], hash)) {
        found = keys.get(i);
      }
    }
    return found;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  private static Refusal refused(String detail) {
    Problem problem = ProblemType.KEY_REQUIRED.problem(detail);
    return new Refusal(
        problem.withHeader(
            "WWW-Authenticate", "ApiKey realm=\"mainstay\", header=\"" + HEADER + '"'));
  }
}
