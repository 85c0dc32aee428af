package dev.parley.store.log;

import dev.parley.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of the log with an SQLite file in UTF-16. */
class Utf16RoomLogTests extends JdbcRoomLogContract {

  @TempDir private Path directory;

  @Override
  Store openStore() {
    Path file = directory.resolve("parley.db");
    if (!Files.exists(file)) {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = connection.createStatement()) {
        statement.execute("pragma encoding = 'UTF-16le'");
        statement.execute("create table made (id integer)");
        statement.execute("drop table made");
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }
    return Store.sqlite(file);
  }
}
