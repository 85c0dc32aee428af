package dev.parley.store.log;

import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the contract of the log with PostgreSQL. */
class PostgresRoomLogTests extends JdbcRoomLogContract {

  @RegisterExtension static final PostgresServer SERVER = new PostgresServer();

  @Override
  Store openStore() {
    return SERVER.openStore();
  }
}
