package dev.mainstay.embedded;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedClusterTest {
  @Test
  void x() {
    for (int i = 0; i < 3; i++) {
      long t = System.nanoTime();
      try (EmbeddedCluster s = EmbeddedCluster.start(ClusterOptions.usual())) {
        System.out.println("start ms " + (System.nanoTime() - t) / 1_000_000);
        System.out.println(s.address() + " " + s.nodes() + s.primaryOf(0));
        t = System.nanoTime();
        if (i == 2) {
          EmbeddedNode p = s.primaryOf(0);
          p.kill();
          while (true) {
            try {
              if (s.primaryOf(0) != p) break;
            } catch (Exception e) {
            }
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
          }
          System.out.println("failover ms " + (System.nanoTime() - t) / 1_000_000);
          t = System.nanoTime();
          p.restart();
          s.awaitHealthy(Duration.ofSeconds(20));
          System.out.println("healthy ms " + (System.nanoTime() - t) / 1_000_000 + p.role());
          t = System.nanoTime();
        }
      }
      System.out.println("close ms " + (System.nanoTime() - t) / 1_000_000);
    }
  }
}
