package dev.mainstay.bench.peers;

import dev.mainstay.bench.store.BenchRedis;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * A repository of Spring Session on its own connection, with the defaults of its configuration
 * classes. What they run beside the requests (cleaning up by the minute, listening to the server's
 * events) is left out, in its favour.
 */
public final class SpringStore<S extends Session> implements AutoCloseable {
  private final String name;
  private final String clientName;
  private final LettuceConnectionFactory connections;
  private final SessionRepository<S> repository;

  private SpringStore(
      String name,
      String clientName,
      LettuceConnectionFactory connections,
      SessionRepository<S> repository) {
    this.name = name;
    this.clientName = clientName;
    this.connections = connections;
    this.repository = repository;
  }

  /** The default repository: a hash per session, no index. */
  public static SpringStore<? extends Session> simple(BenchRedis redis, Duration idle) {
    LettuceConnectionFactory connections = connect(redis, "spring-simple");
    RedisSessionRepository repository = new RedisSessionRepository(template(connections));
    repository.setDefaultMaxInactiveInterval(idle);
    repository.setRedisKeyNamespace("spring:simple");
    return new SpringStore<>("Spring simple", "spring-simple", connections, repository);
  }

  /** The repository that knows a user's sessions. */
  public static SpringStore<? extends Session> indexed(BenchRedis redis, Duration idle) {
    LettuceConnectionFactory connections = connect(redis, "spring-indexed");
    RedisIndexedSessionRepository repository =
        new RedisIndexedSessionRepository(template(connections));
    repository.setDefaultMaxInactiveInterval(idle);
    repository.setRedisKeyNamespace("spring:indexed");
    repository.setCleanupCron("-");
    repository.afterPropertiesSet();
    return new SpringStore<>("Spring indexed", "spring-indexed", connections, repository);
  }

  private static LettuceConnectionFactory connect(BenchRedis redis, String clientName) {
    RedisStandaloneConfiguration server =
        new RedisStandaloneConfiguration("127.0.0.1", redis.port());
    server.setUsername(redis.user());
    server.setPassword(redis.password());
    LettuceConnectionFactory connections =
        new LettuceConnectionFactory(
            server, LettuceClientConfiguration.builder().clientName(clientName).build());
    connections.afterPropertiesSet();
    connections.start();
    return connections;
  }

  private static RedisTemplate<String, Object> template(LettuceConnectionFactory connections) {
    RedisTemplate<String, Object> template = new RedisTemplate<>();
    template.setKeySerializer(RedisSerializer.string());
    template.setHashKeySerializer(RedisSerializer.string());
    template.setConnectionFactory(connections);
    template.afterPropertiesSet();
    return template;
  }

  /** What it is called in tables. */
  public String name() {
    return name;
  }

  /** The name of its connections in {@code CLIENT LIST}. */
  public String clientName() {
    return clientName;
  }

  /** The repository. */
  public SessionRepository<S> repository() {
    return repository;
  }

  @Override
  public void close() {
    try {
      if (repository instanceof DisposableBean bean) {
        bean.destroy();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    connections.destroy();
  }
}
