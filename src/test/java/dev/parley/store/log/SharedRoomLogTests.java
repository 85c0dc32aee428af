package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs the contract of the log with a database that other servers share. */
class SharedRoomLogTests extends PostgresRoomLogTests {

  /** Knows no other server, and has a lease for ever. */
  static class NoPeers implements LogPeers {

    private final String node;

    NoPeers(String node) {
      this.node = node;
    }

    @Override
    public String node() {
      return node;
    }

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

  /** Gives a server a lease for ever, and returns its id. */
  static String join(Store store) {
    String node = UUID.randomUUID().toString();
    store.change(client ->
        client
            .sql("insert into node values (:node, 'this', '1', 0, 9223372036854775807)")
            .param("node", node)
            .update());
    return node;
  }

  @Override
  RoomLog create(Clock clock) {
    store = openStore();
    String node = join(store);
    return new JdbcRoomLog(
        store, RetentionPolicy.UNLIMITED, LINES_IN_MEMORY, clock, new NoPeers(node));
  }

  @Override
  Store openStore() {
    return inTime(SERVER.openShared());
  }

  /** The offsets of lines without history are those of the database, so no epoch has to begin. */
  @Override
  @Test
  void lineThatWasNotStoredNeverSharesItsOffsetWithAnother() {
    tester.say(OPS, "stored");
    tester.say(OPS, "shown", NONE);
    Position before = LogTester.open(log, OPS);
    close();
    use(create(clock));
    assertThat(LogTester.open(log, OPS)).isEqualTo(before);
    assertThat(tester.say(OPS, "another").offset()).isEqualTo(3);
    assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("another");
  }

  @Override
  @Test
  void rulesOfARoomStandWhereItsLogBeginsAnew() {
    tester.say(OPS, "shown", NONE);
    String epoch = LogTester.open(log, OPS).epoch();
    close();
    use(create(clock));
    assertThat(LogTester.open(log, OPS).epoch()).isEqualTo(epoch);
  }

  @Override
  @Test
  void roomWithoutHistoryDoesNotTouchTheStore() {
    tester.say(OPS, "shown", NONE);
    tester.say(OPS, "shown too", NONE);
    assertThat(count("select count(*) from line")).isZero();
    assertThat(count("select last_offset from room where name_key = 'ops'")).isEqualTo(2);
  }
}
