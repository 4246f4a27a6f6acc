package dev.mainstay.errors;

/** A value could not be written as JSON or read back as the type that was asked for. */
public final class CodecException extends MainstayException {
  private static final long serialVersionUID = 1L;

  /** A codec that failed on a value; the message names the type and never holds the value. */
  public CodecException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A codec that is missing or was asked for what it cannot do. */
  public CodecException(String message) {
    super(message, null);
  }
}
