package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreUnavailableException;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One call: the command that Lettuce sends and the future that the caller holds, in one object, so
 * that the hot path allocates less than Lettuce's own.
 *
 * <p>Whether it was sent is decided once, by a compare-and-set between the event loop that encodes
 * and whoever gives the call up. What was given up unsent is never sent, and nothing is sent twice:
 * a {@code PING} takes its place in the pipeline, where a reply is expected already. The reply to
 * that is never the call's.
 *
 * <p>A server that answers "not here" or "not known" has done nothing. Then the call may go on as
 * another one, elsewhere, within the same deadline: see {@link Detour}.
 */
final class Call<T extends @Nullable Object> extends CompletableFuture<T>
    implements RedisCommand<byte[], byte[], T> {

  /** Where a call goes on that a server refused to do. */
  interface Detour {
    /** No call goes on anywhere. */
    Detour NONE = (call, error) -> false;

    /** Whether the call goes on, so that the error is none of the caller's. */
    boolean take(Call<?> call, String error);
  }

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

  final Request request;
  final long started;

  /** How often it went on. */
  final int hops;

  /** The next call in the lane; written once by the thread that comes after. */
  volatile @Nullable Call<?> next;

  /** The connection that it was handed to. */
  volatile @Nullable Line line;

  /** It goes on as another call: what becomes of this one says nothing. */
  volatile boolean wentOn;

  /** Whether the server is to be told that another sent it here. */
  volatile boolean asking;

  /** What is told when the replicas have it; {@code null} where nobody waits for them. */
  final @Nullable CompletableFuture<Fenced> told;

  private final Traffic traffic;
  private final Detour detour;
  private final Reply<T> reply;
  private CommandOutput<byte[], byte[], T> output;
  private volatile int progress = WAITING;

  Call(Traffic traffic, Detour detour, Request request, Reply<T> reply) {
    this(traffic, detour, request, reply, System.nanoTime(), 0, null);
  }

  private Call(
      Traffic traffic,
      Detour detour,
      Request request,
      Reply<T> reply,
      long started,
      int hops,
      @Nullable CompletableFuture<Fenced> told) {
    this.told = told;
    this.traffic = traffic;
    this.detour = detour;
    this.request = request;
    this.reply = reply;
    this.output = reply;
    this.started = started;
    this.hops = hops;
  }

  /** A call whose caller waits for the replicas too. */
  static Call<List<@Nullable Object>> fenced(
      Traffic traffic, Detour detour, Request request, CompletableFuture<Fenced> told) {
    return new Call<>(traffic, detour, request, new TreeReply(), System.nanoTime(), 0, told);
  }

  /** The call as it goes on: its end is this one's end, and this one's end gives it up. */
  Call<T> onward(Request other) {
    wentOn = true;
    Call<T> onward = new Call<>(traffic, detour, other, reply.fresh(), started, hops + 1, told);
    traffic.admitAside();
    var unused =
        onward.whenComplete(
            (value, problem) -> {
              line = onward.line;
              end(value, problem);
            });
    var unusedToo = whenComplete((value, problem) -> onward.cancel(false));
    return onward;
  }

  private void end(T value, @Nullable Throwable problem) {
    if (problem == null) {
      complete(value);
    } else if (super.completeExceptionally(problem)) {
      traffic.ended(this, "error");
    }
  }

  /** Whether it went to the server, or was given up before. */
  boolean isSent() {
    return progress != WAITING;
  }

  /** Gives the call up and says whether it was sent; if it was not, it never is. */
  boolean giveUp() {
    return !PROGRESS.compareAndSet(this, WAITING, GIVEN_UP) && progress != GIVEN_UP;
  }

  @Override
  public void encode(ByteBuf buffer) {
    Line mine = line;
    if (mine != null) {
      mine.onLoop();
    }
    if (PROGRESS.compareAndSet(this, WAITING, SENT)) {
      Wire.write(buffer, request.parts());
      if (request.isPushed()) {
        buffer.writeBytes(PING);
      }
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
      fail("disconnected", traffic.errors.disconnected(request.operation(), true, null));
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
    if (!detour.take(this, error)) {
      refused(error);
    }
  }

  /** The server's error is the call's end. */
  void refused(String error) {
    MainstayException refusal = traffic.errors.refusal(request.operation(), error);
    fail(refusal instanceof StoreUnavailableException ? "refused" : "error", refusal);
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
    fail("disconnected", traffic.errors.disconnected(request.operation(), giveUp(), problem));
    return true;
  }

  /** No server can be asked now. */
  void nobodyThere() {
    fail("disconnected", traffic.errors.disconnected(request.operation(), giveUp(), null));
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
    nobodyThere();
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
    return request.operation() + " (" + request.name() + ")";
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
