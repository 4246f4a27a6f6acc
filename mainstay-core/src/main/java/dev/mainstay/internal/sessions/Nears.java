package dev.mainstay.internal.sessions;

import dev.mainstay.near.Near;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.spi.Engine;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept near, shared by all sessions of a namespace that are made alike: they may be made
 * for each request.
 */
final class Nears {
  /** Callers may choose namespaces: of those beyond this nothing is kept. */
  private static final int MOST = 1_000;

  private final Engine engine;
  private final Touches touches;
  private final Marks marks;
  private final Map<Place, NearFinds> all = new ConcurrentHashMap<>();

  private record Place(String namespace, Near how, Optional<Encryption> encryption) {}

  Nears(Engine engine, Touches touches, Marks marks) {
    this.engine = engine;
    this.touches = touches;
    this.marks = marks;
  }

  /** What is kept of a namespace; {@code null} where nothing is. */
  @Nullable NearFinds of(String namespace, Optional<Near> how, Optional<Encryption> encryption) {
    if (how.isEmpty()) {
      return null;
    }
    Place place = new Place(namespace, how.get(), encryption);
    NearFinds known = all.get(place);
    return known != null || all.size() >= MOST ? known : all.computeIfAbsent(place, this::open);
  }

  private NearFinds open(Place place) {
    return new NearFinds(
        place.namespace(),
        place.how(),
        engine.sessionInvalidations(),
        engine.clock(),
        touches,
        marks);
  }
}
