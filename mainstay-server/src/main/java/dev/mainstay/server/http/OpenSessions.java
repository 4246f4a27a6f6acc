package dev.mainstay.server.http;

import dev.mainstay.Mainstay;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;

/** The sessions of a namespace, encrypted and found near where the configuration says so. */
@FunctionalInterface
interface OpenSessions {
  Sessions sessions(String namespace, SessionPolicy policy);

  static OpenSessions of(Mainstay mainstay, ServerConfig config) {
    OpenSessions plain = mainstay::sessions;
    OpenSessions open =
        config
            .encryption()
            .<OpenSessions>map(
                encryption ->
                    (namespace, policy) -> plain.sessions(namespace, policy).encrypted(encryption))
            .orElse(plain);
    return config
        .nearSessions()
        .<OpenSessions>map(
            near -> (namespace, policy) -> open.sessions(namespace, policy).with(policy.near(near)))
        .orElse(open);
  }
}
