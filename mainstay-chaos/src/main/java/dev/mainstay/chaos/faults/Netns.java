package dev.mainstay.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Two network namespaces of Linux with one link between them, which can be cut without anybody
 * hearing of it: no reset, no refusal, nothing is acknowledged any more. It needs root and the
 * {@code ip} program; {@link #obstacle()} tells what is missing.
 *
 * <p>The namespaces, the link and the addresses are its own and named by this process; nothing
 * outside of them is changed, and closing takes all of it away. So does the end of this process,
 * unless it is killed: then {@code ip netns list} shows what is left.
 */
public final class Netns implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The hardware address of nobody. */
  private static final String NOBODY = "02:00:0a:cb:00:ff";

  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"));

  private final String prefix;
  private final List<Process> processes = new ArrayList<>();
  private final Thread atTheEnd = new Thread(this::remove, "netns-end");

  /** One of the two ends. */
  public enum Side {
    /** Where the clients are, as a rule. */
    NEAR("10.203.0.1", "02:00:0a:cb:00:01"),
    /** Where the servers are. */
    FAR("10.203.0.2", "02:00:0a:cb:00:02");

    private final String address;
    private final String hardware;

    Side(String address, String hardware) {
      this.address = address;
      this.hardware = hardware;
    }

    private Side other() {
      return this == NEAR ? FAR : NEAR;
    }

    /** Its address on the link, which is known nowhere else. */
    public String address() {
      return address;
    }
  }

  private Netns(String prefix) {
    this.prefix = prefix;
    Runtime.getRuntime().addShutdownHook(atTheEnd);
  }

  /** Why there can be none here, for people; empty where there can. */
  public static Optional<String> obstacle() {
    if (program().isEmpty()) {
      return Optional.of("there is no ip program (iproute2)");
    }
    Netns trial = new Netns(nextPrefix());
    try (trial) {
      trial.make();
      return Optional.empty();
    } catch (IllegalStateException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  /**
   * Makes the two and the link, which is up.
   *
   * @throws IllegalStateException where that is not possible, with what {@code ip} says
   */
  public static Netns pair() {
    Netns pair = new Netns(nextPrefix());
    try {
      pair.make();
      return pair;
    } catch (IllegalStateException refused) {
      pair.close();
      throw refused;
    }
  }

  /** Short: a device's name has at most 15 characters. */
  private static String nextPrefix() {
    return "ms" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  }

  private void make() {
    for (Side side : Side.values()) {
      ip("netns", "add", namespace(side));
    }
    // Both ends are made inside: a device of the host's own is never there, not for a moment.
    ip(
        "-n",
        namespace(Side.NEAR),
        "link",
        "add",
        device(Side.NEAR),
        "address",
        Side.NEAR.hardware,
        "type",
        "veth",
        "peer",
        "name",
        device(Side.FAR),
        "address",
        Side.FAR.hardware,
        "netns",
        namespace(Side.FAR));
    for (Side side : Side.values()) {
      ip("-n", namespace(side), "addr", "add", side.address() + "/24", "dev", device(side));
      ip("-n", namespace(side), "link", "set", "lo", "up");
      ip("-n", namespace(side), "link", "set", device(side), "up");
    }
    heal();
  }

  /**
   * From now on 127.0.0.1 on the near side is the loopback of the far side, over the link: servers
   * that listen on their loopback alone, and tell others so, can be cut off too. The near side has
   * no loopback of its own any more.
   *
   * @throws IllegalStateException where that is not possible, with what is refused
   */
  public void shareLoopback() {
    for (Side side : Side.values()) {
      // Packets of the loopback may come and go over a link.
      String allow = "echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet";
      ip("netns", "exec", namespace(side), "/bin/sh", "-c", allow);
    }
    ip("-n", namespace(Side.NEAR), "addr", "del", "127.0.0.1/8", "dev", "lo");
    ip(
        "-n",
        namespace(Side.NEAR),
        "route",
        "add",
        "127.0.0.1/32",
        "via",
        Side.FAR.address(),
        "src",
        Side.NEAR.address());
  }

  /** Starts a program on one side; it is killed when this is closed. */
  public synchronized Process start(Side side, ProcessBuilder program) {
    List<String> command = new ArrayList<>(List.of(path(), "netns", "exec", namespace(side)));
    command.addAll(program.command());
    try {
      Process process = program.command(command).start();
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Cuts the link, both ways and at once: what is sent is addressed to nobody, and no side is told.
   * A device that is taken down would be seen by its peer, and need up to a second to come back.
   */
  public void cut() {
    Stream.of(Side.values()).forEach(side -> reach(side, NOBODY));
  }

  /** The link is there again, and what was sent meanwhile is sent again by the kernels. */
  public void heal() {
    Stream.of(Side.values()).forEach(side -> reach(side, side.other().hardware));
  }

  /** Where a side's packets for the other one go. */
  private void reach(Side side, String hardware) {
    ip(
        "-n",
        namespace(side),
        "neigh",
        "replace",
        side.other().address(),
        "lladdr",
        hardware,
        "dev",
        device(side),
        "nud",
        "permanent");
  }

  private String namespace(Side side) {
    return prefix + (side == Side.NEAR ? "n" : "f");
  }

  private String device(Side side) {
    return prefix + (side == Side.NEAR ? "n" : "f");
  }

  /** Kills what was started in them, and removes them. Never throws. */
  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException ending) {
      // Then it runs once more, and finds nothing.
    }
  }

  private synchronized void remove() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    processes.forEach(process -> process.onExit().join());
    for (Side side : Side.values()) {
      try {
        // The link goes with the first of them.
        ip("netns", "del", namespace(side));
      } catch (IllegalStateException notThere) {
        // It was never made, or is gone.
      }
    }
  }

  private static Optional<Path> program() {
    return FOLDERS.stream()
        .map(folder -> folder.resolve("ip"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String path() {
    return program()
        .orElseThrow(() -> new IllegalStateException("there is no ip program (iproute2)"))
        .toString();
  }

  private static void ip(String... words) {
    List<String> command = Stream.concat(Stream.of(path()), Stream.of(words)).toList();
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
