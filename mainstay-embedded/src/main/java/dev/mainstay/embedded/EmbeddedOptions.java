package dev.mainstay.embedded;

import dev.mainstay.errors.InvalidValueException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to start and where its data lives: an immutable value.
 *
 * @param dataDirectory where state is kept, or null for a temporary folder that is removed at close
 * @param roles the stores to start
 * @param binary a redis-server or valkey-server of 7.0 (7.2) or later, or null for the bundled one
 * @param stateMemory the most that state may use, as in {@code 512mb}, or null for no limit
 * @param cacheMemory the most that the cache may use, as in {@code 64mb}
 * @param transport how the children listen
 * @param admin whether there is a second user who may do all (for tests and benchmarks)
 */
public record EmbeddedOptions(
    @Nullable Path dataDirectory,
    Set<StoreRole> roles,
    @Nullable Path binary,
    @Nullable String stateMemory,
    String cacheMemory,
    Transport transport,
    boolean admin) {

  /** How the children listen. */
  public enum Transport {
    /** A Unix socket where Netty has a native transport, else loopback. */
    AUTOMATIC,
    /** A Unix socket in a folder that only this user can enter. */
    UNIX_SOCKET,
    /** A random port on the loopback interface. */
    LOOPBACK
  }

  private static final String SIZE = "[1-9][0-9]{0,9}(kb|mb|gb)";

  /** Checks the values. */
  public EmbeddedOptions {
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new InvalidValueException("roles", "empty; name state, cache or both");
    }
    if (dataDirectory != null && dataDirectory.toString().lines().count() != 1) {
      throw new InvalidValueException("data", "a folder's name must be one line; name another");
    }
    size("state-memory", stateMemory);
    size("cache-memory", cacheMemory);
  }

  /** State kept in this folder, created if missing, and a cache of 64 MB. */
  public static EmbeddedOptions in(Path dataDirectory) {
    return ephemeral().withDataDirectory(dataDirectory);
  }

  /** State in a temporary folder that is removed at close, for tests; a cache of 64 MB. */
  public static EmbeddedOptions ephemeral() {
    Set<StoreRole> both = EnumSet.allOf(StoreRole.class);
    return new EmbeddedOptions(null, both, null, null, "64mb", Transport.AUTOMATIC, false);
  }

  /** With state kept in this folder. */
  public EmbeddedOptions withDataDirectory(Path folder) {
    return new EmbeddedOptions(folder, roles, binary, stateMemory, cacheMemory, transport, admin);
  }

  /** With these stores only. */
  public EmbeddedOptions withRoles(StoreRole first, StoreRole... more) {
    Set<StoreRole> only = EnumSet.of(first, more);
    return new EmbeddedOptions(
        dataDirectory, only, binary, stateMemory, cacheMemory, transport, admin);
  }

  /** With this server program instead of the bundled one. */
  public EmbeddedOptions withBinary(@Nullable Path program) {
    return new EmbeddedOptions(
        dataDirectory, roles, program, stateMemory, cacheMemory, transport, admin);
  }

  /** With a limit on what state may use; a full store refuses writes and never evicts. */
  public EmbeddedOptions withStateMemory(@Nullable String size) {
    return new EmbeddedOptions(dataDirectory, roles, binary, size, cacheMemory, transport, admin);
  }

  /** With another limit on what the cache may use before it evicts. */
  public EmbeddedOptions withCacheMemory(String size) {
    return new EmbeddedOptions(dataDirectory, roles, binary, stateMemory, size, transport, admin);
  }

  /** With another way to listen. */
  public EmbeddedOptions withTransport(Transport way) {
    return new EmbeddedOptions(dataDirectory, roles, binary, stateMemory, cacheMemory, way, admin);
  }

  /** With a user {@code admin} that may do all, under a password of its own: not for production. */
  public EmbeddedOptions withAdmin() {
    return new EmbeddedOptions(
        dataDirectory, roles, binary, stateMemory, cacheMemory, transport, true);
  }

  private static void size(String field, @Nullable String size) {
    if (size != null && !size.matches(SIZE)) {
      throw new InvalidValueException(
          field, "\"" + size + "\" is no size; write a number with kb, mb or gb, as in 64mb");
    }
  }
}
