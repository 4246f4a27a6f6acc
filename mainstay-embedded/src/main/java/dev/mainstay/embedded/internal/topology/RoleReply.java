package dev.mainstay.embedded.internal.topology;

import java.io.IOException;
import java.util.List;

/**
 * What a data node says that it is ({@code ROLE}).
 *
 * @param texts of a primary the word, an offset, and address, port and offset of each replica that
 *     is in sync; of a replica the word, its primary's address and port, and how far it is
 */
record RoleReply(List<String> texts) {

  static RoleReply of(Node node) throws IOException {
    return new RoleReply(node.ask("ROLE").texts());
  }

  boolean isPrimary() {
    return texts.get(0).equals("master");
  }

  /** Whether at least so many replicas are in sync with it. */
  boolean isPrimaryOf(int replicas) {
    return isPrimary() && replicas() >= replicas;
  }

  /** Whether it follows the primary at this port and has its data. */
  boolean isReplicaOf(int port) {
    return isInSync() && texts.get(2).equals("" + port);
  }

  /** Whether it is a replica that has the data of its primary. */
  boolean isInSync() {
    return texts.get(0).equals("slave") && texts.get(3).equals("connected");
  }

  private int replicas() {
    return (texts.size() - 2) / 3;
  }

  /** For people. */
  @Override
  public String toString() {
    return isPrimary()
        ? "primary with " + replicas() + " replicas"
        : "replica of :" + texts.get(2) + ", " + texts.get(3);
  }
}
