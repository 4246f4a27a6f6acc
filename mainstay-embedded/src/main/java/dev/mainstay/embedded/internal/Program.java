package dev.mainstay.embedded.internal;

import java.nio.file.Path;
import java.util.List;

/**
 * A server program as it is run. Nothing secret is in its arguments.
 *
 * @param name what it is called in logs, as in {@code state}
 * @param binary the program
 * @param folder its working folder
 * @param arguments what it is called with
 * @param configuration what it reads from standard input, line by line
 * @param ready what the line holds by which it says that it listens
 * @param log whether a warning of its own is one of this process
 */
public record Program(
    String name,
    Path binary,
    Path folder,
    List<String> arguments,
    List<String> configuration,
    String ready,
    Log log) {

  /** What becomes of the warnings that a program writes. */
  public enum Log {
    /** They are warnings: something is wrong. */
    WARNINGS,
    /** They are details: faults are what this program is there for. */
    DETAILS
  }

  private static final String ACCEPTS = "eady to accept connections";
  private static final String MONITORS = "Sentinel ID is";

  /** A store that must stay up, configured through the pipe. */
  static Program piped(String name, Path binary, Path folder, List<String> configuration) {
    return new Program(name, binary, folder, List.of("-"), configuration, ACCEPTS, Log.WARNINGS);
  }

  /** A node for faults, configured through the pipe. */
  public static Program node(String name, Path binary, Path folder, List<String> configuration) {
    return new Program(name, binary, folder, List.of("-"), configuration, ACCEPTS, Log.DETAILS);
  }

  /** A node for faults that rewrites its own configuration, the file at this path. */
  public static Program rewriting(String name, Path binary, Path file) {
    return new Program(
        name, binary, parent(file), List.of(file.toString()), List.of(), ACCEPTS, Log.DETAILS);
  }

  /** A sentinel, which keeps what it knows in its configuration, the file at this path. */
  public static Program sentinel(String name, Path binary, Path file) {
    List<String> arguments = List.of(file.toString(), "--sentinel");
    return new Program(name, binary, parent(file), arguments, List.of(), MONITORS, Log.DETAILS);
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a configuration is a file in a folder");
    }
    return parent;
  }
}
