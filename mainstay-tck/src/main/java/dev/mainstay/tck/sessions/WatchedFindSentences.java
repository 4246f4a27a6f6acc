package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.credential;
import static dev.mainstay.tck.sessions.SessionCase.other;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NearStore;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the contract says of a {@code find} that is watched, and of who tells of its namespace. */
public interface WatchedFindSentences extends SessionCase {
  /** What is proven within it is proven on a slow machine too. */
  Duration PROVEN = Duration.ofSeconds(30);

  /** A watch that does nothing when it ends. */
  final class Plain extends Watch {
    @Override
    protected void ended() {
      // It is looked at.
    }
  }

  /** Of the engine of this test. */
  default SessionInvalidations told() {
    return held().engine().sessionInvalidations();
  }

  /** The store as another replica has it. */
  default SessionStore others() {
    return held().another().sessions();
  }

  /** Whether a watch stands. */
  private boolean isProven(Watch watch) {
    return watch.stands(told().nanos(), PROVEN.toNanos());
  }

  /** A watch of a live session, which stands: the connection for it may come late. */
  default Watch watched(Credential credential) {
    return standing(
        watch -> assertThat(await(store().find(credential, watch))).isEqualTo(found(credential)));
  }

  /** The same of a namespace. */
  default Watch watched(String namespace) {
    return standing(watch -> await(told().watchNamespace(namespace, watch)));
  }

  private Watch standing(Consumer<Watch> read) {
    told().prove(PROVEN);
    List<Watch> last = new ArrayList<>();
    soon(
        () -> {
          Plain watch = new Plain();
          last.add(watch);
          read.accept(watch);
          return isProven(watch);
        });
    return last.get(last.size() - 1);
  }

  private static void soon(BooleanSupplier until) {
    long end = System.nanoTime() + PROVEN.toNanos();
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within 30 s").isLessThan(end);
      new CompletableFuture<Boolean>().completeOnTimeout(true, 5, TimeUnit.MILLISECONDS).join();
    }
  }

  @Test
  default void aWatchedFindStandsWhileNobodyWritesToTheSession() {
    Credential ada = started("ada");
    Watch watch = watched(ada);
    Credential bob = started("bob");
    await(others().revoke(new Revocation.One(bob)));
    await(others().find(ada));
    await(others().update(other(ada), Change.change().set("a", 1)));
    watched(ada);
    assertThat(isProven(watch)).isTrue();
  }

  @Test
  default void aWatchedFindEndsWithWhateverIsWrittenToTheSession() {
    List<Consumer<Credential>> writes =
        List.of(
            one -> await(others().update(one, Change.change().set("a", 1))),
            one -> await(others().turn(one, other(one).hash(), Duration.ofSeconds(1))),
            one -> await(others().claim(one, "c", Duration.ofSeconds(1))),
            one -> await(others().revoke(new Revocation.One(one))),
            one -> await(others().revoke(new Revocation.Handle("web", "ada", one.key().id()))),
            one -> await(others().revoke(new Revocation.User("web", "ada", null))),
            one -> tryStart(credential("web", "ada"), "ada", POLICY.limit(1)),
            one -> await(store().update(one, Change.change().set("a", 1))));
    for (Consumer<Credential> write : writes) {
      Credential ada = started("ada");
      Watch watch = watched(ada);
      write.accept(ada);
      soon(() -> !isProven(watch));
      await(store().revoke(new Revocation.User("web", "ada", null)));
    }
  }

  @Test
  default void aWatchedFindEndsWithATouch() {
    Credential ada = started("ada");
    held().advance(IDLE / 2);
    Watch watch = watched(ada);
    assertThat(await(others().touch(ada.key(), Duration.ZERO))).isTrue();
    soon(() -> !isProven(watch));
  }

  @Test
  default void aWatchedFindEndsWithTheEndOfAClaim() {
    Credential ada = started("ada");
    claimed(ada, "c", 60_000);
    Watch watch = watched(ada);
    assertThat(await(others().settle(ada.key(), "c", true))).isTrue();
    soon(() -> !isProven(watch));
    assertThat(found(ada)).isEqualTo(REVOKED);
  }

  @Test
  default void onlyALiveSessionThatItsCurrentHashProvesIsWatched() {
    Credential ada = started("ada");
    watched(ada);
    Credential next = turned(ada, 10_000);
    assertNotWatched(ada, true);
    assertNotWatched(other(ada), false);
    assertNotWatched(credential("web", "ada"), false);
    watched(next);
    await(store().revoke(new Revocation.One(next)));
    assertNotWatched(next, false);
    Credential ended = started("api", "ada", POLICY);
    await(store().revoke(new Revocation.Namespace("api")));
    assertNotWatched(ended, false);
  }

  private void assertNotWatched(Credential credential, boolean live) {
    Plain watch = new Plain();
    Found found = await(store().find(credential, watch));
    assertThat(found).isEqualTo(found(credential));
    assertThat(found.isLive()).isEqualTo(live);
    assertThat(isProven(watch)).isFalse();
  }

  @Test
  default void aWatchedFindThatEndedNeverStandsAgain() {
    Credential ada = started("ada");
    Watch watch = watched(ada);
    watch.close();
    assertThat(isProven(watch)).isFalse();
    await(store().find(ada, watch));
    assertThat(isProven(watch)).isFalse();
  }

  @Test
  default void aNamespaceIsWatchedUntilAllOfItIsRevoked() {
    Credential ada = started("ada");
    Watch shop = watched("shop");
    Watch web = watched("web");
    await(others().revoke(new Revocation.User("web", "bob", null)));
    await(others().revoke(new Revocation.Namespace("shop")));
    soon(() -> !isProven(shop));
    assertThat(isProven(web)).isTrue();
    await(others().revoke(new Revocation.Namespace("web")));
    soon(() -> !isProven(web));
    watched("web");
    assertThat(await(store().find(ada, new Plain()))).isEqualTo(REVOKED);
    held().advance(1);
    assertThat(found(started("web", "ada", SessionPolicy.DEFAULT)).isLive()).isTrue();
  }

  @Test
  default void whatIsFoundAfterANamespaceIsWatchedWasNotRevokedBefore() {
    List<CompletableFuture<Integer>> revoked = new ArrayList<>();
    List<Watch> live = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      String name = "n" + round;
      Credential ada = started(name, "ada", POLICY);
      assertThat(found(ada).isLive()).isTrue();
      revoked.add(others().revoke(new Revocation.Namespace(name)).toCompletableFuture());
      Watch namespace = watched(name);
      if (await(store().find(ada, new Plain())).isLive()) {
        live.add(namespace);
      }
    }
    revoked.forEach(SessionCase::await);
    live.forEach(namespace -> soon(() -> !isProven(namespace)));
  }

  @Test
  default void aPlaceAnswersWhatItHadOfAKey() {
    NearStore<String, String> place = told().store(10, gone -> {});
    assertThat(place.put("k", "v")).isNull();
    assertThat(place.put("k", "w")).isEqualTo("v");
    assertThat(place.get("k")).isEqualTo("w");
  }
}
