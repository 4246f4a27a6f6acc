package dev.mainstay.redis.internal.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.redis.RedisOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is sent and what is not, without a network. */
class CallTest {
  private final Traffic traffic =
      new Traffic(RedisOptions.parse("redis://h"), () -> {}, Runnable::run);

  private Call<List<@Nullable Object>> call(Deadline deadline) {
    byte[] verb = "INCR".getBytes(StandardCharsets.US_ASCII);
    Request request = new Request("test", "INCR", deadline, verb, new byte[] {'n'});
    return new Call<>(traffic, Call.Detour.NONE, request, new TreeReply());
  }

  private static String encoded(Call<?> call) {
    ByteBuf buffer = Unpooled.buffer();
    call.encode(buffer);
    return buffer.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void isSentOnce() {
    Call<?> call = call(Deadline.WRITE);
    assertThat(encoded(call)).isEqualTo("*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n");
    assertThat(encoded(call)).isEqualTo("*1\r\n$4\r\nPING\r\n");
    assertThat(call.giveUp()).isTrue();
  }

  @Test
  void isNeverSentOnceItIsGivenUp() {
    Call<?> call = call(Deadline.WRITE);
    assertThat(call.giveUp()).isFalse();
    assertThat(call.giveUp()).isFalse();
    assertThat(encoded(call)).isEqualTo("*1\r\n$4\r\nPING\r\n");
  }

  /** Between giving up and failing, the thread that does both may stop for long. */
  @Test
  void theReplyToThePingInItsPlaceIsNotItsOwn() {
    Call<?> call = call(Deadline.WRITE);
    assertThat(traffic.admit(call)).isTrue();
    assertThat(call.giveUp()).isFalse();
    pong(call);
    assertThat(call).isNotDone();

    call.fail("timeout", traffic.errors.overdue("test", false, 1));
    assertThatThrownBy(call::join).hasMessageContaining("did not answer");
    assertThat(traffic.inFlight()).isZero();
  }

  @Test
  void whatIsEncodedAgainIsUnknownAndNotAnswered() {
    Call<?> call = call(Deadline.WRITE);
    assertThat(traffic.admit(call)).isTrue();
    encoded(call);
    pong(call);
    assertThatThrownBy(call::join)
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .extracting(failure -> ((StoreUnavailableException) failure.getCause()).applied())
        .isEqualTo(Applied.UNKNOWN);
    assertThat(call.giveUp()).isTrue();
    assertThat(traffic.inFlight()).isZero();
  }

  /** Lettuce encodes the call, which is a PING by now, and hears the answer to it. */
  private static void pong(Call<?> call) {
    assertThat(encoded(call)).isEqualTo("*1\r\n$4\r\nPING\r\n");
    call.getOutput().set(ByteBuffer.wrap("PONG".getBytes(StandardCharsets.US_ASCII)));
    call.complete();
  }

  @Test
  void theOverdueAreSweptInTheirOrder() {
    Call<?> first = call(Deadline.READ);
    Call<?> second = call(Deadline.READ);
    Call<?> write = call(Deadline.WRITE);
    assertThat(traffic.admit(first)).isTrue();
    assertThat(traffic.admit(second)).isTrue();
    assertThat(traffic.admit(write)).isTrue();

    assertThat(traffic.sweep(first.started + MILLISECONDS.toNanos(249)))
        .isEqualTo(MILLISECONDS.toNanos(1));
    assertThat(first).isNotDone();
    assertThat(traffic.sweep(second.started + MILLISECONDS.toNanos(250)))
        .isEqualTo(write.started - second.started + MILLISECONDS.toNanos(250));
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
    assertThat(write).isNotDone();
    write.cancel(false);
    assertThat(traffic.sweep(write.started)).isEqualTo(Traffic.NOTHING);
    assertThat(traffic.inFlight()).isZero();
    assertThat(traffic.admit(call(Deadline.READ))).isTrue();
    assertThat(traffic.sweep(System.nanoTime())).isLessThan(MILLISECONDS.toNanos(251));
  }

  /** The reply and the deadline come together: who waits for replicas as well has no time left. */
  @Test
  void aReplyAtTheDeadlineIsUnconfirmed() {
    CompletableFuture<Fenced> told = new CompletableFuture<>();
    Call<List<@Nullable Object>> call =
        Call.fenced(traffic, Call.Detour.NONE, call(Deadline.WRITE).request, told);
    assertThat(traffic.admit(call)).isTrue();
    Link.unconfirmed(call, told);
    assertThat(told).isNotDone();

    call.complete(List.of(1L));
    assertThat(told).isCompletedWithValue(new Fenced(List.of(1L), false));
  }
}
