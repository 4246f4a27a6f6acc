package dev.mainstay.server.http;

import dev.mainstay.Mainstay;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;

/** The sessions of a namespace, encrypted where the configuration says so. */
@FunctionalInterface
interface OpenSessions {
  Sessions sessions(String namespace, SessionPolicy policy);

  static OpenSessions of(Mainstay mainstay, ServerConfig config) {
    return config
        .encryption()
        .<OpenSessions>map(
            encryption ->
                (namespace, policy) -> mainstay.sessions(namespace, policy).encrypted(encryption))
        .orElse(mainstay::sessions);
  }
}
