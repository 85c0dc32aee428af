package dev.parley.store.log;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the contract of the log with a database that other servers share. */
class SharedRoomLogTests extends JdbcRoomLogContract {

  @RegisterExtension static final PostgresServer SERVER = new PostgresServer();

  /** Knows no other server, and has a lease for ever. */
  private record NoPeers(String node) implements LogPeers {

    @Override
    public boolean isLeased() {
      return true;
    }

    @Override
    public boolean isCaretaker() {
      return true;
    }

    @Override
    public void stored(List<StoredLines> lines) {}

    @Override
    public void changed() {}

    @Override
    public void healed(long lines) {}

    @Override
    public void listen(Listener listener) {}
  }

  @Override
  RoomLog create(Clock clock) {
    store = openStore();
    String node = UUID.randomUUID().toString();
    store.change(client ->
        client
            .sql("insert into node values (:node, 'this', '1', 0, 9223372036854775807)")
            .param("node", node)
            .update());
    return new JdbcRoomLog(store, RetentionPolicy.UNLIMITED, 50, clock, new NoPeers(node));
  }

  @Override
  Store openStore() {
    Store opened = SERVER.openShared();
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
