package dev.mainstay.tck.cache;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Moves;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code moves} and {@code move}. */
public interface TagSentences extends CacheCase {
  @Test
  default void aTagThatIsNotKnownStandsWhereTheCacheDoes() {
    Moves first = moves("red", "blue");
    assertThat(first.moved()).containsExactly(first.count(), first.count());
    move("red");
    Moves then = moves("green");
    assertThat(then.count()).isGreaterThan(first.count());
    assertThat(then.moved()).containsExactly(then.count());
  }

  @Test
  default void aTagStandsWhereItIsWhileItDoesNotMove() {
    Moves first = moves("red", "blue");
    assertThat(moves("red", "blue")).isEqualTo(first);
    move("green");
    assertThat(moves("red", "blue").moved()).isEqualTo(first.moved());
    assertThat(await(elsewhere().moves("web", "users", List.of("red"))).moved())
        .containsExactly(first.moved().get(0));
  }

  @Test
  default void aTagThatMovedStandsElsewhereThanEver() {
    List<Long> counts = new ArrayList<>(List.of(moves("red").count()));
    for (int i = 0; i < 30; i++) {
      await((i % 2 == 0 ? cache() : elsewhere()).move("web", "users", List.of("red")));
      Moves now = moves("red");
      assertThat(now.moved()).as("at its last move").containsExactly(now.count());
      counts.add(now.count());
    }
    assertThat(counts).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void aTagMovesThatNobodyAskedFor() {
    long before = moves().count();
    move("red");
    Moves now = moves("red", "blue");
    assertThat(now.count()).isGreaterThan(before);
    assertThat(now.moved()).containsExactly(now.count(), now.count());
  }

  @Test
  default void movesAllThatAreNamedAndNoOthers() {
    Moves first = moves("red", "blue", "green");
    move("red", "green");
    Moves now = moves("red", "blue", "green");
    assertThat(now.moved().get(0)).isGreaterThan(first.count());
    assertThat(now.moved().get(1)).isEqualTo(first.moved().get(1));
    assertThat(now.moved().get(2)).isGreaterThan(first.count());
    assertThat(now.moved()).allMatch(moved -> moved <= now.count());
  }

  @Test
  default void tellsOfTheTagsInTheOrderInWhichTheyWereAskedFor() {
    for (String tag : NAMES) {
      move(tag);
    }
    List<String> back = new ArrayList<>(NAMES);
    Collections.reverse(back);
    List<Long> moved = moves(back.toArray(String[]::new)).moved();
    assertThat(moved).doesNotHaveDuplicates().isSortedAccordingTo(Collections.reverseOrder());
    assertThat(moves("*", "a", "*").moved())
        .containsExactly(
            moved.get(back.indexOf("*")),
            moved.get(back.indexOf("a")),
            moved.get(back.indexOf("*")));
    assertThat(moves().moved()).isEmpty();
  }

  @Test
  default void eachCacheHasTagsOfItsOwn() {
    List<List<String>> others =
        List.of(
            List.of("web", "users2"),
            List.of("web2", "users"),
            List.of("web", "users:red"),
            List.of("web", "red"));
    List<Moves> before = others.stream().map(this::red).toList();
    move("red");
    assertThat(others.stream().map(this::red).toList()).isEqualTo(before);
  }

  @Test
  default void entriesAreNotTouchedByMoves() {
    long stamp = put(KEY, "v");
    move("red", "ada");
    assertThat(valued(KEY, "v").stamp()).isEqualTo(stamp);
    Moves now = moves("red");
    await(cache().invalidatePrefix("web", "users", ""));
    assertThat(moves("red").count()).as("nor moves by invalidations").isEqualTo(now.count());
  }

  private Moves red(List<String> place) {
    return await(cache().moves(place.get(0), place.get(1), List.of("red")));
  }

  private Moves moves(String... tags) {
    return await(cache().moves("web", "users", List.of(tags)));
  }

  private void move(String... tags) {
    await(cache().move("web", "users", List.of(tags)));
  }
}
