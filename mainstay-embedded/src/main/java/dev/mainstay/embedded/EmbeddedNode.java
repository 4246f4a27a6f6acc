package dev.mainstay.embedded;

import dev.mainstay.embedded.internal.Secret;
import dev.mainstay.embedded.internal.ServerPlan;
import dev.mainstay.embedded.internal.topology.Node;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.util.Optional;

/**
 * One process of an embedded topology, and its faults. It is the same object for as long as the
 * topology lives, whatever becomes of the process: a node that was killed stays down until {@link
 * #restart} is called. May be used by several threads.
 */
public final class EmbeddedNode {
  private final Node node;

  EmbeddedNode(Node node) {
    this.node = node;
  }

  Node node() {
    return node;
  }

  /** Its name in logs, as in {@code data-0}; it says nothing about its role now. */
  public String name() {
    return node.name();
  }

  /** Where it listens, as in {@code 127.0.0.1:26001}; it stays the same. */
  public String address() {
    return "127.0.0.1:" + node.port();
  }

  /** The port of {@link #address}. */
  public int port() {
    return node.port();
  }

  /** The number of its process, which a restart changes, or 0 while it is down. */
  public long pid() {
    return node.pid();
  }

  /**
   * What the process itself says that it is. Costs one connection, half a second at most.
   *
   * @return empty if it does not answer: it is down, stalled, or still loads its data
   */
  public Optional<NodeRole> role() {
    return node.role()
        .map(
            role ->
                switch (role) {
                  case "master" -> NodeRole.PRIMARY;
                  case "slave" -> NodeRole.REPLICA;
                  default -> NodeRole.SENTINEL;
                });
  }

  /** The URL of this node alone for the user {@code app}, with its password. Never log it. */
  public String url() {
    return url(ServerPlan.APP, node.users().app());
  }

  /**
   * The URL of this node alone for the user {@code admin}, who may do all. Never log it.
   *
   * @throws InvalidValueException if the options were without {@code withAdmin()}
   */
  public String adminUrl() {
    Secret admin = node.users().admin();
    if (admin == null) {
      throw new InvalidValueException("admin", "no such user; start with withAdmin()");
    }
    return url(ServerPlan.ADMIN, admin);
  }

  private String url(String user, Secret secret) {
    return StoreAddress.loopback(node.port(), user, secret.text()).url();
  }

  /** SIGKILL: returns when the process has ended. Does nothing if it is down. */
  public void kill() {
    node.kill();
  }

  /**
   * SIGSTOP: it keeps its connections and answers nothing.
   *
   * @throws StoreFaultException if it is down
   */
  public void stall() {
    node.signal("STOP");
  }

  /**
   * SIGCONT: it goes on where it was, and takes itself for what it was until it hears better. Does
   * nothing to a node that runs.
   *
   * @throws StoreFaultException if it is down
   */
  public void resume() {
    node.signal("CONT");
  }

  /**
   * Starts the node again on the same port with the data that it had on disk, in the role that it
   * had last, and returns when it listens; what still runs is killed first. A primary that was
   * killed and replaced meanwhile comes back as a primary: Sentinel turns it into a replica after
   * about 10 s, a Cluster within a second.
   *
   * @throws StoreFaultException if it does not come up within 30 s, with its last words
   */
  public void restart() {
    node.restart();
  }

  /** Name and address. */
  @Override
  public String toString() {
    return node.toString();
  }
}
