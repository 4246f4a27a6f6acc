package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreUnavailableException;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call: the command that Lettuce sends and the future that the caller holds, in one object, so
 * that the hot path allocates less than Lettuce's own.
 *
 * <p>Whether it was sent is decided once, by a compare-and-set between the event loop that encodes
 * and whoever gives the call up. What was given up unsent is never sent, and nothing is sent twice:
 * a {@code PING} takes its place in the pipeline, where a reply is expected already. The reply to
 * that is never the call's.
 */
final class Call<T extends @Nullable Object> extends CompletableFuture<T>
    implements RedisCommand<byte[], byte[], T> {

  /** Lettuce gives some names a meaning of their own (AUTH, SELECT, MULTI); this has none. */
  private static final ProtocolKeyword TYPE = new Verb();

  private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int WAITING = 0;
  private static final int SENT = 1;
  private static final int GIVEN_UP = 2;

  /** It was sent, and then a {@code PING} in its place: what was answered, if anything, is lost. */
  private static final int LOST = 3;

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<Call> PROGRESS =
      AtomicIntegerFieldUpdater.newUpdater(Call.class, "progress");

  final String operation;
  final String name;
  final Deadline deadline;
  final long started = System.nanoTime();

  /** The next call in the lane; written once by the thread that comes after. */
  volatile @Nullable Call<?> next;

  private final Traffic traffic;
  private final byte[][] parts;
  private final @Nullable Supplier<Call<T>> ifNoScript;
  private CommandOutput<byte[], byte[], T> output;
  private volatile int progress = WAITING;

  Call(
      Traffic traffic,
      Request request,
      CommandOutput<byte[], byte[], T> output,
      @Nullable Supplier<Call<T>> ifNoScript) {
    this.traffic = traffic;
    this.operation = request.operation();
    this.name = request.name();
    this.deadline = request.deadline();
    this.parts = request.parts();
    this.output = output;
    this.ifNoScript = ifNoScript;
  }

  /** Gives the call up and says whether it was sent; if it was not, it never is. */
  boolean giveUp() {
    return !PROGRESS.compareAndSet(this, WAITING, GIVEN_UP) && progress != GIVEN_UP;
  }

  @Override
  public void encode(ByteBuf buffer) {
    if (PROGRESS.compareAndSet(this, WAITING, SENT)) {
      Wire.write(buffer, parts);
    } else {
      PROGRESS.compareAndSet(this, SENT, LOST);
      buffer.writeBytes(PING);
    }
  }

  /** The reply is there. */
  @Override
  public void complete() {
    if (progress == GIVEN_UP) {
      // A reply to the PING. Whoever gave the call up is about to end it, and may be late at that.
      return;
    }
    if (progress == LOST) {
      fail("disconnected", traffic.errors.disconnected(operation, true, null));
      return;
    }
    if (!output.hasError()) {
      complete(output.get());
      return;
    }
    if (isDone()) {
      // Given up by now: what the caller was told must not happen long after.
      return;
    }
    String error = output.getError();
    if (ifNoScript != null && error.startsWith("NOSCRIPT")) {
      instead(ifNoScript.get());
    } else {
      MainstayException refusal = traffic.errors.refusal(operation, error);
      fail(refusal instanceof StoreUnavailableException ? "refused" : "error", refusal);
    }
  }

  private void instead(Call<T> other) {
    var unused =
        other.handle(
            (value, problem) -> {
              if (problem == null) {
                return complete(value);
              }
              if (super.completeExceptionally(problem)) {
                traffic.ended(this, "error");
              }
              return false;
            });
    traffic.send(other);
  }

  /** Ends the call with a problem; {@code outcome} is the word for it in events. */
  void fail(String outcome, MainstayException problem) {
    if (super.completeExceptionally(problem)) {
      traffic.ended(this, outcome);
    }
  }

  @Override
  public boolean complete(T value) {
    boolean first = super.complete(value);
    if (first) {
      traffic.ended(this, "ok");
    }
    return first;
  }

  /** Called by Lettuce when the connection is gone or takes nothing more. */
  @Override
  public boolean completeExceptionally(Throwable problem) {
    if (isDone()) {
      return false;
    }
    fail("disconnected", traffic.errors.disconnected(operation, giveUp(), problem));
    return true;
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    giveUp();
    boolean first = super.cancel(mayInterrupt);
    if (first) {
      traffic.ended(this, "cancelled");
    }
    return first;
  }

  /** Called by Lettuce for what it holds when it is closed. */
  @Override
  public void cancel() {
    fail("disconnected", traffic.errors.disconnected(operation, giveUp(), null));
  }

  @Override
  public CommandOutput<byte[], byte[], T> getOutput() {
    return output;
  }

  @Override
  public void setOutput(CommandOutput<byte[], byte[], T> other) {
    output = other;
  }

  @Override
  public @Nullable CommandArgs<byte[], byte[]> getArgs() {
    return null;
  }

  @Override
  public ProtocolKeyword getType() {
    return TYPE;
  }

  @Override
  public String toString() {
    return operation + " (" + name + ")";
  }

  private static final class Verb implements ProtocolKeyword {
    @Override
    public byte[] getBytes() {
      return new byte[0];
    }

    @Override
    public String toString() {
      return "mainstay";
    }
  }
}
