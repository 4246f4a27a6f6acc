package dev.mainstay.redis;

import dev.mainstay.errors.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a {@code rediss://} connection is secured. All files are PEM; the key is PKCS#8 without a
 * passphrase.
 *
 * @param caFile certificates that are trusted; {@code null} for those of the JVM
 * @param certificateFile the client's own certificate; {@code null} for none
 * @param keyFile the private key of that certificate; {@code null} for none
 * @param verify whether the server's certificate and name are checked; off is for tests only
 */
public record TlsOptions(
    @Nullable Path caFile, @Nullable Path certificateFile, @Nullable Path keyFile, boolean verify) {
  /** The JVM's certificates, no client certificate, everything checked. */
  public static final TlsOptions DEFAULT = new TlsOptions(null, null, null, true);

  /** Checks that the files are there and that certificate and key come together. */
  public TlsOptions {
    readable("tls.caFile", caFile);
    readable("tls.certificateFile", certificateFile);
    readable("tls.keyFile", keyFile);
    if ((certificateFile == null) != (keyFile == null)) {
      throw new InvalidValueException(
          "tls.certificateFile", "a certificate and its key go together; set both or neither");
    }
  }

  private static void readable(String field, @Nullable Path file) {
    if (file != null && !Files.isReadable(file)) {
      throw new InvalidValueException(field, file + " cannot be read; name a readable PEM file");
    }
  }
}
