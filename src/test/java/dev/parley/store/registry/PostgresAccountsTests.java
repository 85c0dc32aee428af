package dev.parley.store.registry;

import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresAccountsTests extends JdbcAccountsContract {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  @Override
  Store openStore() {
    return SERVER.openStore();
  }
}
