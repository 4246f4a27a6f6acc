package dev.mainstay.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A parent of both topologies: says the pids of all nodes, and waits for its end. */
final class TopologyParentMain {
  private TopologyParentMain() {}

  public static void main(String[] arguments) throws Exception {
    CompletableFuture<EmbeddedSentinel> sentinel =
        CompletableFuture.supplyAsync(() -> EmbeddedSentinel.start(SentinelOptions.usual()));
    EmbeddedCluster cluster = EmbeddedCluster.start(ClusterOptions.usual().withNodes(3, 0));
    System.out.println(
        Stream.of(sentinel.join().nodes(), cluster.nodes())
            .flatMap(nodes -> nodes.stream().map(node -> "" + node.pid()))
            .collect(Collectors.joining(" ")));
    while (System.in.read() >= 0) {
      // Until the test ends it.
    }
  }
}
