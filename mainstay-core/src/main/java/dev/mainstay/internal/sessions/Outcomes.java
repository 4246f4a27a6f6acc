package dev.mainstay.internal.sessions;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Full;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Updated;
import java.util.Locale;
import java.util.concurrent.CompletionException;

/** The words for outcomes in events, and so in metrics. */
final class Outcomes {
  private static final String UNCONFIRMED = "unconfirmed";

  private Outcomes() {}

  static String of(Object result) {
    if (result instanceof Gone gone) {
      return gone.reason().name().toLowerCase(Locale.ROOT);
    }
    if (result instanceof Found.Live) {
      return "live";
    }
    if (result instanceof Updated.Conflict) {
      return "conflict";
    }
    if (result instanceof Rotated.Lost) {
      return "lost";
    }
    if (result instanceof Rotated.Unconfirmed || result instanceof Started.Unconfirmed) {
      return UNCONFIRMED;
    }
    if (result instanceof Full) {
      return "full";
    }
    return result instanceof Started || !Boolean.FALSE.equals(result) ? "ok" : "nothing";
  }

  static String of(Throwable failed) {
    Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
    if (cause instanceof StoreRefusedException refused) {
      return refused.code();
    }
    if (cause instanceof UnconfirmedException) {
      return UNCONFIRMED;
    }
    if (cause instanceof StoreUnavailableException) {
      return "unavailable";
    }
    return cause instanceof InvalidValueException ? "invalid" : "error";
  }
}
