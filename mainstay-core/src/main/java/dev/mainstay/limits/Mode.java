package dev.mainstay.limits;

/** What a rule does with what it counts. */
public enum Mode {
  /** It refuses what does not fit. */
  ENFORCE,
  /** It counts and lets through; a decision says what it would have refused. */
  SHADOW,
  /** It refuses everything, and nothing is counted: for a key on a block list. */
  BLOCK,
  /** It lets everything through: for a key on an allow list. */
  ALLOW
}
