package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Look;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes of sources in transactions: what is told to the database, and what is cached of it. */
class TransactionTest {
  private final Fleet fleet = new Fleet();
  private final Cache<String, @Nullable String> cache =
      fleet.process(Freshness.of(Duration.ofMinutes(1)));
  private final Cache<String, @Nullable String> other =
      fleet.process(Freshness.of(Duration.ofMinutes(1)));
  private final List<String> told = new ArrayList<>();
  private final DataSource source = fake(DataSource.class, fake(Connection.class, null));
  private String price = "10";

  @AfterEach
  void close() {
    fleet.close();
  }

  /** Notes each call; a getter of a connection gives the one that is there. */
  private <T> T fake(Class<T> type, @Nullable Object connection) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              if (method.getName().equals("getConnection")) {
                return connection;
              }
              if (method.getName().equals("getAutoCommit")) {
                return true;
              }
              told.add(method.getName() + (args == null ? "" : " " + args[0]));
              if (method.getName().equals("commit") && price.equals("refused")) {
                throw new SQLException("refused");
              }
              return null;
            }));
  }

  @Test
  void isCommittedBeforeTheWriteEnds() throws Exception {
    assertThat(cache.get("tea", key -> price)).isEqualTo("10");
    String answer =
        cache.mutate(
            "tea",
            source,
            connection -> {
              price = "12";
              assertThat(other.get("tea", key -> "10")).isEqualTo("10");
              return "done";
            });
    assertThat(answer).isEqualTo("done");
    assertThat(told)
        .containsExactly("setAutoCommit false", "commit", "setAutoCommit true", "close");
    assertThat(cache.look("tea")).isInstanceOf(Look.Absent.class);
    assertThat(other.get("tea", key -> price)).isEqualTo("12");
  }

  @Test
  void isRolledBackWhereTheWorkThrows() {
    SQLException thrown = new SQLException("as it is");
    assertThatThrownBy(
            () ->
                cache.mutate(
                    "tea",
                    source,
                    connection -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(told)
        .containsExactly("setAutoCommit false", "rollback", "setAutoCommit true", "close");
    assertThat(cache.get("tea", key -> price)).isEqualTo("10");
    assertThat(cache.look("tea")).isInstanceOf(Look.Fresh.class);
  }

  @Test
  void isRolledBackWhereTheDatabaseRefusesToCommit() {
    price = "refused";
    assertThatThrownBy(() -> cache.mutate("tea", source, connection -> 1)).hasMessage("refused");
    assertThat(told).contains("commit", "rollback").endsWith("close");
    assertThat(cache.get("tea", key -> "10")).isEqualTo("10");
    assertThat(cache.look("tea")).isInstanceOf(Look.Fresh.class);
  }

  @Test
  void ofSomebodyElseEndsTheWriteWhenItEnds() {
    List<Runnable> ends = new ArrayList<>();
    cache.intend(List.of("tea"), ends::add);
    assertThat(other.get("tea", key -> "10")).isEqualTo("10");
    assertThat(other.look("tea")).isInstanceOf(Look.Absent.class);
    ends.forEach(Runnable::run);
    assertThat(other.get("tea", key -> "12")).isEqualTo("12");
    assertThat(other.look("tea")).isInstanceOf(Look.Fresh.class);
  }

  @Test
  void thatIsNotThereAnnouncesNothing() {
    assertThatThrownBy(
            () ->
                cache.intend(
                    List.of("tea"),
                    end -> {
                      throw new IllegalStateException("no transaction");
                    }))
        .hasMessage("no transaction");
    assertThat(other.get("tea", key -> "10")).isEqualTo("10");
    assertThat(other.look("tea")).isInstanceOf(Look.Fresh.class);
  }
}
