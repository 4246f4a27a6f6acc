package dev.mainstay.bench.fuzz;

import dev.mainstay.Mainstay;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.WhenUnreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The engines under test, a few connections that damage what they store, and the seeds. */
final class Fuzz implements AutoCloseable {
  private static final int WORKERS = 8;
  private static final SessionPolicy POLICY =
      SessionPolicy.idle(Duration.ofHours(2)).limit(50).grace(Duration.ofMinutes(5));

  private final Resp admin;
  private final long seed;
  private final Mainstay memory = Mainstay.on(MemoryEngine.create());
  private final Mainstay redis;
  private final List<Resp> connections = new ArrayList<>();
  private final List<PayloadFuzz> workers = new ArrayList<>();
  private final List<CiphertextFuzz> sealedWorkers = new ArrayList<>();
  private final BenchRedis server;

  Fuzz(BenchRedis server, Resp admin, long seed) {
    this.server = server;
    this.admin = admin;
    this.seed = seed;
    // What is looked for is in the answers; no deadline or cut of a busy machine may hide it.
    this.redis =
        Mainstay.on(
            RedisEngine.connect(
                RedisOptions.parse(server.url())
                    .withHeartbeat(Duration.ofSeconds(5))
                    .withReadDeadline(Duration.ofSeconds(5))
                    .withWriteDeadline(Duration.ofSeconds(5))));
  }

  TokenFuzz memoryTokens() {
    return new TokenFuzz(memory.sessions("fuzz", POLICY), seed);
  }

  TokenFuzz redisTokens() {
    return new TokenFuzz(redis.sessions("fuzz", POLICY), seed + 1);
  }

  /** Damages that many payloads, a few at once. */
  void payloads(int trials, Tally tally) {
    while (workers.size() < WORKERS) {
      Resp connection = connection();
      Sessions sessions = redis.sessions("fuzz-" + workers.size(), POLICY);
      workers.add(new PayloadFuzz(sessions, connection, seed + 2 + workers.size(), tally));
    }
    atOnce(workers, worker -> worker.run(trials / WORKERS));
  }

  /** Damages that many ciphertexts, a few at once; half of them by each policy. */
  void ciphertexts(int trials, Tally tally) {
    while (sealedWorkers.size() < WORKERS) {
      int number = sealedWorkers.size();
      WhenUnreadable policy = number % 2 == 0 ? WhenUnreadable.DROP : WhenUnreadable.END;
      Sessions sessions = redis.sessions("sealed-" + number, POLICY);
      sealedWorkers.add(
          new CiphertextFuzz(sessions, policy, connection(), seed + 100 + number, tally));
    }
    atOnce(sealedWorkers, worker -> worker.run(trials / WORKERS));
  }

  /** How often each harm was done to a ciphertext. */
  Map<Harm, Long> harms() {
    Map<Harm, Long> all = new EnumMap<>(Harm.class);
    sealedWorkers.forEach(
        worker -> worker.harms().forEach((harm, count) -> all.merge(harm, count, Long::sum)));
    return all;
  }

  private Resp connection() {
    Resp connection = server.admin();
    connections.add(connection);
    return connection;
  }

  private static <W> void atOnce(List<W> workers, Consumer<W> work) {
    CompletableFuture<?>[] running =
        workers.stream()
            .map(worker -> CompletableFuture.runAsync(() -> work.accept(worker), Fuzz::go))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(running).join();
  }

  private static void go(Runnable work) {
    Thread thread = new Thread(work, "bench-fuzz");
    thread.setDaemon(true);
    thread.start();
  }

  /** How many sessions the server was asked for. */
  long finds() {
    String stat = admin.info("commandstats").getOrDefault("cmdstat_hgetall", "calls=0,");
    return Long.parseLong(stat.substring("calls=".length(), stat.indexOf(',')));
  }

  /** How many keys will never end. */
  long immortal() {
    String count =
        "local n = 0 for _, key in ipairs(redis.call('KEYS', '*')) do"
            + " if redis.call('PTTL', key) == -1 then n = n + 1 end end return n";
    return admin.number("EVAL", count, "0");
  }

  @Override
  public void close() {
    redis.close();
    memory.close();
    connections.forEach(Resp::close);
  }
}
