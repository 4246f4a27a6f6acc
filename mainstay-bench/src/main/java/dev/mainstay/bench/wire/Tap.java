package dev.mainstay.bench.wire;

import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Monitor;
import dev.mainstay.bench.store.Monitor.Line;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.redis.internal.sessions.RedisSessionStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the connections of one name send, without their upkeep, seen from the server.
 *
 * <p>Upkeep is what a connection would also send with no request at all: the handshake, the
 * heartbeat's {@code TIME} and its reading of the epoch. A find that has to read the epoch itself
 * sends both in one flush, so no round trip is lost by leaving that out.
 */
final class Tap implements AutoCloseable {
  private static final Set<String> UPKEEP =
      Set.of(
          "time", "hello", "client", "ping", "info", "config", "role", "command", "script", "auth");

  private final Resp admin;
  private final Monitor monitor;
  private final Map<String, Boolean> writes = new HashMap<>();
  private final Map<String, String> scripts = new HashMap<>();
  private final Map<String, Long> counted = new HashMap<>();

  /** A command that a client sent; {@code writes} counts what it changed, itself or by script. */
  record Sent(String text, int writes) {
    /** Sent without anybody waiting for the answer. */
    boolean isOffThePath() {
      return text.equals("EVALSHA sessions/touch");
    }
  }

  Tap(BenchRedis redis) {
    this.admin = redis.admin();
    admin.call("CONFIG", "RESETSTAT");
    this.monitor = new Monitor(redis);
    for (Script script : RedisSessionStore.scripts()) {
      scripts.put(script.sha1(), script.name());
    }
  }

  /** What those connections sent since the last look. */
  List<Sent> look(String clientName) {
    Set<String> addresses = addresses(clientName);
    List<Sent> all = new ArrayList<>();
    boolean ours = false;
    for (Line line : cut()) {
      if (!line.isInScript()) {
        ours = addresses.contains(line.source()) && !isUpkeep(line);
        if (ours) {
          all.add(new Sent(text(line), isWrite(line) ? 1 : 0));
        }
      } else if (ours && isWrite(line)) {
        Sent last = all.remove(all.size() - 1);
        all.add(new Sent(last.text, last.writes + 1));
      }
    }
    return all;
  }

  private List<Line> cut() {
    List<Line> window = monitor.cut();
    window.forEach(line -> counted.merge(line.command(), 1L, Long::sum));
    return window;
  }

  private static boolean isUpkeep(Line line) {
    boolean epoch = line.command().equals("get") && line.words().get(1).endsWith(":epoch");
    return epoch || UPKEEP.contains(line.command());
  }

  private String text(Line line) {
    String command = line.command().toUpperCase(Locale.ROOT);
    String script = line.words().size() > 1 ? scripts.get(line.words().get(1)) : null;
    return script == null ? command : command + " " + script;
  }

  private boolean isWrite(Line line) {
    return writes.computeIfAbsent(
        line.command(),
        name -> String.valueOf(admin.call("COMMAND", "INFO", name)).contains("write"));
  }

  private Set<String> addresses(String clientName) {
    Set<String> addresses = new HashSet<>();
    for (String client : admin.text("CLIENT", "LIST").split("\n", -1)) {
      Map<String, String> fields = new HashMap<>();
      for (String field : client.split(" ", -1)) {
        int equals = field.indexOf('=');
        if (equals > 0) {
          fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
      }
      if (clientName.equals(fields.get("name"))) {
        addresses.add(fields.getOrDefault("addr", ""));
      }
    }
    return addresses;
  }

  /**
   * Holds what was seen against the server's own counters, once the peers are closed.
   *
   * @throws IllegalStateException where they differ: then something was overlooked
   */
  void reconcile() {
    cut();
    Map<String, String> stats = admin.info("commandstats");
    counted.forEach(
        (command, seen) -> {
          String stat = stats.get("cmdstat_" + command);
          // Commands with subcommands are counted by those; none of them touches a session.
          if (stat != null && !UPKEEP.contains(command) && !command.equals("echo")) {
            long calls = Long.parseLong(stat.substring("calls=".length(), stat.indexOf(',')));
            if (calls != seen) {
              throw new IllegalStateException(
                  "MONITOR shows " + seen + " x " + command + ", commandstats " + calls);
            }
          }
        });
  }

  @Override
  public void close() {
    monitor.close();
    admin.close();
  }
}
