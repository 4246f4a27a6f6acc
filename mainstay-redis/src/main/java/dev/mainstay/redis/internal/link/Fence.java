package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a call waits until the replicas have what it wrote: a connection of its own, since {@code
 * WAIT} holds up all that comes behind it.
 *
 * <p>A call and its {@code WAIT} leave in one flush. Calls that come while one waits are sent
 * together when it is answered, before one {@code WAIT} for them all: so a silent replica delays
 * each by two waits at most, however many they are.
 *
 * <p>{@code WAIT} waits for what this connection wrote. In newer servers a command that writes
 * nothing does not move that mark, and {@code WAIT} answers at once: what goes through here has to
 * write something, also when it is said again.
 */
final class Fence implements AutoCloseable {
  private static final int MOST_TOGETHER = 256;

  /** This part of the deadline for writes; a server looks at it every 100 ms only. */
  private static final int PART = 5;

  private final Wiring wiring;
  private final ServerAddress address;
  private final Login login;
  private final IntSupplier replicas;
  private final Queue<Call<List<@Nullable Object>>> queue = new ArrayDeque<>();
  private @Nullable Line line;
  private boolean opening;
  private boolean waiting;
  private boolean closed;

  /**
   * @param replicas how many have to confirm
   */
  Fence(Wiring wiring, ServerAddress address, Login login, IntSupplier replicas) {
    this.wiring = wiring;
    this.address = address;
    this.login = login;
    this.replicas = replicas;
  }

  /** Sends a call that the traffic admitted, and tells its caller when the replicas have it. */
  void take(Call<List<@Nullable Object>> call) {
    synchronized (this) {
      if (!closed) {
        dropOver();
        queue.add(call);
      }
    }
    if (isClosed()) {
      lose(call);
      return;
    }
    pump();
  }

  private void pump() {
    List<Call<List<@Nullable Object>>> group = new ArrayList<>();
    Line now;
    synchronized (this) {
      dropOver();
      if (waiting || queue.isEmpty()) {
        return;
      }
      now = line;
      if (now != null && now.isOpen()) {
        waiting = true;
        while (group.size() < MOST_TOGETHER && !queue.isEmpty()) {
          group.add(queue.remove());
          dropOver();
        }
      }
    }
    if (now == null || group.isEmpty()) {
      open();
    } else {
      send(now, group);
    }
  }

  /** Whoever waited for them was told by the deadline: they take nobody's place. */
  private void dropOver() {
    while (!queue.isEmpty() && queue.element().isDone()) {
      queue.remove();
    }
  }

  private void send(Line now, List<Call<List<@Nullable Object>>> group) {
    int needed = replicas.getAsInt();
    Call<List<@Nullable Object>> wait = waitFor(needed);
    List<Call<?>> flush = new ArrayList<>();
    for (Call<?> call : group) {
      if (call.asking) {
        flush.add(Redirects.asking(wiring.traffic()));
      }
      flush.add(call);
    }
    flush.add(wait);
    var unused =
        wait.handle(
            (reply, failed) -> {
              boolean confirmed = failed == null && count(reply) >= needed;
              for (Call<List<@Nullable Object>> call : group) {
                tell(call, confirmed);
              }
              waited();
              return null;
            });
    wiring.traffic().admitAside();
    now.take(flush);
    wiring.plug().later(wiring.options().writeDeadline(), () -> cutIfSilent(now, wait));
  }

  /** A wait ends by itself long before; a connection that does not say so is dead. */
  private static void cutIfSilent(Line now, Call<?> wait) {
    if (!wait.isDone()) {
      now.cut();
    }
  }

  private Call<List<@Nullable Object>> waitFor(int needed) {
    long millis = wiring.options().writeDeadline().toMillis() / PART;
    byte[][] parts = {ascii("WAIT"), number(needed), number(Math.max(1, millis))};
    Request request = new Request("fence.wait", "WAIT", Deadline.WRITE, parts);
    return new Call<>(wiring.traffic(), Call.Detour.NONE, request, new TreeReply());
  }

  private static long count(List<@Nullable Object> reply) {
    return reply.size() == 1 && reply.get(0) instanceof Long acknowledged ? acknowledged : -1;
  }

  private static void tell(Call<List<@Nullable Object>> call, boolean confirmed) {
    CompletableFuture<Fenced> told = Objects.requireNonNull(call.told);
    if (!call.wentOn) {
      var unused =
          call.whenComplete(
              (reply, failed) -> {
                if (failed == null) {
                  told.complete(new Fenced(call.join(), confirmed));
                } else {
                  told.completeExceptionally(cause(failed));
                }
              });
    }
  }

  private static Throwable cause(Throwable failed) {
    return failed instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : failed;
  }

  private void waited() {
    synchronized (this) {
      waiting = false;
    }
    pump();
  }

  private void open() {
    synchronized (this) {
      if (opening || closed) {
        return;
      }
      opening = true;
    }
    // A server that has no place for one more connection must not be asked with each call.
    wiring.plug().later(wiring.plug().pace(), this::connect);
  }

  private void connect() {
    var unused = wiring.plug().open(address, login).whenComplete(this::opened);
  }

  private void opened(@Nullable Line fresh, @Nullable Throwable failed) {
    List<Call<List<@Nullable Object>>> lost = new ArrayList<>();
    synchronized (this) {
      opening = false;
      line = fresh;
      if (fresh == null || closed) {
        lost.addAll(queue);
        queue.clear();
      }
    }
    if (fresh != null && isClosed()) {
      fresh.cut();
    }
    for (Call<List<@Nullable Object>> call : lost) {
      lose(call);
    }
    pump();
  }

  private static void lose(Call<List<@Nullable Object>> call) {
    call.nobodyThere();
    tell(call, false);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Leaves the connection: it does not answer. The next call opens another. */
  void cut() {
    Line last;
    synchronized (this) {
      last = line;
      line = null;
    }
    if (last != null) {
      last.cut();
    }
  }

  @Override
  public void close() {
    List<Call<List<@Nullable Object>>> lost;
    synchronized (this) {
      closed = true;
      lost = new ArrayList<>(queue);
      queue.clear();
    }
    cut();
    for (Call<List<@Nullable Object>> call : lost) {
      lose(call);
    }
  }

  private static byte[] number(long number) {
    return ascii(Long.toString(number));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
