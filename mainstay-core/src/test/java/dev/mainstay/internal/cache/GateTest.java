package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** So many at a time, and none lost. */
class GateTest {
  @Test
  void manyThatEndAtOnceAreNoDeeperThanFew() {
    Gate gate = new Gate("c", () -> 1);
    CompletableFuture<String> first = new CompletableFuture<>();
    List<CompletionStage<String>> all = new ArrayList<>();
    all.add(gate.through(() -> first));
    for (int i = 0; i < 9_000; i++) {
      all.add(gate.through(() -> CompletableFuture.completedFuture("v")));
    }
    first.complete("v");
    assertThat(all.stream().filter(one -> one.toCompletableFuture().isDone())).hasSize(9_001);
  }

  @Test
  void whatWasLoadedIsPassedOnWhateverTheNextDoes() {
    Gate gate = new Gate("c", () -> 1);
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> one = gate.through(() -> first);
    List<Boolean> done = new ArrayList<>();
    gate.enter(
        () -> {
          done.add(one.toCompletableFuture().isDone());
          throw new IllegalStateException("closed");
        });
    first.complete("v");
    assertThat(done).containsExactly(true);
    assertThat(one.toCompletableFuture()).isCompletedWithValue("v");
  }

  @Test
  void aTurnThatThrowsLeavesTheOthersTheirs() {
    Gate gate = new Gate("c", () -> 1);
    List<String> begun = new ArrayList<>();
    gate.enter(() -> begun.add("first"));
    gate.enter(
        () -> {
          throw new IllegalStateException("closed");
        });
    gate.enter(() -> begun.add("third"));
    assertThatThrownBy(gate::leave).hasMessage("closed");
    gate.leave();
    assertThat(begun).containsExactly("first", "third");
  }
}
