package dev.mainstay.bench.peers;

import dev.mainstay.sessions.Attributes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/** The session that everybody stores: a user and three attributes of at most 32 bytes. */
public final class Sample {
  private Sample() {}

  /** A user's name, another for each number. */
  public static String user(int number) {
    return "user-%08d".formatted(number);
  }

  private static Map<String, String> values(int number) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("cart", "cart-%025d".formatted(number));
    values.put("locale", "en-GB");
    values.put("csrf", "csrf-%025d".formatted(number));
    return values;
  }

  /** The attributes as Mainstay takes them. */
  public static Attributes attributes(int number) {
    Attributes all = Attributes.none();
    for (var entry : values(number).entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /** Starts such a session in a repository of Spring Session; its id. */
  public static <S extends Session> String start(SessionRepository<S> repository, int number) {
    S session = repository.createSession();
    values(number).forEach(session::setAttribute);
    session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user(number));
    repository.save(session);
    return session.getId();
  }
}
