package dev.parley.log;

import java.nio.file.Path;
import javax.sql.DataSource;

/** The import into a file of SQLite. */
class SqliteImportTests extends ImportContract {

  @Override
  Dialect dialect() {
    return new SqliteDialect();
  }

  @Override
  String numbered() {
    return "integer primary key";
  }

  @Override
  DataSource target(Path dataDir) {
    return Sqlite.source(dataDir.resolve("parley.db"));
  }
}
