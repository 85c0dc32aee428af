package dev.parley.store.log;

import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the contract of the log with PostgreSQL. */
class PostgresRoomLogTests extends JdbcRoomLogContract {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  @Override
  Store openStore() {
    return inTime(SERVER.openStore());
  }

  /** Keeps the time of the database that of the test. */
  Store inTime(Store opened) {
    setTime(opened);
    clock.whenPassed(() -> setTime(opened));
    return opened;
  }

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
