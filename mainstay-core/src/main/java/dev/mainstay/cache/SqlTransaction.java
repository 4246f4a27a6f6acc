package dev.mainstay.cache;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One transaction on a connection of its own, which is given back as it came. */
final class SqlTransaction {
  private SqlTransaction() {}

  static <T extends @Nullable Object> T run(DataSource source, SqlWork<T> work)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      boolean commitsItself = connection.getAutoCommit();
      connection.setAutoCommit(false);
      T written;
      try {
        written = work.in(connection);
        connection.commit();
      } catch (Throwable failed) {
        rollBack(connection, commitsItself, failed);
        throw failed;
      }
      connection.setAutoCommit(commitsItself);
      return written;
    }
  }

  private static void rollBack(Connection connection, boolean commitsItself, Throwable failed) {
    try {
      connection.rollback();
      connection.setAutoCommit(commitsItself);
    } catch (SQLException why) {
      // A connection that is gone has rolled back by itself; what counts is why it came to that.
      failed.addSuppressed(why);
    }
  }
}
