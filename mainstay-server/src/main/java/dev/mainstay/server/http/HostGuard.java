package dev.mainstay.server.http;

import dev.mainstay.http.ProblemType;
import dev.mainstay.server.config.LoopbackHost;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses hosts that are not this machine, where nothing else keeps strangers out: a page whose own
 * name was made to resolve to 127.0.0.1 (DNS rebinding) shows in {@code Host}.
 */
final class HostGuard {
  private final Set<String> trusted;

  HostGuard(Set<String> trusted) {
    this.trusted = trusted;
  }

  /** Checks the host of a request, given without its port. */
  void check(@Nullable String host) {
    if (host == null
        || !(LoopbackHost.is(host) || trusted.contains(host.toLowerCase(Locale.ROOT)))) {
      throw new Refusal(
          ProblemType.WRONG_HOST.problem(
              "Without API keys the Host must be localhost or a loopback address;"
                  + " name others in trustedHosts."));
    }
  }
}
