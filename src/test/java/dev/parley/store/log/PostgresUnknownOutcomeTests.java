package dev.parley.store.log;

import static dev.parley.store.log.JdbcRoomLogContract.eventually;
import static dev.parley.store.log.RoomLogContract.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.store.PostgresDataSources;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import dev.parley.store.vendor.PostgresDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the contract of unknown outcomes with PostgreSQL, and breaks connections in the middle. */
class PostgresUnknownOutcomeTests extends UnknownOutcomeContract {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private static final String WAITING =
      """
      select count(*) from pg_stat_activity
      where wait_event_type = 'Lock' and query like '%append_lines%'\
      """;

  @Override
  FaultySource source() {
    return new FaultySource(PostgresDataSources.create(SERVER.url(), null, null));
  }

  @Override
  Store openStore(FaultySource connections) {
    return Store.of(new PostgresDatabase(), "test", connections, config -> {});
  }

  private CompletableFuture<Appended> sayWhileLocked(Statement other) throws SQLException {
    other.execute("begin; select 1 from room for update");
    CompletableFuture<Appended> answer =
        tester.send(OPS, LogEntry.Kind.MESSAGE, "two", RetentionPolicy.UNLIMITED);
    awaitWaiting(1);
    return answer;
  }

  private static void awaitWaiting(int count) {
    eventually(() -> {
      try (Connection third = DriverManager.getConnection(SERVER.url());
          Statement statement = third.createStatement();
          ResultSet row = statement.executeQuery(WAITING)) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(count);
      }
    });
  }

  @Test
  void statementThatIsTerminatedIsRepeated() throws SQLException {
    tester.say(OPS, "one");
    try (Connection other = DriverManager.getConnection(SERVER.url());
        Statement statement = other.createStatement()) {
      CompletableFuture<Appended> answer = sayWhileLocked(statement);
      statement.execute(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where wait_event_type = 'Lock' and query like '%append_lines%'\
          """);
      awaitWaiting(1);
      statement.execute("commit");
      assertThat(LogTester.stored(LogTester.await(answer)).entry().offset()).isEqualTo(2);
    }
    assertThat(tester.texts(OPS, Query.after(0, 10))).containsExactly("one", "two");
  }

  @Test
  void statementThatGoesOnAfterItsConnectionWasLostIsWaitedFor() throws SQLException {
    tester.say(OPS, "one");
    try (Connection other = DriverManager.getConnection(SERVER.url());
        Statement statement = other.createStatement()) {
      CompletableFuture<Appended> answer = sayWhileLocked(statement);
      source.cut();
      awaitWaiting(1);
      statement.execute("commit");
      // Over the next connection it turns out what became of it.
      assertThat(LogTester.stored(LogTester.await(answer)).entry().offset()).isEqualTo(2);
    }
    assertThat(tester.say(OPS, "three").offset()).isEqualTo(3);
    assertThat(tester.texts(OPS, Query.after(0, 10))).containsExactly("one", "two", "three");
  }
}
