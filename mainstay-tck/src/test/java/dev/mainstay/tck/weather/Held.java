package dev.mainstay.tck.weather;

import dev.mainstay.sessions.Started;

/** A session as its only caller knows it. */
final class Held {
  final String token;
  final String id;
  final Counter counter;

  /** Whether somebody may have ended it, now or a little later. */
  boolean doubtful;

  /** Whether it is known to be gone. */
  boolean gone;

  Held(String token, String id, Counter counter, boolean doubtful) {
    this.token = token;
    this.id = id;
    this.counter = counter;
    this.doubtful = doubtful;
  }

  static Held of(Started.Ok started, boolean doubtful) {
    return new Held(started.token(), started.session().id(), new Counter(), doubtful);
  }
}
