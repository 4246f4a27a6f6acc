package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.redis.RedisOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls end by their deadline, whatever others do. */
class DeadlinesTest {
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch blocked = new CountDownLatch(3);
  private Traffic traffic;
  private Deadlines deadlines;

  @BeforeEach
  void start() {
    start(RedisOptions.parse("redis://h").withReadDeadline(Duration.ofMillis(20)));
    deadlines.start();
  }

  private void start(RedisOptions options) {
    traffic = new Traffic(options, () -> deadlines.wake(), Deadlines.enders("end"));
    deadlines = new Deadlines("deadlines", traffic);
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    deadlines.close();
  }

  private Call<List<@Nullable Object>> admitted(Deadline deadline) {
    Request request = new Request("test", "PING", deadline, Replies.ascii("PING"));
    Call<List<@Nullable Object>> call =
        new Call<>(traffic, Call.Detour.NONE, request, new TreeReply());
    assertThat(traffic.admit(call)).isTrue();
    return call;
  }

  private void block() {
    blocked.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void dependentsThatBlockDelayNoOtherCall() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      var unused = admitted(Deadline.READ).whenComplete((reply, failed) -> block());
    }
    blocked.await();

    List<Call<?>> others =
        Stream.<Call<?>>generate(() -> admitted(Deadline.READ)).limit(100).toList();
    await().until(() -> others.stream().allMatch(Call::isCompletedExceptionally));
    assertThat(goOn.getCount()).as("still blocked").isPositive();
  }

  /** Whether or not those that end calls are all busy, nothing is sent after its deadline. */
  @Test
  void isGivenUpAtTheDeadlineWhoeverEndsIt() {
    deadlines.close();
    Traffic stuck = new Traffic(RedisOptions.parse("redis://h"), () -> {}, end -> {});
    Request request = new Request("test", "PING", Deadline.READ, Replies.ascii("PING"));
    Call<?> call = new Call<>(stuck, Call.Detour.NONE, request, new TreeReply());
    assertThat(stuck.admit(call)).isTrue();

    stuck.sweep(call.started + Duration.ofMillis(250).toNanos());
    assertThat(call.giveUp()).as("sent").isFalse();
    assertThat(call).isNotDone();
  }

  @Test
  void theFirstCallAfterAPauseIsWatchedToo() {
    await().until(deadlines::isAsleep);
    Call<?> call = admitted(Deadline.READ);
    await().until(call::isCompletedExceptionally);
  }

  @Test
  void nothingIsOnItsWayForEverWhenNobodyWatchesAnyMore() {
    start(RedisOptions.parse("redis://h").withWriteDeadline(Duration.ofHours(1)));
    deadlines.start();
    Call<?> first = admitted(Deadline.WRITE);
    Call<?> second = admitted(Deadline.WRITE);
    deadlines.close();

    await().until(second::isDone);
    assertThatThrownBy(first::join).hasMessageContaining("no connection");
    assertThat(traffic.inFlight()).isZero();
  }
}
