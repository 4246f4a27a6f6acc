package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreState.Condition;
import dev.mainstay.redis.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a link does when the network loses answers. */
class ProxyTest {

  @Test
  void aReplyThatIsLostIsUnknownAndNotAskedForAgain() {
    try (TestRedis redis = TestRedis.start();
        Proxy proxy = Proxy.start(redis.port());
        Link direct = Link.connect(RedisOptions.parse(redis.url()));
        Link link = Link.connect(RedisOptions.parse("redis://127.0.0.1:" + proxy.port()))) {
      proxy.swallowReplies();
      List<CompletableFuture<?>> lost = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        lost.add(Calls.send(link, "INCR", "n"));
      }
      await().until(() -> Calls.show(Calls.run(direct, "GET", "n")).equals("[50]"));
      proxy.reset();
      proxy.heal();
      await().until(() -> lost.stream().allMatch(CompletableFuture::isCompletedExceptionally));
      assertThat(lost).allSatisfy(call -> assertThat(applied(call)).isEqualTo(Applied.UNKNOWN));
      await().until(() -> link.state().condition() == Condition.UP && answers(link));
      assertThat(Calls.show(Calls.run(link, "GET", "n"))).isEqualTo("[50]");
    }
  }

  @Test
  void aBlackHoleIsLeftWithinTwoSeconds() {
    try (TestRedis redis = TestRedis.start();
        Proxy proxy = Proxy.start(redis.port());
        Link link = Link.connect(RedisOptions.parse("redis://127.0.0.1:" + proxy.port()))) {
      proxy.blackHole();
      await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> link.state().condition() == Condition.STALLED);
      proxy.heal();
      await().atMost(Duration.ofSeconds(4)).until(() -> answers(link));
    }
  }

  private static Applied applied(CompletableFuture<?> failed) {
    Throwable why = failed.handle((reply, problem) -> problem).join();
    assertThat(why).isInstanceOf(StoreUnavailableException.class);
    return ((StoreUnavailableException) why).applied();
  }

  private static boolean answers(Link link) {
    return !Calls.send(link, "PING").handle((reply, problem) -> problem != null).join();
  }
}
