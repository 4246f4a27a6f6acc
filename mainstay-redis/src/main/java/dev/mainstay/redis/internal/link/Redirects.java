package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.internal.link.Topology.Way;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings calls to their server, also those that another has refused: it does not have the key, or
 * the script, or is no primary any more. A server that says so has done nothing, so the call may be
 * made again, as long as its deadline allows; the caller never hears of it.
 */
final class Redirects implements Call.Detour {
  private static final int MOST_HOPS = 64;
  private static final Duration CONNECTING = Duration.ofMillis(10);
  private static final Request ASKING =
      new Request("link.asking", "ASKING", Deadline.READ, Replies.ascii("ASKING"));

  private final Traffic traffic;
  private final Plug plug;
  private final Topology topology;

  Redirects(Wiring wiring, Topology topology) {
    this.traffic = wiring.traffic();
    this.plug = wiring.plug();
    this.topology = topology;
  }

  /** Sends a call that the traffic admitted to the server of its key. */
  void deliver(Call<?> call) {
    Server server = topology.server(call.request.key());
    Line line = server == null ? null : server.line();
    if (server == null || line == null) {
      call.nobodyThere();
    } else {
      hand(call, server, line);
    }
  }

  @Override
  public boolean take(Call<?> call, String error) {
    Supplier<Request> whole = call.request.unknownScript();
    if (error.startsWith("NOSCRIPT") && whole != null) {
      bringBack(call, call.onward(whole.get().at(call.request.key())));
      return true;
    }
    if (call.hops >= MOST_HOPS) {
      return false;
    }
    Way way = topology.onward(error);
    if (way instanceof Way.Again again && traffic.left(call) > again.after().toNanos()) {
      Call<?> onward = call.onward(call.request);
      plug.later(again.after(), () -> deliver(onward));
      return true;
    }
    if (way instanceof Way.To to) {
      Call<?> onward = call.onward(call.request);
      onward.asking = to.asking();
      bring(onward, to.server());
      return true;
    }
    return false;
  }

  /** To the server that did not know the script. */
  private void bringBack(Call<?> call, Call<?> onward) {
    onward.asking = call.asking;
    Line line = call.line;
    if (line == null || onward.told != null) {
      deliver(onward);
    } else {
      send(onward, line);
    }
  }

  /** To a server that may be connected to only now. */
  private void bring(Call<?> call, Server server) {
    Line line = server.line();
    if (line != null) {
      hand(call, server, line);
    } else if (traffic.left(call) > CONNECTING.toNanos()) {
      plug.later(CONNECTING, () -> bring(call, server));
    } else {
      call.nobodyThere();
    }
  }

  private void hand(Call<?> call, Server server, Line line) {
    if (call.told != null) {
      server.fence().take(treed(call));
    } else {
      send(call, line);
    }
  }

  private void send(Call<?> call, Line line) {
    if (call.asking) {
      line.take(List.of(asking(traffic), call));
    } else {
      line.take(call);
    }
  }

  /** What is sent ahead of a call for a key that is on its way. */
  static Call<?> asking(Traffic traffic) {
    traffic.admitAside();
    return new Call<byte @Nullable []>(traffic, Call.Detour.NONE, ASKING, new BytesReply());
  }

  @SuppressWarnings("unchecked") // calls with a fence are made with that reply only
  private static Call<List<@Nullable Object>> treed(Call<?> call) {
    return (Call<List<@Nullable Object>>) call;
  }
}
