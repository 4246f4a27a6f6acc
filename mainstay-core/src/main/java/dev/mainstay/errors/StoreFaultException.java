package dev.mainstay.errors;

import org.jspecify.annotations.Nullable;

/**
 * The store answered something that no correct store answers: an unknown error, a reply of the
 * wrong shape, a version that is too old. Trying again does not help; the message says what does.
 */
public final class StoreFaultException extends MainstayException {
  private static final long serialVersionUID = 1L;

  /** A fault of the store or of what is stored, with the operation that met it. */
  public StoreFaultException(String operation, String problem, @Nullable Throwable cause) {
    super(operation + ": " + problem, cause);
  }
}
