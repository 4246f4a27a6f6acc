package dev.mainstay.sessions;

/**
 * The user is at the limit of sessions and the policy rejects; nothing was written.
 *
 * @param limit how many sessions a user may have
 */
public record Full(int limit) implements Started, Rotated {}
