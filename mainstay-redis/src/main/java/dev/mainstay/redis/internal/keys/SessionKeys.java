package dev.mainstay.redis.internal.keys;

import dev.mainstay.spi.Partition;
import dev.mainstay.spi.SessionKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys of sessions, schema 1. All that one user owns has one hash tag, his partition in two hex
 * digits, and so one slot:
 *
 * <pre>
 * ms:s1:{2c}:&lt;namespace&gt;:s:&lt;id&gt;     hash    the session
 * ms:s1:{2c}:&lt;namespace&gt;:e:&lt;id&gt;     string  how it ended, until a minute after
 * ms:s1:{2c}:&lt;namespace&gt;:u:&lt;user&gt;   hash    the user's sessions, id by id
 * ms:s1:{2c}:&lt;namespace&gt;:w          string  what replicas wait for, in scripts only
 * ms:s1:{2c}:&lt;namespace&gt;:due        zset    events of its sessions, by when they are due
 * ms:s1:{2c}:&lt;namespace&gt;:worker     string  who has the due ones in hand
 * ms:s1:{x0}:&lt;namespace&gt;:epoch      string  its last revocation, in 16 copies
 * ms:s1:{..}:&lt;namespace&gt;:workers    zset    who tells the namespace's events, and until when
 * </pre>
 */
public final class SessionKeys {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private static final int EPOCH_COPIES = 16;

  private SessionKeys() {}

  /** What all keys of a namespace in a partition begin with. */
  public static String base(String namespace, int partition) {
    return "ms:s1:{"
        + HEX[partition >> 4 & 0xf]
        + HEX[partition & 0xf]
        + "}:"
        + Escape.escape(namespace)
        + ':';
  }

  /** What all keys beside a session begin with. */
  public static String base(SessionKey key) {
    return base(key.namespace(), key.partition());
  }

  /** The session itself. */
  public static byte[] session(SessionKey key) {
    return bytes(base(key) + "s:" + key.id());
  }

  /** Whether this is the key of a session, of whatever namespace; no spelling holds a colon. */
  public static boolean isSession(byte[] key) {
    String[] parts = new String(key, StandardCharsets.ISO_8859_1).split(":", -1);
    return parts.length == 6
        && parts[0].equals("ms")
        && parts[1].equals("s1")
        && parts[4].equals("s");
  }

  /** How the session ended. */
  public static byte[] end(SessionKey key) {
    return bytes(base(key) + "e:" + key.id());
  }

  /** The sessions of a user. */
  public static byte[] index(String namespace, String user) {
    return bytes(base(namespace, Partition.of(namespace, user)) + "u:" + spell(user));
  }

  /**
   * The last revocation of a namespace, in each of its copies. They are in every sixteenth
   * partition, so that of a cluster's primaries hardly one has none, and the loss of one leaves the
   * sessions of all others readable.
   */
  public static List<byte[]> epochs(String namespace) {
    return IntStream.range(0, EPOCH_COPIES)
        .mapToObj(copy -> bytes(base(namespace, copy * Partition.COUNT / EPOCH_COPIES) + "epoch"))
        .toList();
  }

  /** The events of a partition's sessions. */
  public static byte[] due(String namespace, int partition) {
    return bytes(base(namespace, partition) + "due");
  }

  /** Who has the due events of a partition in hand. */
  public static byte[] worker(String namespace, int partition) {
    return bytes(base(namespace, partition) + "worker");
  }

  /** Who tells the events of a namespace. */
  public static byte[] workers(String namespace) {
    return bytes(base(namespace, Partition.of(namespace, "")) + "workers");
  }

  /** A user's name as it stands in a key. */
  public static String spell(String user) {
    return Escape.escape(user);
  }

  /** The user whose name stands so in a key. */
  public static String user(String spelled) {
    return Escape.unescape(spelled);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }
}
