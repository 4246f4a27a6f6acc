package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Outcome;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.tck.TestServer;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While a slot is on its way, some of a session's keys are on one server and some on another. For
 * each way in which they can be apart: an operation is done whole, or not at all and says so; and
 * the move can go on, since nothing was written beside a key that has not arrived yet.
 */
class HalfMovedSlotTest {
  private static final String NAMESPACE = "moving";
  private static final String KINDS = "seu";
  private static EmbeddedCluster cluster;
  private static Mainstay mainstay;
  private static Sessions sessions;
  private final Client client = new Client("one", new History(1_000));

  @BeforeAll
  static void start() {
    cluster = EmbeddedCluster.start(TestServer.sharded().withNodes(3, 0).withAdmin());
    // What cannot be done while the slot stands half moved is tried until the deadline.
    RedisOptions options =
        RedisOptions.parse(cluster.url()).withWriteDeadline(Duration.ofMillis(250));
    mainstay = Mainstay.on(RedisEngine.connect(options));
    sessions = mainstay.sessions(NAMESPACE, SessionPolicy.idle(Duration.ofMinutes(10)));
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    cluster.close();
  }

  /** What is done to the session. */
  enum Deed {
    INCREMENT,
    ROTATE,
    REVOKE,
    REVOKE_ALL
  }

  static Stream<Arguments> ways() {
    return Stream.of(Deed.values())
        .flatMap(deed -> subsets().map(moved -> Arguments.of(deed, moved)));
  }

  private static Stream<String> subsets() {
    return IntStream.range(0, 1 << KINDS.length())
        .mapToObj(
            bits ->
                IntStream.range(0, KINDS.length())
                    .filter(i -> (bits >> i & 1) == 1)
                    .mapToObj(i -> KINDS.substring(i, i + 1))
                    .reduce("", String::concat));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void doesAllOrNothing(Deed deed, String moved) {
    String user = deed + " " + moved;
    Ticket ticket = client.start(sessions, user).ticket().orElseThrow();
    assertThat(client.increment(sessions, ticket).isOk()).isTrue();
    Client.Given given;
    try (MovingSlot slot = new MovingSlot(cluster, SlotHash.getSlot(index(user)))) {
      slot.move(key -> moved.contains(kind(key)));
      given = act(deed, ticket, user);
      slot.finish();
    }
    assertThat(given.outcome()).isNotInstanceOf(Outcome.Broken.class);
    if (given.outcome().isOk()) {
      done(deed, given, ticket, user);
    } else {
      lives(ticket, user, 1);
    }
    assertThat(sessions.list(user)).hasSize(sessions.revokeAll(user));
    assertThat(sessions.find(ticket.token())).isNotInstanceOf(Found.Live.class);
  }

  private Client.Given act(Deed deed, Ticket ticket, String user) {
    return switch (deed) {
      case INCREMENT -> given(client.increment(sessions, ticket));
      case ROTATE -> client.rotate(sessions, ticket);
      case REVOKE -> given(client.revoke(sessions, ticket));
      case REVOKE_ALL -> given(client.revokeAll(sessions, user));
    };
  }

  private static Client.Given given(Outcome outcome) {
    return new Client.Given(outcome, Optional.empty());
  }

  private void done(Deed deed, Client.Given given, Ticket ticket, String user) {
    switch (deed) {
      case INCREMENT -> lives(ticket, user, 2);
      case ROTATE -> lives(given.ticket().orElseThrow(), user, 1);
      case REVOKE, REVOKE_ALL -> {
        assertThat(sessions.find(ticket.token())).isNotInstanceOf(Found.Live.class);
        assertThat(sessions.list(user)).isEmpty();
      }
    }
  }

  private static void lives(Ticket ticket, String user, int counter) {
    assertThat(sessions.find(ticket.token()))
        .isInstanceOfSatisfying(
            Found.Live.class,
            live ->
                assertThat(live.session().attributes().json(Client.COUNTER))
                    .contains(Integer.toString(counter)));
    assertThat(sessions.list(user)).hasSize(1);
  }

  private static byte[] index(String user) {
    return SessionKeys.index(NAMESPACE, user);
  }

  /** The part of a key that tells what it holds. */
  private static String kind(String key) {
    return List.of(key.split(":")).get(4);
  }
}
