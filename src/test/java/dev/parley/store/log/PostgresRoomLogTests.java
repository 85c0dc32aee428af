package dev.parley.store.log;

import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the contract of the log with PostgreSQL. */
class PostgresRoomLogTests extends JdbcRoomLogContract {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  @Override
  Store openStore() {
    Store opened = SERVER.openStore();
    setTime(opened);
    clock.whenPassed(() -> setTime(opened));
    return opened;
  }

  /** Sets the time of the database to that of the test. */
  private void setTime(Store opened) {
    opened.change(client ->
        client
            .sql(
                "create or replace function log_time() returns bigint language sql as 'select "
                    + clock.millis()
                    + "::bigint'")
            .update());
  }
}
