package dev.mainstay.embedded.internal.topology;

import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Free ports of one topology, each given once. They lie below those that systems give to outgoing
 * connections (from 32768 on Linux, from 49152 on macOS): else a client that tries again and again
 * to reach a dead node of this machine could be given the very port, connect to itself, and keep
 * the node from coming back.
 */
final class Ports {
  private static final int FIRST = 20_000;
  private static final int BEYOND = 32_768;
  private static final int ATTEMPTS = 1_000;

  private final Random random = new SecureRandom();
  private final Set<Integer> given = new HashSet<>();

  /** A port that is free now; somebody could take it before the node does. */
  int next() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = FIRST + random.nextInt(BEYOND - FIRST);
      if (!given.contains(port) && free(port)) {
        given.add(port);
        return port;
      }
    }
    throw new StoreFaultException(
        "embedded.start",
        "no free port on loopback from " + FIRST + " on; end what holds them",
        null);
  }

  private static boolean free(int port) {
    try (ServerSocket probe =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
