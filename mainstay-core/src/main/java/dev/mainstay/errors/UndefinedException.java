package dev.mainstay.errors;

/** What the caller names is not defined anywhere. Nothing was written. */
public final class UndefinedException extends MainstayException {
  private static final long serialVersionUID = 1L;
  private final String name;

  /**
   * @param what its kind, as in {@code limit}
   * @param name the name that nobody defined
   * @param remedy how to define it
   */
  public UndefinedException(String what, String name, String remedy) {
    super(what + " '" + name + "' is not defined; " + remedy, null);
    this.name = name;
  }

  /** The name that nobody defined. */
  public String name() {
    return name;
  }
}
