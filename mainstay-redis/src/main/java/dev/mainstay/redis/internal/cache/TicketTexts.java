package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.spi.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tickets as text, for another process to use. A connection is nothing that can be written down; in
 * its place stands the history of writes that the ticket's server is in, which every failover and
 * every restart ends. A server that is the primary of that same history has lost nothing since: not
 * the deletion that would have voided the ticket. So no clock is asked, and where the history has
 * changed the ticket is void, however little may have been lost.
 */
final class TicketTexts {
  private static final byte[] INFO = CacheScripts.text("INFO");
  private static final byte[] REPLICATION = CacheScripts.text("replication");
  private static final String NUMBER = "([0-9a-f]{16})";
  private static final Pattern TEXT =
      Pattern.compile("([lv])-" + NUMBER + "-" + NUMBER + "-([0-9a-f]{40})");
  private static final Pattern PRIMARY = Pattern.compile("(?m)^role:master\r?$");
  private static final Pattern HISTORY = Pattern.compile("(?m)^master_replid:([0-9a-f]{40})\r?$");
  private static final HexFormat HEX = HexFormat.of();

  private final Link link;

  TicketTexts(Link link) {
    this.link = link;
  }

  /** Empty where the server does not say its history, or is not there any more. One round trip. */
  CompletableFuture<Optional<String>> write(HeldTicket ticket) {
    return link.dispatch(info("cache.text"), ticket.pin())
        .thenApply(reply -> history(reply).map(history -> text(ticket, history)));
  }

  /** Empty where it is no such text, or of another history. One round trip. */
  CompletableFuture<Optional<Ticket>> read(byte[] key, String text) {
    Matcher read = TEXT.matcher(text);
    if (!read.matches()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    byte kind = read.group(1).equals("l") ? EntryBytes.LEASE : EntryBytes.VALUE;
    long number = HexFormat.fromHexDigitsToLong(read.group(2));
    long own = HexFormat.fromHexDigitsToLong(read.group(3));
    String history = read.group(4);
    return link.dispatchToPin(info("cache.ticket").at(key))
        .thenApply(
            answer ->
                history(answer.reply())
                    .filter(history::equals)
                    .map(same -> new HeldTicket(kind, number, own, answer.pin())));
  }

  private static String text(HeldTicket ticket, String history) {
    return String.join(
        "-",
        ticket.kind() == EntryBytes.LEASE ? "l" : "v",
        HEX.toHexDigits(ticket.number()),
        HEX.toHexDigits(ticket.own()),
        history);
  }

  private static Request info(String operation) {
    return new Request(operation, "INFO", Deadline.READ, INFO, REPLICATION);
  }

  private static Optional<String> history(@Nullable List<@Nullable Object> reply) {
    if (reply == null || !(reply.get(0) instanceof byte[] bytes)) {
      return Optional.empty();
    }
    String info = new String(bytes, StandardCharsets.UTF_8);
    Matcher history = HISTORY.matcher(info);
    return PRIMARY.matcher(info).find() && history.find()
        ? Optional.of(history.group(1))
        : Optional.empty();
  }
}
