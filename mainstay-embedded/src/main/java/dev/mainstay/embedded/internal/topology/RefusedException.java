package dev.mainstay.embedded.internal.topology;

import java.io.IOException;

/** A server answered with an error; the message is that of the server and holds no argument. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String command, String error) {
    super(command + " was answered with: " + error);
  }
}
