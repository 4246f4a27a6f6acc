package dev.mainstay.spi;

/** Who hears what others publish; called where nobody may block. */
public interface Ear {
  /**
   * A message came.
   *
   * @param key what its channel has in the place of the key
   * @param text its content
   */
  void heard(String key, String text);

  /** From now on messages are heard; some may have been missed, unless this is the first time. */
  void listens(boolean first);

  /** Nothing is heard for now. */
  void deaf();
}
