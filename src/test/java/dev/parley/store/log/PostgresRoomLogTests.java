package dev.parley.store.log;

import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log in a database of PostgreSQL. */
class PostgresRoomLogTests extends JdbcRoomLogContract {

  @RegisterExtension static final PostgresServer SERVER = new PostgresServer();

  @Override
  Store openStore() {
    return SERVER.openStore();
  }
}
