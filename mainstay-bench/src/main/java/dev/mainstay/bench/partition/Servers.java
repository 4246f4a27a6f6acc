package dev.mainstay.bench.partition;

import dev.mainstay.embedded.ClusterOptions;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedOptions.Transport;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.embedded.SentinelOptions;
import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.embedded.StoreRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process with the servers, which stay connected to each other whatever becomes of clients. */
public final class Servers {
  /** Longer than any hiccup of a busy machine: what fails here is the network, and no server. */
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private Servers() {}

  /** How the servers are put together. */
  enum Kind {
    /** One server. */
    STANDALONE,
    /** A primary, two replicas, three sentinels. */
    SENTINEL,
    /** Three primaries with a replica each. */
    CLUSTER
  }

  /**
   * Says where the store is on its standard output, and ends with its standard input.
   *
   * @param args the kind, and the program of the server unless it is the bundled one
   */
  public static void main(String[] args) throws IOException {
    Optional<String> binary = Arrays.stream(args).skip(1).findFirst();
    serve(Kind.valueOf(args[0]), binary.map(Path::of).orElse(null));
  }

  private static void serve(Kind kind, @Nullable Path binary) throws IOException {
    switch (kind) {
      case STANDALONE -> {
        EmbeddedOptions options =
            EmbeddedOptions.ephemeral()
                .withRoles(StoreRole.STATE)
                .withTransport(Transport.LOOPBACK)
                .withBinary(binary);
        try (EmbeddedRedis redis = EmbeddedRedis.start(options)) {
          tell(redis.state());
        }
      }
      case SENTINEL -> {
        SentinelOptions options =
            SentinelOptions.usual()
                .withTimes(SentinelOptions.Times.downAfter(PATIENT))
                .withBinary(binary);
        try (EmbeddedSentinel redis = EmbeddedSentinel.start(options)) {
          tell(redis.address());
        }
      }
      case CLUSTER -> {
        ClusterOptions options = ClusterOptions.usual().withNodeTimeout(PATIENT).withBinary(binary);
        try (EmbeddedCluster redis = EmbeddedCluster.start(options)) {
          tell(redis.address());
        }
      }
    }
  }

  private static void tell(StoreAddress address) throws IOException {
    address.writeTo(System.out);
    while (System.in.read() >= 0) {
      // Until it ends.
    }
  }
}
