package dev.mainstay.cache;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is written to a database in one transaction. */
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {
  /**
   * Writes over this connection, which neither commits nor closes it: that is done for it.
   *
   * @throws SQLException where it cannot; the transaction is rolled back then
   */
  T in(Connection connection) throws SQLException;
}
