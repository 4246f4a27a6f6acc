package dev.mainstay.sessions;

import dev.mainstay.codec.Names;
import org.jspecify.annotations.Nullable;

/**
 * What a session is started with. Immutable: each method with an argument gives a changed copy.
 *
 * @param user whose it is; null for an anonymous session
 * @param device a name for the device list, as in "Firefox on Linux"; null for none
 * @param attributes its first attributes
 */
public record SessionStart(@Nullable String user, @Nullable String device, Attributes attributes) {

  /** Checks that names are 1 to 512 bytes of UTF-8. */
  public SessionStart {
    if (user != null) {
      Names.check("user", user);
    }
    if (device != null) {
      Names.check("device", device);
    }
  }

  /** A session of a user. */
  public static SessionStart of(String user) {
    return new SessionStart(user, null, Attributes.none());
  }

  /** A session of nobody yet; {@link Rotation#login} gives it to a user. */
  public static SessionStart anonymous() {
    return new SessionStart(null, null, Attributes.none());
  }

  /** The same with a name for the device list. */
  public SessionStart device(@Nullable String device) {
    return new SessionStart(user, device, attributes);
  }

  /** The same with these attributes. */
  public SessionStart attributes(Attributes attributes) {
    return new SessionStart(user, device, attributes);
  }
}
