package dev.mainstay.bench.cache.mutate;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The source: a table of versions in PostgreSQL; a connection, for one thread. */
final class Books implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement select;
  private final PreparedStatement update;
  private final PreparedStatement insert;

  private Books(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    this.select = connection.prepareStatement("SELECT version FROM books WHERE id = ?");
    this.update = connection.prepareStatement("UPDATE books SET version = ? WHERE id = ?");
    this.insert = connection.prepareStatement("INSERT INTO books VALUES (?, 0)");
  }

  /** A real server of this measurement's own, with the table in it. */
  static EmbeddedPostgres server() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE books (id text PRIMARY KEY, version bigint NOT NULL)");
        return server;
      } catch (SQLException e) {
        server.close();
        throw new IllegalStateException(e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Books open(String url) {
    try {
      return new Books(DriverManager.getConnection(url));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is committed now, in a transaction of its own. */
  long version(String id) throws SQLException {
    select.setString(1, id);
    try (ResultSet rows = select.executeQuery()) {
      if (!rows.next()) {
        throw new IllegalStateException("no book " + id);
      }
      return rows.getLong(1);
    } finally {
      connection.rollback();
    }
  }

  void add(String id) throws SQLException {
    insert.setString(1, id);
    insert.executeUpdate();
    connection.commit();
  }

  /** Writes, and commits nothing yet. */
  void write(String id, long version) throws SQLException {
    update.setLong(1, version);
    update.setString(2, id);
    update.executeUpdate();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
