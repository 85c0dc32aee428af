package dev.parley.registry;

import dev.parley.log.PostgresServer;
import dev.parley.log.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresTokensTests extends JdbcTokensContract {

  @RegisterExtension static final PostgresServer SERVER = new PostgresServer();

  @Override
  Store openStore() {
    return SERVER.openStore();
  }
}
