package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Ear;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Caches whose changes other services publish, as configured. */
class CacheFollowHttpTest {
  private static final String[] YAML = {
    "caches:",
    "  product: {invalidationChannel: 'cache:invalidate:{key}', tellInvalidations: true}",
    "apiKeys:",
    "  - {name: shop, namespace: shop, hash: " + "e".repeat(64) + "}"
  };

  private static void publish(MemoryServer server, String channel) {
    server.replicas.invalidations().tell(channel, "by hand").toCompletableFuture().join();
  }

  @Test
  void aKeyThatAnotherServicePublishesIsGone() {
    try (MemoryServer server = MemoryServer.start(YAML[0], YAML[1])) {
      Client client = server.client();
      assertThat(client.send("PUT", "/v1/cache/product/42", "{}").status()).isEqualTo(204);
      assertThat(client.send("PUT", "/v1/cache/other/42", "{}").status()).isEqualTo(204);
      publish(server, "cache:invalidate:42");
      assertThat(client.get("/v1/cache/product/42").status()).isEqualTo(404);
      assertThat(client.get("/v1/cache/other/42").status()).isEqualTo(200);
    }
  }

  @Test
  void otherServicesAreTold() {
    try (MemoryServer server = MemoryServer.start(YAML[0], YAML[1])) {
      List<String> told = new ArrayList<>();
      var unused =
          server.replicas.invalidations().hear("cache:invalidate:", "", new Listening(told));
      assertThat(server.client().send("DELETE", "/v1/cache/product/a%2Fb", "").status())
          .isEqualTo(204);
      server.client().send("PUT", "/v1/cache/product/c", "{}");
      server.client().send("PUT", "/v1/cache/other/d", "{}");
      assertThat(told)
          .containsExactly("a/b mainstay default product", "c mainstay default product");
    }
  }

  /** Not only when a request for the cache came: entries may be there from before. */
  @Test
  void followsFromTheStartInEachNamespaceThatIsNamed() {
    try (MemoryServer server = MemoryServer.start(YAML)) {
      List<String> told = new ArrayList<>();
      var unused = server.replicas.invalidations().hear("cache:", "", new Listening(told));
      publish(server, "cache:invalidate:42");
      assertThat(server.followed()).containsExactlyInAnyOrder("product heard", "product heard");
      assertThat(told).hasSize(1);
    }
  }

  /** Callers choose namespaces, and what is followed goes on until the end. */
  @Test
  void followsInNoNamespaceThatACallerChose() {
    try (MemoryServer server = MemoryServer.start(YAML[0], YAML[1])) {
      String body = "PUT /v1/cache/product/42 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
      String head = "Mainstay-Namespace: chosen\r\nContent-Length: 2\r\n\r\n{}";
      assertThat(server.raw(body + head)).startsWith("HTTP/1.1 204");
      publish(server, "cache:invalidate:42");
      assertThat(server.followed()).containsExactly("product heard");
    }
  }

  private record Listening(List<String> told) implements Ear {
    @Override
    public void heard(String key, String text) {
      told.add(key + " " + text);
    }

    @Override
    public void listens(boolean first) {}

    @Override
    public void deaf() {}
  }
}
