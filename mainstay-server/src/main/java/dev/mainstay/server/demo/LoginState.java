package dev.mainstay.server.demo;

import dev.mainstay.Mainstay;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who is logged in, as a small API asks it. */
interface LoginState {
  /** Logs a user in; the token is for his cookie. */
  String login(String user);

  /** Whose token this is; empty where nobody is logged in with it. */
  Optional<String> who(String token);

  /** Logs out. */
  void logout(String token);

  /** What every API begins with: a map in the memory of the process. */
  final class OwnMemory implements LoginState {
    private final Map<String, String> users = new ConcurrentHashMap<>();

    @Override
    public String login(String user) {
      String token = UUID.randomUUID().toString();
      users.put(token, user);
      return token;
    }

    @Override
    public Optional<String> who(String token) {
      return Optional.ofNullable(users.get(token));
    }

    @Override
    public void logout(String token) {
      users.remove(token);
    }
  }

  /** The same on Mainstay. */
  final class Shared implements LoginState {
    private final Sessions sessions;

    Shared(Mainstay mainstay) {
      sessions = mainstay.sessions("demo", SessionPolicy.idle(Duration.ofMinutes(30)));
    }

    @Override
    public String login(String user) {
      return sessions.start(user, Attributes.none()).token();
    }

    @Override
    public Optional<String> who(String token) {
      return sessions.find(token).live().map(session -> session.user());
    }

    @Override
    public void logout(String token) {
      sessions.revoke(token);
    }
  }
}
