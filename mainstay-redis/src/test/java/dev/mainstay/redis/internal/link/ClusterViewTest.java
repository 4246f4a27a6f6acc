package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.redis.ServerAddress;
import dev.mainstay.redis.internal.link.ClusterView.Member;
import dev.mainstay.redis.internal.link.ClusterView.Range;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private static final ServerAddress ASKED = ServerAddress.tcp("10.0.0.1", 7000);
  private static final String REPLY =
      """
      a :7000@17000 myself,master - 0 0 3 connected 0-100 200 [300->-c] [301-<-c]
      b 10.0.0.2:7001@17001,host-b slave a 0 1 3 connected
      c 10.0.0.3:7002@17002 master - 0 1 2 connected 101-199
      d 10.0.0.4:7003@17003 slave,fail c 0 1 2 disconnected
      e 10.0.0.5:7004@17004 slave,fail? c 0 1 2 connected
      f 10.0.0.6:7005@17005 slave,nofailover a 0 1 3 connected
      g :0@0 master,noaddr - 0 1 0 disconnected
      h 10.0.0.8:7007@17007 handshake - 0 0 0 connected
      i [::1]:7008@17008 master,fail - 0 0 1 disconnected 201
      """
          .replace("[::1]", "::1");

  private final ClusterView view = ClusterView.of(REPLY, ASKED);

  @Test
  void readsAddressesRolesAndSlots() {
    assertThat(view.nodes())
        .extracting(Member::id)
        .containsExactly("a", "b", "c", "d", "e", "f", "i");
    assertThat(view.self()).isEqualTo("a");
    Member own = view.nodes().get(0);
    assertThat(own.address()).as("it does not know its own").isEqualTo(ASKED);
    assertThat(own.slots()).containsExactly(new Range(0, 100), new Range(200, 200));
    assertThat(own.epoch()).isEqualTo(3);
    assertThat(view.nodes().get(1).address()).isEqualTo(ServerAddress.tcp("10.0.0.2", 7001));
    assertThat(view.nodes().get(6).address()).isEqualTo(ServerAddress.tcp("::1", 7008));
    assertThat(view.nodes().get(6).failed()).isTrue();
  }

  /** It may have been asked under a name that the others do not know. */
  @Test
  void whoKnowsItsOwnAddressIsThere() {
    String line = "a 10.0.0.9:7000@17000 myself,master - 0 0 3 connected 0-100";
    assertThat(ClusterView.of(line, ASKED).nodes().get(0).address())
        .isEqualTo(ServerAddress.tcp("10.0.0.9", 7000));
  }

  /** One that only this node suspects can still be elected; one that all gave up cannot. */
  @Test
  void tellsTheReplicasThatCouldBecomePrimary() {
    assertThat(view.replicas().get("a")).hasSize(1);
    assertThat(view.replicas().get("c")).hasSize(1);
  }
}
