package dev.parley.store.log;

import static dev.parley.store.log.JdbcRoomLogContract.eventually;
import static dev.parley.store.log.RoomLogContract.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.store.PostgresDataSources;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import dev.parley.store.log.FaultySource.Fault;
import dev.parley.store.vendor.PostgresDatabase;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests what other servers are told of a line whose commit had an unknown outcome. */
class SharedUnknownOutcomeTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private final List<String> published = new CopyOnWriteArrayList<>();
  private FaultySource source;
  private Store store;
  private JdbcRoomLog log;
  private LogTester tester;

  private final class RecordingPeers extends SharedRoomLogTests.NoPeers {

    RecordingPeers(String node) {
      super(node);
    }

    @Override
    public void stored(List<StoredLines> lines) {
      lines.forEach(each -> each.lines().forEach(line -> published.add(line.entry().text())));
    }
  }

  @BeforeEach
  void open() {
    source = new FaultySource(PostgresDataSources.create(SERVER.url(), null, null));
    store = Store.of(new PostgresDatabase(true), "test", source, config -> {});
    String node = SharedRoomLogTests.join(store);
    log =
        new JdbcRoomLog(
            store, RetentionPolicy.UNLIMITED, 50, Clock.systemUTC(), new RecordingPeers(node));
    tester = new LogTester(log, Clock.systemUTC());
    LogTester.open(log, OPS);
  }

  @AfterEach
  void close() {
    source.fault(Fault.NONE);
    log.close();
    store.close();
  }

  @Test
  void lineThatTurnsOutToBeStoredIsPublished() {
    tester.say(OPS, "one");
    source.faultAtNextChange(Fault.AFTER_COMMIT);
    assertThat(tester.tryToSay(OPS, "two")).isInstanceOf(Appended.Failed.class);
    assertThat(published).containsExactly("one");
    source.fault(Fault.NONE);
    eventually(() -> assertThat(published).containsExactly("one", "two"));
  }

  @Test
  void lineThatTurnsOutToBeLostIsNotPublished() {
    tester.say(OPS, "one");
    source.faultAtNextChange(Fault.BEFORE_COMMIT);
    assertThat(tester.tryToSay(OPS, "lost")).isInstanceOf(Appended.Failed.class);
    source.fault(Fault.NONE);
    eventually(() -> assertThat(log.problem()).isNull());
    tester.say(OPS, "two");
    assertThat(published).containsExactly("one", "two");
  }
}
