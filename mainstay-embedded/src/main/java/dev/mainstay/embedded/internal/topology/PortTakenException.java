package dev.mainstay.embedded.internal.topology;

/** Somebody took a port between the look at it and the start of the node: other ports may do. */
final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PortTakenException(String node) {
    super("the port of " + node + " is taken");
  }
}
