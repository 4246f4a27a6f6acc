package dev.mainstay.bench.races;

import dev.mainstay.bench.store.Proxies;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.SessionStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An engine with a fault that races must find: it increments by reading and writing. */
final class Planted {
  private Planted() {}

  static Engine in(Engine engine) {
    SessionStore right = engine.sessions();
    SessionStore wrong =
        Proxies.of(
            SessionStore.class,
            (method, args) ->
                method.getName().equals("update")
                    ? readFirst(right, (Credential) args[0])
                    : Proxies.invoke(method, right, args));
    return Proxies.of(
        Engine.class,
        (method, args) ->
            method.getName().equals("sessions") ? wrong : Proxies.invoke(method, engine, args));
  }

  private static CompletionStage<Updated> readFirst(SessionStore store, Credential credential) {
    return store
        .find(credential)
        .thenCompose(
            found -> {
              if (found instanceof Found.Live live) {
                String n = live.session().attributes().json("n").orElse("0");
                Change change = Change.change().set("n", Integer.parseInt(n) + 1);
                return store.update(credential, change);
              }
              return CompletableFuture.completedFuture((Gone) found);
            });
  }
}
