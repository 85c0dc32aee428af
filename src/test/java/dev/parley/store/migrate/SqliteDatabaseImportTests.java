package dev.parley.store.migrate;

import dev.parley.store.SqliteDataSources;
import dev.parley.store.vendor.Database;
import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Runs the contract of the import with SQLite. */
class SqliteDatabaseImportTests extends DatabaseImportContract {

  @Override
  Database database() {
    return new SqliteDatabase();
  }

  @Override
  String sequenceType() {
    return "integer primary key";
  }

  @Override
  DataSource target(Path dataDir) {
    return SqliteDataSources.create(dataDir.resolve("parley.db"));
  }
}
