package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.server.config.ConfigLoader;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.http.RequestListener;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.SessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Servers that keep sessions in memory: what they find again they do not ask for. */
class NearHttpTest {
  private static final Map<String, String> NEAR = Map.of("MAINSTAY_SESSIONS_NEAR_ENTRIES", "100");
  private static final Map<String, String> ENCRYPTED =
      Map.of(
          "MAINSTAY_ENCRYPTION_KEYS_0_ID",
          "k1",
          "MAINSTAY_ENCRYPTION_KEYS_0_KEY",
          "B".repeat(42) + "A");

  private final MemoryEngine engine = MemoryEngine.create();
  private final AtomicInteger finds = new AtomicInteger();

  private MainstayServer serving(Map<String, String> environment) {
    ServerConfig config = ConfigLoader.load(Optional.empty(), environment, Map.of("--port", "0"));
    return MainstayServer.start(
        config, () -> Mainstay.on(counting()), List.of(), RequestListener.NONE);
  }

  @Test
  void whatIsFoundAgainIsNotAskedForUntilAnotherServerEndsIt() {
    Map<String, String> both = new HashMap<>(NEAR);
    both.putAll(ENCRYPTED);
    for (Map<String, String> environment : List.of(NEAR, both)) {
      try (MainstayServer here = serving(environment);
          MainstayServer there = serving(environment)) {
        String token = Client.of(here.url()).login("{\"user\":\"ada\",\"attributes\":{\"n\":1}}");
        Client ada = Client.of(here.url()).bearer(token);
        int before = finds.get();
        for (int i = 0; i < 10; i++) {
          Reply found = ada.get("/v1/sessions/current");
          assertThat(found.json().get("attributes").toString()).isEqualTo("{\"n\":1}");
        }
        assertThat(finds.get()).isEqualTo(before + 1);
        Client elsewhere = Client.of(there.url()).bearer(token);
        assertThat(elsewhere.delete("/v1/sessions/current").status()).isEqualTo(204);
        assertThat(ada.get("/v1/sessions/current").status()).isEqualTo(401);
      }
    }
  }

  @Test
  void withoutItEachIsAskedFor() {
    try (MainstayServer here = serving(Map.of())) {
      String token = Client.of(here.url()).login("{\"user\":\"ada\"}");
      Client ada = Client.of(here.url()).bearer(token);
      for (int i = 0; i < 10; i++) {
        assertThat(ada.get("/v1/sessions/current").status()).isEqualTo(200);
      }
      assertThat(finds.get()).isEqualTo(10);
    }
  }

  private Engine counting() {
    SessionStore store = between(SessionStore.class, engine.sessions());
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, args) ->
                method.getName().equals("sessions") ? store : call(method, engine, args));
  }

  private <T> T between(Class<T> type, T right) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (method.getName().equals("fenced")) {
                return proxy;
              }
              if (method.getName().equals("find")) {
                finds.incrementAndGet();
              }
              return call(method, right, args);
            }));
  }

  private static Object call(Method method, Object right, Object[] args) throws Throwable {
    try {
      return method.invoke(right, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
