package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CallerTest {
  private final List<String> ran = new ArrayList<>();

  @Test
  void whatComesWithTheAnswerIsForOthers() {
    List<Runnable> handed = new ArrayList<>();
    Caller caller = new Caller(handed::add);
    caller.execute(() -> ran.add("load"));
    assertThat(caller.await("product", CompletableFuture.completedFuture("v"))).isEqualTo("v");
    assertThat(ran).isEmpty();
    assertThat(handed).hasSize(1);
  }

  @Test
  void whereOthersRefuseItIsDoneHere() {
    Caller caller =
        new Caller(
            work -> {
              throw new RejectedExecutionException();
            });
    caller.execute(() -> ran.add("load"));
    assertThat(caller.await("product", CompletableFuture.completedFuture("v"))).isEqualTo("v");
    assertThat(ran).containsExactly("load");
  }
}
