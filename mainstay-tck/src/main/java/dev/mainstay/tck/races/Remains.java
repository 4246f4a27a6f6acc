package dev.mainstay.tck.races;

import dev.mainstay.spi.SessionKey;
import java.util.List;

/** A look into the store, beside the engine: what is left of a session. */
public interface Remains {
  /** Sees nothing, for a store that cannot be looked into. */
  Remains UNSEEN =
      new Remains() {
        @Override
        public boolean isThere(SessionKey key) {
          return false;
        }

        @Override
        public List<String> endless() {
          return List.of();
        }
      };

  /** Whether the session itself is still kept, apart from the word of its end. */
  boolean isThere(SessionKey key);

  /** Keys that nothing ends. */
  List<String> endless();
}
