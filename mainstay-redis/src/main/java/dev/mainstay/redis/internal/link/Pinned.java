package dev.mainstay.redis.internal.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer and whence it came.
 *
 * @param reply as of {@link Link#dispatch(Request)}
 * @param pin the connection over which it came
 */
public record Pinned(List<@Nullable Object> reply, Pin pin) {}
