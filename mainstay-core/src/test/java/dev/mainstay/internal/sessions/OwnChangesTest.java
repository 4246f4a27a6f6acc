package dev.mainstay.internal.sessions;

import static dev.mainstay.sessions.Change.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Proof;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.Watch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A process reads its own changes at once, also where the store's word of them is long in coming:
 * here it never comes.
 */
class OwnChangesTest {
  private static final SessionPolicy NEAR = SessionPolicy.DEFAULT.limit(1).near(100);

  private final MemoryEngine engine = MemoryEngine.create();
  private final Mainstay here = Mainstay.on(deaf(engine));
  private final Mainstay there = Mainstay.on(engine);
  private final Sessions sessions = here.sessions("web", NEAR);

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private String near() {
    String token = sessions.start("ada", Attributes.none().with("n", 1)).token();
    Found found = sessions.find(token);
    assertThat(sessions.find(token)).as("it is near").isSameAs(found);
    return token;
  }

  @Test
  void whatWasEndedHereIsNotFoundHere() {
    List<BiConsumer<Sessions, String>> ends =
        List.of(
            (of, token) -> of.revoke(token),
            (of, token) -> of.revoke("ada", id(token)),
            (of, token) -> of.revokeAll("ada"),
            (of, token) -> of.revokeOthers("ada", "another"),
            (of, token) -> of.revokeEverything(),
            (of, token) -> of.rotate(token, Rotation.privilege()),
            (of, token) -> of.rotate(token, Rotation.login("bob")),
            (of, token) -> of.start("ada", Attributes.none()));
    for (BiConsumer<Sessions, String> end : ends) {
      for (Sessions by : List.of(sessions, here.sessions("web", SessionPolicy.DEFAULT.limit(1)))) {
        String token = near();
        end.accept(by, token);
        assertThat(sessions.find(token).isLive()).isFalse();
      }
    }
  }

  @Test
  void whatWasChangedHereIsReadHere() {
    String token = near();
    for (int i = 2; i < 1_000; i++) {
      sessions.update(token, change().set("n", i));
      assertThat(n(sessions.find(token))).isEqualTo(i);
      assertThat(n(sessions.find(token))).isEqualTo(i);
    }
  }

  private static int n(Found found) {
    return found.live().orElseThrow().attributes().find("n", Integer.class).orElseThrow();
  }

  /** What makes this test one: without the store's word others' changes are not seen. */
  @Test
  void whatWasEndedElsewhereIsFoundStill() {
    String token = near();
    there.sessions("web", NEAR).revoke(token);
    assertThat(sessions.find(token).isLive()).isTrue();
  }

  @Test
  void placesAreSharedAndNeverOutOfBounds() {
    Marks marks = new Marks();
    for (int i = 0; i < 100_000; i++) {
      long before = marks.now();
      int place =
          switch (i % 3) {
            case 0 -> Marks.session("s" + i);
            case 1 -> Marks.user("n" + i, "u" + i);
            default -> Marks.namespace("n" + i);
          };
      marks.during(place, () -> CompletableFuture.completedFuture(1));
      assertThat(marks.isUnchanged(place, before)).isFalse();
      assertThat(marks.isUnchanged(place, marks.now())).isTrue();
    }
  }

  @Test
  void aChangeThatFailedMayHaveBeenDone() {
    Marks marks = new Marks();
    CompletableFuture<Integer> change = new CompletableFuture<>();
    var unused = marks.during(7, () -> change);
    long meanwhile = marks.now();
    assertThat(marks.isUnchanged(7, meanwhile)).isTrue();
    change.completeExceptionally(new IllegalStateException("lost"));
    assertThat(marks.isUnchanged(7, meanwhile)).isFalse();
    assertThat(marks.isUnchanged(8, meanwhile)).isTrue();
  }

  private static String id(String token) {
    return token.split("\\.", -1)[2];
  }

  /** An engine whose watches stand for ever. */
  private static Engine deaf(Engine right) {
    SessionStore store = between(SessionStore.class, right.sessions());
    SessionInvalidations invalidations =
        between(SessionInvalidations.class, right.sessionInvalidations());
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "sessions" -> store;
                  case "sessionInvalidations" -> invalidations;
                  default -> call(method, right, args);
                });
  }

  private static <T> T between(Class<T> type, T right) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (method.getName().equals("fenced")) {
                return proxy;
              }
              boolean isWatched = args != null && args[args.length - 1] instanceof Watch;
              if (!isWatched) {
                return call(method, right, args);
              }
              ((Watch) args[1]).on(Proof.always(), () -> {});
              return right instanceof SessionStore sessions
                  ? sessions.find((Credential) args[0])
                  : CompletableFuture.completedFuture(null);
            }));
  }

  private static Object call(Method method, Object right, Object[] args) throws Throwable {
    try {
      return method.invoke(right, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
