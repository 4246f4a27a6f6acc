package dev.mainstay.tck.model;

import java.util.List;

/** What some parties may do, one step of one of them at a time. States are values. */
interface Protocol<S> {
  S start();

  /** All that may be next. */
  List<S> next(S state);

  /** Whether what must never be is so. */
  boolean isBroken(S state);
}
