package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.redis.RedisOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all servers of a store share.
 *
 * @param options how the store is reached
 * @param traffic the calls on their way
 * @param plug opens connections
 * @param clock the store's clock, as heard
 * @param greeting what is sent over each new connection first
 * @param refusal whether the log was told that a server refuses that
 */
record Wiring(
    RedisOptions options,
    Traffic traffic,
    Plug plug,
    ClockEstimate clock,
    List<Request> greeting,
    AtomicBoolean refusal) {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  Wiring(RedisOptions options, Traffic traffic) {
    this(
        options,
        traffic,
        new Plug(options, traffic),
        new ClockEstimate(),
        new CopyOnWriteArrayList<>(),
        new AtomicBoolean());
  }

  /** Sends over a connection what every new one is greeted with; nobody waits for its end. */
  void greet(Line line, Request request) {
    Call<?> call = new Call<>(traffic, Call.Detour.NONE, request, new TreeReply());
    var unused =
        call.whenComplete(
            (reply, problem) -> {
              if (problem instanceof StoreFaultException && !refusal.getAndSet(true)) {
                LOG.warn("{} is refused: {}", request.name(), problem.getMessage());
              }
            });
    line.takeAside(call);
  }
}
