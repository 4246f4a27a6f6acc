package dev.mainstay.chaos.history;

import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;

/** How an operation ended for the client that asked for it. */
public sealed interface Outcome {

  /** It was answered, and the answer counts as a promise. */
  record Ok(Answer answer) implements Outcome {}

  /** It was surely not done. */
  record Failed(String why) implements Outcome {}

  /** It was done, is done later, or is never done: nobody knows, or nobody promises. */
  record Unknown(String why) implements Outcome {}

  /** It ended in a way that is no failure of a store; what was done is unknown. */
  record Broken(String why) implements Outcome {}

  /**
   * What an exception says. The reason is the store's own word where it refused, {@code
   * unconfirmed} where it was done and may be undone, else {@code unavailable}.
   */
  static Outcome of(RuntimeException thrown) {
    if (thrown instanceof StoreRefusedException refused) {
      return new Failed(refused.code());
    }
    if (thrown instanceof StoreUnavailableException away) {
      return switch (away.applied()) {
        case NO -> new Failed("unavailable");
        case UNKNOWN -> new Unknown("unavailable");
        case YES -> new Unknown("unconfirmed");
      };
    }
    return new Broken(thrown.toString());
  }

  /** Whether it was answered. */
  default boolean isOk() {
    return this instanceof Ok;
  }

  /** Whether it may have had an effect: all but what surely failed. */
  default boolean mayBeDone() {
    return !(this instanceof Failed);
  }

  /** Why it was not answered; empty where it was. */
  default String why() {
    if (this instanceof Failed failed) {
      return failed.why();
    }
    if (this instanceof Unknown unknown) {
      return unknown.why();
    }
    return this instanceof Broken broken ? broken.why() : "";
  }
}
