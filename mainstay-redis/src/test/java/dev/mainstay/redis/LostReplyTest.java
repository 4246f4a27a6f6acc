package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store did what it was asked, and its answer is lost: nothing is done a second time. */
class LostReplyTest {
  private static final Change INCREMENT = Change.change().increment("n", 1);

  private TestRedis redis;
  private Proxy proxy;
  private Mainstay lossy;
  private Mainstay direct;
  private Sessions sessions;
  private Sessions witness;
  private String token;

  @BeforeEach
  void start() {
    redis = TestRedis.start();
    proxy = Proxy.start(redis.port());
    lossy = Mainstay.on(RedisEngine.connect("redis://127.0.0.1:" + proxy.port()));
    direct = Mainstay.on(RedisEngine.connect(patient(redis.url())));
    sessions = lossy.sessions("web", SessionPolicy.DEFAULT);
    witness = direct.sessions("web", SessionPolicy.DEFAULT);
    token = witness.start(SessionStart.of("ada")).token();
    await().ignoreExceptions().until(() -> sessions.find(token).isLive());
  }

  /** The witness is no part of what is tested: it waits for as long as a slow machine takes. */
  private static RedisOptions patient(String url) {
    Duration patience = Duration.ofSeconds(10);
    return RedisOptions.parse(url).withReadDeadline(patience).withWriteDeadline(patience);
  }

  @AfterEach
  void stop() {
    lossy.close();
    direct.close();
    proxy.close();
    redis.close();
  }

  @Test
  void incrementsAreDoneOnce() {
    proxy.swallowReplies();
    List<CompletableFuture<?>> lost =
        IntStream.range(0, 20)
            .<CompletableFuture<?>>mapToObj(
                any -> sessions.async().update(token, INCREMENT).toCompletableFuture())
            .toList();
    await().until(() -> counter() == 20);
    proxy.reset();
    proxy.heal();
    lost.forEach(update -> unknown(catchThrowable(() -> rethrow(update))));
    await().ignoreExceptions().until(() -> sessions.update(token, INCREMENT).done().isPresent());
    assertThat(counter()).isEqualTo(21);
  }

  @Test
  void aSessionIsStartedOnce() {
    lose(() -> sessions.start(SessionStart.of("eve")));
    assertThat(witness.list("eve")).hasSize(1);
  }

  @Test
  void aRotationIsDoneOnceAndItsTokenIsLost() {
    lose(() -> sessions.rotate(token, Rotation.privilege()));
    assertThat(sessions.find(token)).isEqualTo(Gone.UNKNOWN);
    assertThat(witness.list("ada")).hasSize(1);
  }

  @Test
  void aLogoutStands() {
    lose(() -> sessions.revoke(token));
    assertThat(sessions.find(token)).isEqualTo(new Gone(Gone.Reason.REVOKED));
    assertThat(sessions.revoke(token)).isFalse();
  }

  @Test
  void aLoginThatLostItsFirstAnswerLeavesTheOldSession() {
    lose(() -> sessions.rotate(token, Rotation.login("eve")));
    assertThat(sessions.find(token)).isInstanceOf(Found.Live.class);
    assertThat(witness.list("eve")).isEmpty();
  }

  private void lose(ThrowingCallable call) {
    proxy.swallowReplies();
    // On a machine that hiccups a call may end unsent: nothing was done, so it is made again.
    Throwable failure = catchThrowable(call);
    for (int i = 0; i < 2 && isUnsent(failure); i++) {
      failure = catchThrowable(call);
    }
    unknown(failure);
    proxy.reset();
    proxy.heal();
    await().ignoreExceptions().until(() -> sessions.list("nobody").isEmpty());
  }

  private long counter() {
    return witness.find(token).live().map(LostReplyTest::counter).orElse(-1L);
  }

  private static long counter(Session session) {
    return session.attributes().json("n").map(Long::parseLong).orElse(0L);
  }

  private static void unknown(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            StoreUnavailableException.class,
            it -> assertThat(it.applied()).isEqualTo(Applied.UNKNOWN));
  }

  private static boolean isUnsent(Throwable failure) {
    return failure instanceof StoreUnavailableException it && it.applied() == Applied.NO;
  }

  private static void rethrow(CompletableFuture<?> failed) throws Throwable {
    try {
      failed.join();
    } catch (CompletionException wrapped) {
      throw wrapped.getCause();
    }
  }
}
