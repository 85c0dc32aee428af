package dev.parley.store.log;

import dev.parley.store.SqliteDataSources;
import dev.parley.store.Store;
import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of unknown outcomes with SQLite. */
class SqliteUnknownOutcomeTests extends UnknownOutcomeContract {

  @TempDir private Path directory;

  @Override
  FaultySource source() {
    return new FaultySource(SqliteDataSources.create(directory.resolve("parley.db")));
  }

  @Override
  Store openStore(FaultySource connections) {
    return Store.of(new SqliteDatabase(), "parley.db", connections, config -> {});
  }
}
