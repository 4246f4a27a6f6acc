package dev.mainstay.spi;

import org.jspecify.annotations.Nullable;

/** What is to end. */
public sealed interface Revocation {
  /** The session that a credential proves. */
  record One(Credential credential) implements Revocation {}

  /** One session of a user, by its public handle. */
  record Handle(String namespace, String user, String id) implements Revocation {}

  /**
   * All sessions of a user.
   *
   * @param exceptId the one that stays; null for none
   */
  record User(String namespace, String user, @Nullable String exceptId) implements Revocation {}

  /** Every session of a namespace. */
  record Namespace(String namespace) implements Revocation {}
}
