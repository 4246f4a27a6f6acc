package dev.mainstay.server.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * Which Mainstay this is, as it was written down when it was built.
 *
 * @param number as in {@code 0.1.0}
 * @param commit the first 12 digits of the commit, or {@code unknown} outside a checkout
 */
public record Version(String number, String commit) {
  private static final String FILE = "version.properties";

  /** The version of the running jar. */
  public static Version current() {
    Properties built = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      if (in != null) {
        built.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE, e);
    }
    return new Version(
        built.getProperty("version", "unknown"), built.getProperty("commit", "unknown"));
  }

  /** One line, as in {@code mainstay 0.1.0 (commit 0123456789ab, Java 17.0.15)}. */
  @Override
  public String toString() {
    return "mainstay %s (commit %s, Java %s)".formatted(number, commit, Runtime.version());
  }

  /** Tells picocli the version; stateless. */
  public static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {current().toString()};
    }
  }
}
