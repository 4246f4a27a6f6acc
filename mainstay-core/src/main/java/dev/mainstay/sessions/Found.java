package dev.mainstay.sessions;

import java.util.Optional;

/** What a token leads to: {@link Live} or {@link Gone}. */
public sealed interface Found permits Found.Live, Gone {

  /** A live session. */
  record Live(Session session) implements Found {}

  /** The session where it lives, else empty. */
  default Optional<Session> live() {
    return this instanceof Live live ? Optional.of(live.session()) : Optional.empty();
  }

  /** Whether it lives. */
  default boolean isLive() {
    return this instanceof Live;
  }
}
