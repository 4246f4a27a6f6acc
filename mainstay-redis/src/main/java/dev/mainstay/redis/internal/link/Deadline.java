package dev.mainstay.redis.internal.link;

/** Which of the two deadlines of the options holds for a call. */
public enum Deadline {
  /** The call only reads. */
  READ,
  /** The call may write. */
  WRITE
}
