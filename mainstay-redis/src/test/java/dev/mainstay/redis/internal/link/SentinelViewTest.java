package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.redis.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentinelViewTest {
  private static final List<@Nullable Object> MASTER =
      flat(
          "ip", "10.0.0.1", "port", "6379", "config-epoch", "4", "down-after-milliseconds", "1000");

  @Test
  void readsEpochAndAddress() {
    SentinelView view = SentinelView.of(flat("10.0.0.9", "6380"), MASTER, List.of());

    assertThat(view.epoch()).isEqualTo(4);
    assertThat(view.primary()).as("the new one").isEqualTo(ServerAddress.tcp("10.0.0.9", 6380));
    assertThat(view.replicas()).isEmpty();
  }

  @Test
  void countsTheReplicasThatItWouldPromote() {
    assertThat(count(replica("10.0.0.2", "slave", "0", "100"))).isEqualTo(1);
    assertThat(count(replica("10.0.0.2", "slave", "9999", "100"))).as("link down").isEqualTo(1);
    assertThat(count(replica("10.0.0.2", "slave", "10001", "100"))).as("too long").isZero();
    assertThat(count(replica("10.0.0.2", "slave", "0", "0"))).as("never promoted").isZero();
    assertThat(count(replica("10.0.0.2", "s_down,slave", "0", "100"))).isZero();
    assertThat(count(replica("10.0.0.2", "slave,disconnected", "0", "100"))).isZero();
    assertThat(count(replica("10.0.0.1", "slave,promoted", "0", "100"))).as("itself").isZero();
  }

  @Test
  void tellsWhereTheyAre() {
    var replica = replica("10.0.0.2", "slave", "0", "100");
    assertThat(SentinelView.of(flat("10.0.0.1", "6379"), MASTER, List.of(replica)).replicas())
        .containsExactly(ServerAddress.tcp("10.0.0.2", 6379));
  }

  private static int count(List<@Nullable Object> replica) {
    return SentinelView.of(flat("10.0.0.1", "6379"), MASTER, List.<@Nullable Object>of(replica))
        .replicas()
        .size();
  }

  private static List<@Nullable Object> replica(
      String ip, String flags, String linkDown, String priority) {
    return flat(
        "ip",
        ip,
        "port",
        "6379",
        "flags",
        flags,
        "master-link-down-time",
        linkDown,
        "slave-priority",
        priority);
  }

  private static List<@Nullable Object> flat(String... words) {
    return Stream.of(words)
        .<@Nullable Object>map(word -> word.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
