package dev.mainstay.sessions;

/**
 * One attribute of a session.
 *
 * @param json its value as compact JSON text
 * @param version a number that no other value of this session ever had; 0 before it is stored
 */
public record Attribute(String json, long version) {
  /** Names the version only: a value may be confidential. */
  @Override
  public String toString() {
    return "Attribute[version=" + version + "]";
  }
}
