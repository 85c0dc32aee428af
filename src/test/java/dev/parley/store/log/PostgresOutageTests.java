package dev.parley.store.log;

import static dev.parley.store.log.JdbcRoomLogContract.eventually;
import static dev.parley.store.log.RoomLogContract.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.name.RoomName;
import dev.parley.store.PostgresDataSources;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import dev.parley.store.StoreException;
import dev.parley.store.vendor.PostgresDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the log while a PostgreSQL server stops and starts again. */
class PostgresOutageTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private String url;
  private Store store;
  private JdbcRoomLog log;
  private LogTester tester;

  @BeforeEach
  void open() {
    url = SERVER.url();
    store = SERVER.openStore();
    log = new JdbcRoomLog(store, RetentionPolicy.UNLIMITED, 100, Clock.systemUTC());
    tester = new LogTester(log, Clock.systemUTC());
    LogTester.open(log, OPS);
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  @Test
  void serverThatIsStoppedAndStartedAgainUnderLoadLosesNothing() throws IOException {
    WriteLoad load = new WriteLoad(log, 3);
    try (load) {
      for (int round = 1; round <= 2; round++) {
        long stored = load.stored();
        long refused = load.refused();
        eventually(() -> assertThat(load.stored()).isGreaterThan(stored + 500));
        SERVER.stop();
        eventually(() -> assertThat(load.refused()).isGreaterThan(refused + 50));
        assertThat(log.problem())
            .isEqualTo("Lines cannot be stored: the database cannot be reached.");
        SERVER.start();
      }
      long stored = load.stored();
      eventually(() -> assertThat(load.stored()).isGreaterThan(stored + 500));
    }
    assertThat(log.problem()).isNull();
    load.assertStoredIn(log);
  }

  @Test
  void connectionsThatAreTerminatedUnderLoadLoseNothing() throws SQLException {
    WriteLoad load = new WriteLoad(log, 3);
    try (load) {
      for (int round = 1; round <= 10; round++) {
        long stored = load.stored();
        eventually(() -> assertThat(load.stored()).isGreaterThan(stored + 200));
        terminate();
      }
    }
    load.assertStoredIn(log);
  }

  @Test
  void connectionThatWasLostWhileNobodySpokeCostsNoLine() throws SQLException {
    tester.say(OPS, "before");
    terminate();
    assertThat(tester.say(OPS, "after").offset()).isEqualTo(2);
    assertThat(log.problem()).isNull();
  }

  @Test
  void connectionThatWasLostBetweenTwoReadingsCostsNone() throws SQLException {
    for (int i = 1; i <= 300; i++) {
      var _ = tester.send(OPS, LogEntry.Kind.MESSAGE, "line " + i, RetentionPolicy.UNLIMITED);
    }
    tester.say(OPS, "the last");
    assertThat(log.read(OPS, Query.after(0, 5))).hasSize(5);
    terminate();
    assertThat(log.read(OPS, Query.after(0, 5))).hasSize(5);
  }

  private void terminate() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'parley'\
          """);
    }
  }

  @Test
  void secondServerOnTheDatabaseIsRefused() {
    Store second = Store.postgres(url, null, null, config -> {});
    assertThatThrownBy(
            () -> new JdbcRoomLog(second, RetentionPolicy.UNLIMITED, 100, Clock.systemUTC()))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The database %s cannot be opened: it is in use by another parley server.",
            url.replaceFirst("\\?.*", ""));
    second.close();
    assertThat(tester.say(OPS, "still here").offset()).isEqualTo(1);
  }

  @Test
  void serverThatWasReplacedByAnotherStopsWriting() throws SQLException {
    tester.say(OPS, "mine");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("update server set instance = 'another'");
    }
    terminate();
    assertThat(LogTester.refused(tester.tryToSay(OPS, "mine too")))
        .isEqualTo("Your line is not stored: another server has taken over the database.");
  }

  @Test
  void databaseThatCannotBeOpenedIsToldInASentence() {
    assertThatThrownBy(() -> Store.postgres(SERVER.url("nowhere"), null, null, c -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("/nowhere cannot be opened: there is no such database.");
    assertThatThrownBy(
            () -> Store.postgres("jdbc:postgresql://localhost:1/parley", "me", "pw", c -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The database jdbc:postgresql://localhost:1/parley cannot be opened: it cannot be"
                + " reached.");
  }

  @Test
  void databaseThatIsNotUtf8IsRefused() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create database latin encoding 'LATIN1' locale 'C' template template0");
    }
    assertThatThrownBy(() -> Store.postgres(SERVER.url("latin"), null, null, c -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(
            "/latin cannot be opened: its encoding is LATIN1, which has to be UTF8.");
  }

  @Test
  void lineThatTheDatabaseDoesNotTakeIsRefusedAlone() {
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String text = (i % 50 == 7 ? "bad \u0000" : "good ") + i;
      answers.add(tester.send(OPS, LogEntry.Kind.MESSAGE, text, RetentionPolicy.UNLIMITED));
    }
    for (int i = 0; i < 500; i++) {
      Appended answer = LogTester.await(answers.get(i));
      if (i % 50 == 7) {
        assertThat(LogTester.refused(answer))
            .isEqualTo("Your line is not stored: the database does not take it.");
      } else {
        assertThat(LogTester.stored(answer).entry().text()).isEqualTo("good " + i);
      }
    }
    assertThat(log.problem()).isNull();
    assertThat(log.position(OPS).last()).isEqualTo(490);
  }

  /**
   * The oldest line of a room is looked up once. Where other work of the same turn comes after it,
   * it is not the last statement that a connection ran, and that of another room is waited for.
   */
  @Test
  void nothingIsLeftInATransaction() {
    AtomicInteger rooms = new AtomicInteger();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(ConditionTimeoutException.class)
        .untilAsserted(() -> {
          RoomName room = new RoomName("room-" + rooms.incrementAndGet());
          LogTester.open(log, room);
          for (int i = 0; i < 300; i++) {
            tester.say(room, "line " + i, new RetentionPolicy(null, Duration.ofDays(1)));
          }
          Awaitility.await()
              .atMost(Duration.ofSeconds(10))
              .untilAsserted(this::assertNothingIsInATransaction);
        });
  }

  private void assertNothingIsInATransaction() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select count(*) filter (where state like 'idle in transaction%'),
                  count(*) filter (where query like 'select "offset", at from line%'
                    or query like 'COMMIT%')
                from pg_stat_activity where application_name = 'parley'\
                """)) {
      row.next();
      assertThat(row.getInt(1)).isZero();
      assertThat(row.getInt(2)).isPositive();
    }
  }

  @Test
  void poolerThatHandsConnectionsAroundIsRefused() throws SQLException {
    DataSource pooled = PoolingSource.of(PostgresDataSources.create(url, null, null));
    assertThatThrownBy(
            () -> Store.of(new PostgresDatabase(), "pooled", pooled, config -> {}).close())
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The database pooled cannot be opened: it is behind a connection pooler that does not"
                + " keep a connection for one client (PgBouncer: pool_mode has to be session).");
  }
}
