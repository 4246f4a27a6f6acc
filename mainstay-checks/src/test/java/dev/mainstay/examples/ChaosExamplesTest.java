package dev.mainstay.examples;

import static dev.mainstay.sessions.Change.change;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.Chaos;
import dev.mainstay.chaos.ChaosEngine;
import dev.mainstay.chaos.faults.Direction;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.chaos.history.Hiccups;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.invariants.Checker;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Losses;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedOptions.Transport;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/chaos.md, run as they are printed. */
class ChaosExamplesTest {

  @Test
  void shortest() {
    // @start region="chaos"
    Chaos chaos = Chaos.seed(7).lostReplies(0.05).lostRequests(0.05).delays(0.1, ofMillis(20));
    ChaosEngine engine = ChaosEngine.around(MemoryEngine.create(), Chaos.seed(7));
    Mainstay mainstay = Mainstay.on(engine);
    Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
    String token = sessions.start(SessionStart.of("ada")).token();

    engine.become(chaos);
    int failed = 0;
    for (int i = 0; i < 100; i++) {
      try {
        sessions.update(token, change().increment("visits", 1));
      } catch (StoreUnavailableException away) {
        failed++; // away.applied() says what is known: NO, or UNKNOWN
      }
    }
    // @end
    assertThat((long) failed)
        .isPositive()
        .isEqualTo(engine.hits().lostReplies() + engine.hits().lostRequests());
    mainstay.close();
  }

  @Test
  void aLostReply() {
    EmbeddedOptions options = EmbeddedOptions.ephemeral().withTransport(Transport.LOOPBACK);
    try (EmbeddedRedis redis = EmbeddedRedis.start(options)) {
      URI url = URI.create(redis.state().url());
      // @start region="chaos-proxy"
      try (Proxy proxy = Proxy.start(url.getPort());
          Mainstay mainstay = Mainstay.on(RedisEngine.connect(through(proxy, url)))) {
        Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
        proxy.delay(Direction.REPLIES, ofMillis(30)); // each byte comes 30 ms later
        proxy.swallowReplies(); // the store does what it is told, and nobody hears of it
        proxy.reset(); // breaks all connections
        proxy.heal(); // all is well again
        int storm = proxy.busiestSecond(); // the most connections within a second
        // @end
        assertThat(sessions.namespace()).isEqualTo("web");
        assertThat(storm).isLessThanOrEqualTo(20);
      }
    }
  }

  @Test
  void aVerdict() {
    Mainstay mainstay = Mainstay.on(MemoryEngine.create());
    Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
    // @start region="chaos-checker"
    History history = new History(1_000_000);
    Client client = new Client("one", history);
    Ticket ticket = client.start(sessions, "ada").ticket().orElseThrow();
    client.revoke(sessions, ticket);
    client.find(sessions, ticket);

    Verdict verdict =
        Checker.of(Invariants.ofSessions(Losses.NONE, Duration.ZERO))
            .check(new Evidence("by hand", history.operations(), List.of(), Hiccups.NONE));
    // @end
    assertThat(verdict.holds()).isTrue();
    mainstay.close();
  }

  private static String through(Proxy proxy, URI url) {
    return "redis://" + url.getUserInfo() + "@127.0.0.1:" + proxy.port();
  }
}
