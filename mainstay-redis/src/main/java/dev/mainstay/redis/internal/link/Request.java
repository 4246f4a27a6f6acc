package dev.mainstay.redis.internal.link;

/**
 * What to send.
 *
 * @param operation for messages, as in {@code sessions.find}
 * @param name for events: the command or the script, as in {@code HGETALL}
 * @param deadline which deadline holds
 * @param parts the command and its arguments as they go over the wire
 */
public record Request(String operation, String name, Deadline deadline, byte[]... parts) {}
