package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The only place where the store's errors become Mainstay's. */
final class Errors {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LATER = Duration.ofSeconds(1);
  private final String where;

  /** Errors of the store at {@code where}, a URL without secrets. */
  Errors(String where) {
    this.where = where;
  }

  /** The store answered with an error. */
  MainstayException refusal(String operation, String error) {
    int space = error.indexOf(' ');
    String code = space < 0 ? error : error.substring(0, space);
    return switch (code) {
      case "OOM" ->
          refused(operation, code, "its memory is full; raise maxmemory or remove what is old");
      case "READONLY" -> refused(operation, code, "it is a replica; point the URL at the primary");
      case "MISCONF" ->
          refused(operation, code, "it cannot write to its disk; free space or see its log");
      case "NOREPLICAS" ->
          refused(operation, code, "too few replicas are connected; see min-replicas-to-write");
      case "LOADING" -> busy(operation, "it is loading its data; wait until it is done");
      case "MASTERDOWN" ->
          busy(operation, "it is a replica without its primary; wait or fail over");
      case "CLUSTERDOWN" -> busy(operation, "nobody serves the slot of the key; see CLUSTER INFO");
      case "TRYAGAIN", "ASK", "MOVED" -> moving(operation);
      case "BUSY" -> busy(operation, "it is busy with a script; see SCRIPT KILL in its manual");
      default -> other(operation, code, error);
    };
  }

  private MainstayException other(String operation, String code, String error) {
    if (isOnItsWay(error)) {
      return moving(operation);
    }
    if (error.contains("max number of clients")) {
      return busy(operation, "it has its maximum of clients; raise maxclients");
    }
    String said = where + " answered \"" + error + "\"; ";
    return new StoreFaultException(operation, said + remedy(code), null);
  }

  /**
   * Whether a script found a key of its slot missing, since the slot is on its way: in the words of
   * Redis 7.0, and in those of later servers.
   */
  static boolean isOnItsWay(String error) {
    return error.contains("attempted to access a non local key")
        || error.contains("undeclared keys were accessed during rehashing of the slot");
  }

  private StoreUnavailableException moving(String operation) {
    return busy(operation, "the slot of the key is on its way to another node; wait until it is");
  }

  private static String remedy(String code) {
    return switch (code) {
      case "NOPERM" -> "allow the command and the keys in the user's ACL";
      case "NOAUTH", "WRONGPASS" -> "check user and password in the URL";
      case "WRONGTYPE" -> "another program wrote the key; give Mainstay a database of its own";
      default -> "that is no answer that Mainstay knows";
    };
  }

  private StoreRefusedException refused(String operation, String code, String problem) {
    return new StoreRefusedException(
        operation, code, where + " refused with " + code + ": " + problem);
  }

  private StoreUnavailableException busy(String operation, String problem) {
    return new StoreUnavailableException(
        operation, where + " does not serve now: " + problem, Applied.NO, LATER, null);
  }

  StoreUnavailableException overdue(String operation, boolean sent, long budgetNanos) {
    long millis = budgetNanos / 1_000_000;
    String problem =
        where + " did not answer within " + millis + " ms; see its load and the network";
    return new StoreUnavailableException(operation, problem, applied(sent), LATER, null);
  }

  StoreUnavailableException overload(String operation, int maxInFlight) {
    String problem =
        maxInFlight
            + " calls to "
            + where
            + " are on their way, no more are taken; see maxInFlight";
    return new StoreUnavailableException(operation, problem, Applied.NO, SOON, null);
  }

  StoreUnavailableException disconnected(
      String operation, boolean sent, @Nullable Throwable cause) {
    String what = sent ? "the connection to " + where + " broke" : "no connection to " + where;
    return new StoreUnavailableException(
        operation, what + "; a new one is being made", applied(sent), LATER, cause);
  }

  private static Applied applied(boolean sent) {
    return sent ? Applied.UNKNOWN : Applied.NO;
  }
}
