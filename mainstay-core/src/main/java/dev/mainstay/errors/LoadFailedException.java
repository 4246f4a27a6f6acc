package dev.mainstay.errors;

import org.jspecify.annotations.Nullable;

/** A cache had no value, and loading it failed or took too long. */
public final class LoadFailedException extends MainstayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cache the name of the cache; keys are not told, they may be secret
   * @param problem what went wrong and what to look at
   * @param cause what the loader threw, if it did
   */
  public LoadFailedException(String cache, String problem, @Nullable Throwable cause) {
    super("cache.get of '" + cache + "': " + problem, cause);
  }
}
