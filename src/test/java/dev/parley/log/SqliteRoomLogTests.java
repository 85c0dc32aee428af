package dev.parley.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The log in a file of SQLite. */
class SqliteRoomLogTests extends JdbcRoomLogContract {

  @TempDir private Path directory;

  @Override
  Store openStore() {
    return Store.sqlite(directory.resolve("parley.db"));
  }
}
