package dev.mainstay.sessions;

/** Hears what becomes of the sessions of a namespace; see {@link Sessions#subscribe}. */
@FunctionalInterface
public interface SessionListener {
  /**
   * Called with an event. It may block, best for well below a second: events are handed out in
   * batches for five seconds, and what is not handled by then may be handed to another process.
   * What it throws means that the event was not handled: it comes again, flagged, after pauses that
   * double from 5 s to 5 minutes, 16 times in all.
   *
   * <p>Up to four threads call at once; of the sessions of one user one at a time.
   */
  void on(SessionEvent event) throws Exception;
}
