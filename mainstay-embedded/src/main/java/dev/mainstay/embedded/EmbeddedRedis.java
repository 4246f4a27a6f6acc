package dev.mainstay.embedded;

import dev.mainstay.embedded.internal.Binary;
import dev.mainstay.embedded.internal.Child;
import dev.mainstay.embedded.internal.DataFolder;
import dev.mainstay.embedded.internal.Endpoint;
import dev.mainstay.embedded.internal.Health;
import dev.mainstay.embedded.internal.Secret;
import dev.mainstay.embedded.internal.ServerPlan;
import dev.mainstay.embedded.internal.TemporaryFolder;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Real redis-server child processes, one for state and one for the cache: the same scripts, the
 * same semantics and the same persistence as production, with nothing to install.
 *
 * <p>They live exactly as long as this process: {@link #close} stops them, and so does the kernel
 * when this process is killed, by closing the pipe that they watch. A child that dies by itself is
 * started again under the same address with the data that it had acknowledged; a write that it
 * acknowledged while its once-a-second fsync was running may be missing.
 *
 * <pre>{@code
 * try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(Path.of("mainstay-data")))) {
 *   RedisEngine state = RedisEngine.connect(redis.state().url());
 * }
 * }</pre>
 */
public final class EmbeddedRedis implements AutoCloseable {
  private final Map<StoreRole, Child> children = new EnumMap<>(StoreRole.class);
  private final Map<StoreRole, ServerPlan> plans = new EnumMap<>(StoreRole.class);
  private final List<TemporaryFolder> temporary = new ArrayList<>();
  private @Nullable DataFolder data;
  private boolean closed;

  private EmbeddedRedis() {}

  /**
   * Starts the stores, all at once, and waits until they answer.
   *
   * @throws InvalidValueException if there is no store for this platform, the program that was
   *     named is not there, or the data folder is in use by another instance
   * @throws StoreFaultException if a store does not come up, with its last words, or if its data is
   *     damaged, with the file and the remedy; nothing is left running and no data is changed
   */
  public static EmbeddedRedis start(EmbeddedOptions options) {
    EmbeddedRedis redis = new EmbeddedRedis();
    try {
      redis.launch(options);
      return redis;
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  private void launch(EmbeddedOptions options) {
    Path binary = Binary.find(options.binary());
    TemporaryFolder runtime =
        TemporaryFolder.forSockets(System.getenv().getOrDefault("XDG_RUNTIME_DIR", ""));
    temporary.add(runtime);
    if (options.roles().contains(StoreRole.STATE)) {
      data = DataFolder.open(dataFolder(options));
    }
    for (StoreRole role : options.roles()) {
      ServerPlan plan = plan(role, options, binary, runtime.path());
      plans.put(role, plan);
      children.put(role, Child.start(plan, role == StoreRole.STATE ? data : null));
    }
    try {
      CompletableFuture.allOf(
              children.values().stream().map(Child::started).toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Path dataFolder(EmbeddedOptions options) {
    if (options.dataDirectory() != null) {
      return options.dataDirectory();
    }
    TemporaryFolder folder = TemporaryFolder.forData();
    temporary.add(folder);
    return folder.path().resolve("data");
  }

  private ServerPlan plan(StoreRole role, EmbeddedOptions options, Path binary, Path runtime) {
    boolean state = role == StoreRole.STATE;
    return new ServerPlan(
        role.id(),
        binary,
        endpoint(role, options.transport(), runtime),
        state && data != null ? data.path() : runtime,
        state,
        state ? options.stateMemory() : options.cacheMemory(),
        Secret.random(),
        options.admin() ? Secret.random() : null);
  }

  private static Endpoint endpoint(
      StoreRole role, EmbeddedOptions.Transport transport, Path runtime) {
    boolean socket =
        switch (transport) {
          case UNIX_SOCKET -> true;
          case LOOPBACK -> false;
          case AUTOMATIC -> Endpoint.unixSocketsWork();
        };
    return socket ? new Endpoint.Socket(runtime.resolve(role.id() + ".sock")) : Endpoint.freePort();
  }

  /** The address of the store for state, for the user {@code app}. It stays the same. */
  public StoreAddress state() {
    return address(StoreRole.STATE);
  }

  /** The address of the store for the cache, for the user {@code app}. It stays the same. */
  public StoreAddress cache() {
    return address(StoreRole.CACHE);
  }

  /**
   * The address of a store for the user {@code app}.
   *
   * @throws InvalidValueException if that store was not asked for
   */
  public StoreAddress address(StoreRole role) {
    ServerPlan plan = plan(role);
    return address(plan.endpoint(), ServerPlan.APP, plan.app());
  }

  /**
   * The address of a store for the user who may do all.
   *
   * @throws InvalidValueException if the options are without {@link EmbeddedOptions#withAdmin}
   */
  public StoreAddress admin(StoreRole role) {
    ServerPlan plan = plan(role);
    if (plan.admin() == null) {
      throw new InvalidValueException(
          "admin", "no such user; start with EmbeddedOptions.withAdmin()");
    }
    return address(plan.endpoint(), ServerPlan.ADMIN, plan.admin());
  }

  /**
   * How a store is doing now; never blocks.
   *
   * @throws InvalidValueException if that store was not asked for
   */
  public StoreStatus status(StoreRole role) {
    plan(role);
    Child child = children.get(role);
    if (child == null) {
      throw new IllegalStateException("a plan without a child");
    }
    Health health = child.health();
    return new StoreStatus(
        StoreStatus.Condition.valueOf(health.condition().name()),
        health.pid(),
        health.since(),
        health.restarts(),
        health.problem());
  }

  private ServerPlan plan(StoreRole role) {
    ServerPlan plan = plans.get(role);
    if (plan == null) {
      throw new InvalidValueException(
          "role", "the store \"" + role.id() + "\" was not started; name it in the options");
    }
    return plan;
  }

  private static StoreAddress address(Endpoint endpoint, String user, Secret secret) {
    return endpoint instanceof Endpoint.Socket socket
        ? StoreAddress.socket(socket.path().toString(), user, secret.text())
        : StoreAddress.loopback(((Endpoint.Loopback) endpoint).port(), user, secret.text());
  }

  /**
   * Stops the stores, waits for their end, frees the data folder and removes what was temporary.
   * State is on disk to its last write. Closing twice does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    children.values().parallelStream().forEach(Child::close);
    if (data != null) {
      data.close();
    }
    temporary.forEach(TemporaryFolder::close);
  }
}
