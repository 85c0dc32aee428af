package dev.parley.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.store.vendor.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tests that a store which cannot be opened is reported in one sentence. */
public class StoreTests {

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("parley.db");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> Store.sqlite(file()).close())
        .isInstanceOf(StoreException.class)
        .hasMessage("The database " + file() + " cannot be opened: " + reason + ".");
  }

  /** Makes a database look like one of a newer version. */
  public static void makeNewer(Path file) throws SQLException {
    try (Connection connection = SqliteDataSources.create(file).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into flyway_schema_history
          select 99, '99', 'from the future', type, 'V99__future.sql', checksum, installed_by,
            installed_on, execution_time, success
          from flyway_schema_history where installed_rank = 1\
          """);
    }
  }

  /** Fails to open connections, a number of times. */
  private final class FailingDataSource extends DelegatingDataSource {

    private final AtomicInteger failures = new AtomicInteger();

    FailingDataSource() {
      super(SqliteDataSources.create(file()));
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (failures.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
        throw new SQLiteException("as if", SQLiteErrorCode.SQLITE_CANTOPEN);
      }
      return super.getConnection();
    }
  }

  /** A pool alone would double its pause with each failure, and not get a connection in time. */
  @Test
  void isReadAgainSoonAfterItFailedForLong() {
    FailingDataSource source = new FailingDataSource();
    try (Store store =
        Store.of(new SqliteDatabase(), "test", source, config -> config.setMinimumIdle(0))) {
      source.failures.set(10);
      assertThat(
              store.<Integer>read(client -> client.sql("select 7").query(Integer.class).single()))
          .isEqualTo(7);
    }
  }

  @Test
  @Timeout(60)
  void closedSourceDoesNotTryAgain() {
    FailingDataSource source = new FailingDataSource();
    source.failures.set(Integer.MAX_VALUE);
    RetryingDataSource retrying = new RetryingDataSource(source);
    retrying.close();
    assertThatThrownBy(retrying::getConnection).isInstanceOf(SQLiteException.class);
  }

  @Test
  void failureToReadSaysWhy() {
    FailingDataSource source = new FailingDataSource();
    try (Store store =
        Store.of(
            new SqliteDatabase(),
            "test",
            source,
            config -> {
              config.setMinimumIdle(0);
              config.setConnectionTimeout(500);
            })) {
      source.failures.set(Integer.MAX_VALUE);
      assertThatThrownBy(() -> store.read(client -> client.sql("select 7").query().singleValue()))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("That is not possible now: the file is not accessible.");
    }
  }

  @Test
  void newerSchemaIsRefused() throws SQLException {
    Store.sqlite(file()).close();
    makeNewer(file());
    assertRefused("it was made by a newer version of parley");
  }

  @Test
  void tablesOfSomethingElseAreRefused() throws SQLException {
    try (Connection connection = SqliteDataSources.create(file()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table room (id integer)");
    }
    assertRefused("it has tables that are not parley's");
  }

  @Test
  void fileThatIsNoDatabaseIsRefused() throws IOException {
    Files.writeString(file(), "no database at all, but long enough to look like one ".repeat(50));
    assertRefused("it is damaged");
  }

  @Test
  void fileThatCannotBeOpenedIsRefused() throws IOException {
    Files.createDirectory(file());
    assertRefused("the file is not accessible");
  }

  @Test
  void lockedDatabaseIsRefused() throws SQLException {
    Store.sqlite(file()).close();
    try (Connection connection = SqliteDataSources.create(file()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("pragma locking_mode = exclusive");
      statement.execute("begin exclusive");
      assertRefused("it is locked by another program");
    }
  }

  @Test
  void databaseIsOpenedAgain() {
    Store.sqlite(file()).close();
    Store.sqlite(file()).close();
    assertThat(file()).exists();
  }

  @Test
  void dataDirectoryIsMadeForItsOwnerAlone() throws IOException {
    Path made = directory.resolve("new/data");
    DataDirectory.lock(made).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }

  @Test
  void dataDirectoryIsLockedAgainstASecondServer() throws IOException {
    DataDirectory first = DataDirectory.lock(directory);
    assertThatThrownBy(() -> DataDirectory.lock(directory))
        .isInstanceOf(StoreException.class)
        .hasMessage("The data directory " + directory + " is in use by another parley server.");
    first.close();
    DataDirectory.lock(directory).close();
  }

  @Test
  void dataDirectoryThatCannotBeMadeIsToldInASentence() throws IOException {
    Path inTheWay = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> DataDirectory.lock(inTheWay.resolve("data")))
        .isInstanceOf(StoreException.class)
        .hasMessage("The data directory " + inTheWay.resolve("data") + " cannot be written to.");
  }
}
