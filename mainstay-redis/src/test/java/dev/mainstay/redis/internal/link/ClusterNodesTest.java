package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.ServerAddress;
import dev.mainstay.redis.TestRedis;
import dev.mainstay.redis.internal.link.ClusterView.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One server under two names, and an address where nobody listens. */
class ClusterNodesTest {
  private static final ServerAddress NOBODY = ServerAddress.tcp("127.0.0.1", 1);
  private final List<List<Server>> replaced = new ArrayList<>();
  private TestRedis redis;
  private Wiring wiring;
  private ClusterNodes nodes;
  private ServerAddress listed;
  private Server named;

  @BeforeEach
  void start() {
    redis = TestRedis.start();
    RedisOptions options = RedisOptions.parse(redis.url());
    wiring = new Wiring(options, new Traffic(options, () -> {}, Runnable::run));
    nodes = new ClusterNodes(this::connect, (other, same) -> replaced.add(List.of(other, same)));
    listed = ServerAddress.tcp("127.0.0.1", redis.port());
    named = connected(ServerAddress.tcp("localhost", redis.port()));
    nodes.says(named, "a");
  }

  @AfterEach
  void stop() {
    nodes.all().forEach(Server::close);
    wiring.plug().close();
    redis.close();
  }

  private Server connect(ServerAddress address) {
    Server server = new Server(wiring, address, line -> CompletableFuture.completedFuture(null));
    var unused = server.start();
    return server;
  }

  private Server connected(ServerAddress address) {
    Server server = nodes.at(address);
    await().until(() -> server.line() != null);
    return server;
  }

  private static Member member(String id, ServerAddress address) {
    return new Member(id, address, true, "-", false, 1, List.of());
  }

  private Server of(String id, ServerAddress address) {
    Member node = member(id, address);
    return nodes.are(List.of(node)).get(node);
  }

  @Test
  void theOneAtTheListedAddressStays() {
    assertThat(of("a", listed)).as("until that one says who it is").isEqualTo(named);
    Server there = connected(listed);
    nodes.says(there, "a");

    assertThat(replaced).containsExactly(List.of(named, there));
    assertThat(of("a", listed)).isEqualTo(there);
    assertThat(nodes.all()).containsExactly(there);
    assertThat(nodes.at(named.address())).as("known by that name").isEqualTo(there);
    nodes.forgetNames();
    assertThat(nodes.at(named.address())).isNotEqualTo(there);
  }

  @Test
  void whicheverSpeaksFirst() {
    assertThat(of("a", listed)).isEqualTo(named);
    Server there = connected(listed);
    nodes.says(there, "a");
    Server again = connected(ServerAddress.tcp("LOCALHOST", redis.port()));
    nodes.says(again, "a");

    assertThat(nodes.all()).containsExactly(there);
  }

  @Test
  void anotherNameServesWhereNobodyListensAtTheListedAddress() {
    assertThat(of("a", NOBODY)).isEqualTo(named);
    await().until(nodes.at(NOBODY).firstConnection()::isDone);
    assertThat(of("a", NOBODY)).isEqualTo(named);
    assertThat(nodes.retain(List.of(named))).isEmpty();
    assertThat(replaced).isEmpty();
  }

  @Test
  void anAddressIsNoNameOfTheNodeThatWasThereBefore() {
    Server there = connected(listed);
    nodes.are(List.of(member("a", named.address())));
    nodes.says(there, "a");
    assertThat(nodes.at(listed)).as("a name").isEqualTo(named);

    assertThat(of("b", listed)).isNotEqualTo(named);
  }

  @Test
  void whatIsNotListedGoesWhenItHasSaidWhichNodeItIs() {
    Server other = connected(listed);
    nodes.are(List.of());
    assertThat(nodes.retain(List.of())).containsExactly(named);
    assertThat(nodes.all()).containsExactly(other);
    nodes.says(other, "b");
    assertThat(nodes.retain(List.of())).containsExactly(other);
    assertThat(nodes.all()).isEmpty();
    other.close();
    named.close();
  }
}
