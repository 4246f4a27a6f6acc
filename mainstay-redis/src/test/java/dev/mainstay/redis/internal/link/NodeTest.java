package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.TestRedis;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NodeTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Hears slowly that a connection broke. */
  private final Node.Watch slow =
      new Node.Watch() {
        @Override
        public void up(Node node, Line line) {
          heard.add("up");
        }

        @Override
        public void down(Node node) {
          heard.add("breaks");
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          heard.add("down");
        }
      };

  /**
   * An attempt that hung, and another that was begun beside it and taken: the first succeeds just
   * when the other's connection breaks.
   */
  @Test
  @Timeout(60)
  void aConnectionIsUpOnlyOnceTheLastIsDown() {
    List<CompletableFuture<Void>> tests = new CopyOnWriteArrayList<>();
    List<Line> lines = new CopyOnWriteArrayList<>();
    try (TestRedis redis = TestRedis.start()) {
      RedisOptions options = RedisOptions.parse(redis.url());
      try (Plug plug = new Plug(options, new Traffic(options, () -> {}, Runnable::run));
          Node node =
              new Node(
                  plug,
                  options.url().servers().get(0),
                  () -> Login.of(options.url()),
                  options,
                  line -> {
                    CompletableFuture<Void> test = new CompletableFuture<>();
                    lines.add(line);
                    tests.add(test);
                    return test;
                  },
                  slow)) {
        node.start();
        await().until(() -> tests.size() == 2);
        tests.get(1).complete(null);
        var unused = CompletableFuture.runAsync(lines.get(1)::cut);
        await().until(() -> heard.contains("breaks"));
        tests.get(0).complete(null);
        assertThat(heard).containsExactly("up", "breaks");
        goOn.countDown();
        await().until(() -> tests.size() == 3);
        tests.get(2).complete(null);
        await().until(() -> heard.size() == 4);
        assertThat(heard).containsExactly("up", "breaks", "down", "up");
      }
    }
  }
}
