package dev.mainstay.tck.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreState.Condition;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server comes back and has fewer places than there are clients that want one. */
@Timeout(60)
class ConnectionStormTest {
  private static final int CLIENTS = 200;
  private static final int ENGINES = 4;
  private static final String PLACES = "64";
  private static final int MOST_ATTEMPTS = 20;
  private static final Duration FULL = Duration.ofSeconds(2);
  private static final Duration NORMAL = Duration.ofSeconds(5);

  /** An engine, and the way to the store on which its attempts are counted. */
  private record Member(Proxy proxy, RedisEngine engine) {
    static Member of(FaultStore store) {
      Proxy proxy = Proxy.start(store.port());
      String url = store.url().replaceFirst(":\\d+$", ":" + proxy.port());
      return new Member(proxy, RedisEngine.connect(RedisOptions.parse(url)));
    }

    boolean isUp() {
      return engine.state().condition() == Condition.UP;
    }

    void close() {
      engine.close();
      proxy.close();
    }
  }

  @Test
  void isNotMadeWorseAndPasses() {
    List<Member> members = new ArrayList<>();
    try (FaultStore store = FaultStore.start();
        Rush rush = new Rush(store.port(), CLIENTS)) {
      for (int i = 0; i < ENGINES; i++) {
        members.add(Member.of(store));
      }
      await().until(() -> rush.inside() == CLIENTS);
      String token = sessions(members.get(0)).start(SessionStart.of("ada")).token();

      store.kill();
      await().atMost(NORMAL).until(() -> members.stream().allMatch(Member::isUp));
      store.limitClients(PLACES);
      await()
          .until(
              () -> {
                // Right after a kill everybody is out; only later is it known who took the places.
                boolean out = members.stream().noneMatch(Member::isUp);
                if (!out) {
                  store.killClients();
                }
                return out;
              });
      for (Member member : members) {
        assertThatNobodyIsThere(member, token);
      }
      Pause.of(FULL);
      store.liftLimit();
      await().atMost(NORMAL).until(() -> members.stream().allMatch(member -> finds(member, token)));

      assertThat(members)
          .extracting(member -> member.proxy().busiestSecond())
          .allSatisfy(busiest -> assertThat(busiest).isLessThanOrEqualTo(MOST_ATTEMPTS));
    } finally {
      members.forEach(Member::close);
    }
  }

  private static Sessions sessions(Member member) {
    return Mainstay.on(member.engine()).sessions("storm", SessionPolicy.DEFAULT);
  }

  private static void assertThatNobodyIsThere(Member member, String token) {
    assertThatThrownBy(() -> sessions(member).find(token))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private static boolean finds(Member member, String token) {
    try {
      return sessions(member).find(token).isLive();
    } catch (StoreUnavailableException full) {
      return false;
    }
  }
}
