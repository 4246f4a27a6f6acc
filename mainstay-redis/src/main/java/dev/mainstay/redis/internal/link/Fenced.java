package dev.mainstay.redis.internal.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server did, and whether a failover can undo it.
 *
 * @param reply the reply, as of {@link Link#dispatch}
 * @param confirmed whether every replica that the topology lists as in sync has it
 */
public record Fenced(List<@Nullable Object> reply, boolean confirmed) {}
