package dev.parley.store.log;

import dev.parley.store.SqliteDataSources;
import dev.parley.store.vendor.Database;
import dev.parley.store.vendor.SqliteDatabase;
import dev.parley.store.vendor.SqliteLineTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of reindexing with SQLite. */
class SqliteReindexingTests extends ReindexingContract {

  @TempDir private Path directory;

  @Override
  Database database() {
    return new SqliteDatabase();
  }

  @Override
  String formerVersion() {
    return "5";
  }

  @Override
  DataSource dataSource() {
    return SqliteDataSources.create(directory.resolve("parley.db"));
  }

  @Override
  void insert(Connection connection, long offset, String text, String words) throws SQLException {
    insertLine(connection, offset, text);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into line_words (rowid, words) values (?, ?)")) {
      insert.setLong(1, SqliteLineTable.rowid(1, offset));
      insert.setString(2, words);
      insert.executeUpdate();
    }
  }

  @Override
  void indexed(Connection connection, long offset) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("insert into line_words_end values (1, " + offset + ")");
    }
  }
}
