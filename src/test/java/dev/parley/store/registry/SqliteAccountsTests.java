package dev.parley.store.registry;

import dev.parley.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountsTests extends JdbcAccountsContract {

  @TempDir private Path directory;

  @Override
  Store openStore() {
    return Store.sqlite(directory.resolve("parley.db"));
  }
}
