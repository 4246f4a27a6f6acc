package dev.mainstay.bench.cache.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.bench.cache.mutate.Trial.Counts;
import dev.mainstay.bench.store.BenchRedis;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The short part of {@code bench cache mutate}: no process is killed, but writers die. */
class MutationsTest {
  private static final int LANES = 4;
  private static final long SEED = 7;
  private static final int TRIALS = 200;

  private static BenchRedis redis;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() {
    redis = BenchRedis.start(null);
    postgres = Books.server();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
    redis.close();
  }

  @Test
  void nothingStaleIsLeftOfWritesThatOverlapRollBackAndDie() {
    Counts counts = run(Way.MUTATE, TRIALS);
    assertThat(counts.overlaps.sum()).as("writers overlapped").isGreaterThan(TRIALS / 4);
    assertThat(counts.dead()).as("writers died").isGreaterThan(TRIALS / 4);
    assertThat(counts.stale.sum()).isZero();
  }

  @Test
  void invalidatingBeforeTheCommitIsFound() {
    assertThat(run(Way.BEFORE, TRIALS).stale.sum()).isPositive();
  }

  private static Counts run(Way way, int trials) {
    String database = postgres.getJdbcUrl("postgres", "postgres");
    return new Mutations(redis, database, LANES, SEED).run(way, trials, () -> {});
  }
}
