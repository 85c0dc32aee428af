package dev.parley.store.log;

import dev.parley.store.PostgresDataSources;
import dev.parley.store.PostgresServer;
import dev.parley.store.vendor.Database;
import dev.parley.store.vendor.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the contract of reindexing with PostgreSQL. */
class PostgresReindexingTests extends ReindexingContract {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withoutTables();

  @Override
  Database database() {
    return new PostgresDatabase();
  }

  @Override
  String formerVersion() {
    return "4";
  }

  @Override
  DataSource dataSource() {
    return PostgresDataSources.create(SERVER.url(), null, null);
  }

  @Override
  void insert(Connection connection, long offset, String text, String words) throws SQLException {
    insertLine(connection, offset, text);
    try (PreparedStatement update =
        connection.prepareStatement(
            "update line set words = cast(? as tsvector) where \"offset\" = ?")) {
      update.setString(1, words);
      update.setLong(2, offset);
      update.executeUpdate();
    }
  }

  @Override
  void indexed(Connection connection, long offset) {}
}
