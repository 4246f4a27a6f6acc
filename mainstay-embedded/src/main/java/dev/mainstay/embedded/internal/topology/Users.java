package dev.mainstay.embedded.internal.topology;

import dev.mainstay.embedded.internal.Secret;
import dev.mainstay.embedded.internal.ServerPlan;
import dev.mainstay.embedded.internal.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in one topology: each has a password of its own, and no more rights than its task
 * needs. A node knows hashes; plain are only those that it has to log in with elsewhere.
 *
 * @param app of the application, on every node
 * @param admin of tests, on every node, or null for no such user
 * @param operator of this process
 * @param replica of data nodes at each other
 * @param sentinel of sentinels at data nodes
 * @param peer of sentinels at each other
 */
public record Users(
    Secret app,
    @Nullable Secret admin,
    Secret operator,
    Secret replica,
    Secret sentinel,
    Secret peer) {
  static final String OPERATOR = "operator";
  private static final String REPLICA = "replica";
  private static final String SENTINEL = "sentinel";
  private static final String PEER = "peer";

  /**
   * Of the many kinds of {@code CLUSTER} only those that tell the topology: the rest reads names of
   * keys that are not the application's.
   */
  private static final String CLUSTER_READS =
      " -cluster +cluster|nodes +cluster|slots +cluster|shards +cluster|info +cluster|myid"
          + " +cluster|keyslot";

  private static final String OPERATES =
      "~* -@all +ping +role +info +select +cluster +migrate +restore-asking";
  private static final String REPLICATES = "-@all +psync +replconf +ping";
  private static final String MONITORS =
      "&* -@all +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info"
          + " +client|setname +client|kill +script|kill";
  private static final String ASKS =
      "&* -@all +@connection -@admin -@dangerous +role +info +subscribe +psubscribe +unsubscribe"
          + " +punsubscribe +sentinel|master +sentinel|masters +sentinel|replicas +sentinel|slaves"
          + " +sentinel|sentinels +sentinel|get-master-addr-by-name +sentinel|myid";
  private static final String OPERATES_SENTINELS = "-@all +ping +role +info +sentinel";
  private static final String VOTES =
      "&* -@all +ping +info +publish +client|setname +sentinel|is-master-down-by-addr";

  /** Fresh passwords. */
  public static Users random(boolean withAdmin) {
    return new Users(
        Secret.random(),
        withAdmin ? Secret.random() : null,
        Secret.random(),
        Secret.random(),
        Secret.random(),
        Secret.random());
  }

  /** The lines of a data node; {@code masterauth} is plain, a replica has to log in with it. */
  List<String> ofDataNode() {
    List<String> lines = new ArrayList<>(List.of("masteruser " + REPLICA));
    lines.add("masterauth " + replica.text());
    lines.add(Settings.user(ServerPlan.APP, app, Settings.APPLICATION + CLUSTER_READS));
    lines.add(Settings.user(OPERATOR, operator, OPERATES));
    lines.add(Settings.user(REPLICA, replica, REPLICATES));
    lines.add(Settings.user(SENTINEL, sentinel, MONITORS));
    lines.addAll(ofAdmin());
    return lines;
  }

  /** The lines of a sentinel; plain is what it logs in with, at data nodes and at its peers. */
  List<String> ofSentinel(String name) {
    List<String> lines = new ArrayList<>(List.of("acl-pubsub-default resetchannels"));
    lines.add("user default off resetpass resetchannels -@all");
    lines.add(Settings.user(ServerPlan.APP, app, ASKS));
    lines.add(Settings.user(OPERATOR, operator, OPERATES_SENTINELS));
    lines.add(Settings.user(PEER, peer, VOTES));
    lines.addAll(ofAdmin());
    lines.add("sentinel auth-user " + name + " " + SENTINEL);
    lines.add("sentinel auth-pass " + name + " " + sentinel.text());
    lines.add("sentinel sentinel-user " + PEER);
    lines.add("sentinel sentinel-pass " + peer.text());
    return lines;
  }

  private List<String> ofAdmin() {
    return admin == null
        ? List.of()
        : List.of(Settings.user(ServerPlan.ADMIN, admin, Settings.EVERYTHING));
  }
}
