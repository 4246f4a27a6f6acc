package dev.mainstay.errors;

import org.jspecify.annotations.Nullable;

/**
 * The root of all that Mainstay throws. Each message names the operation, the wrong value and the
 * remedy; no message holds a secret.
 */
public abstract class MainstayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MainstayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
