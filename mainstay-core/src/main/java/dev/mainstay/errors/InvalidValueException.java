package dev.mainstay.errors;

/** A value of the caller's that cannot be used. Nothing was sent to the store, nothing written. */
public final class InvalidValueException extends MainstayException {
  private static final long serialVersionUID = 1L;
  private final String field;

  /**
   * @param field the name of the value, as the caller spells it
   * @param problem what is wrong with it and what is allowed
   */
  public InvalidValueException(String field, String problem) {
    super(field + ": " + problem, null);
    this.field = field;
  }

  /** The name of the value that was refused. */
  public String field() {
    return field;
  }
}
