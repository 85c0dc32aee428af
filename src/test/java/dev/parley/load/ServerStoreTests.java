package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.store.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerStoreTests {

  @RegisterExtension private static final PostgresServer POSTGRES = PostgresServer.withoutTables();

  private final ServerOptions options = new ServerOptions();

  @Test
  void sqliteNeedsNoSettings() {
    options.store = "sqlite";

    try (ServerStore store = ServerStore.create(options)) {
      assertThat(store.environment()).isEmpty();
    }
  }

  @Test
  void eachServerHasADatabaseOfItsOwnWhichIsDropped() throws SQLException {
    options.store = POSTGRES.url();
    List<String> before = databases();

    try (ServerStore one = ServerStore.create(options);
        ServerStore two = ServerStore.create(options)) {
      assertThat(databases()).hasSize(before.size() + 2);
      assertThat(url(one)).isNotEqualTo(url(two)).isNotEqualTo(POSTGRES.url());
      try (Connection connection = DriverManager.getConnection(url(one))) {
        assertThat(connection.getCatalog()).startsWith("parley_load_");
      }
    }

    assertThat(databases()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void userAndPasswordArePassedOn() {
    options.store = POSTGRES.url();
    options.storeUser = "postgres";
    options.storePassword = "secret";

    try (ServerStore store = ServerStore.create(options)) {
      assertThat(store.environment())
          .containsEntry("SPRING_DATASOURCE_USERNAME", "postgres")
          .containsEntry("SPRING_DATASOURCE_PASSWORD", "secret");
    }
  }

  @Test
  void postgresqlOfTheBuildSyncsEachCommit() throws SQLException {
    options.store = "postgresql";

    try (ServerStore store = ServerStore.create(options);
        Connection connection = DriverManager.getConnection(url(store));
        Statement statement = connection.createStatement()) {
      for (String setting : List.of("fsync", "synchronous_commit")) {
        try (ResultSet rows = statement.executeQuery("show " + setting)) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("on");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/parley, jdbc:postgresql://db/other",
    "jdbc:postgresql://db:5433/parley?user=me&ssl=true,"
        + " jdbc:postgresql://db:5433/other?user=me&ssl=true",
    "jdbc:postgresql://db/, jdbc:postgresql://db/other",
  })
  void databaseOfAUrlIsReplaced(String url, String replaced) {
    assertThat(ServerStore.urlOf(url, "other")).isEqualTo(replaced);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "jdbc:mysql://db/parley", "jdbc:postgresql:parley", ""})
  void otherStoresAreRefused(String store) {
    options.store = store;

    assertThatThrownBy(() -> ServerStore.create(options))
        .isInstanceOf(LoadException.class)
        .hasMessage("--store must be sqlite, postgresql or jdbc:postgresql://HOST/DATABASE.");
  }

  private static String url(ServerStore store) {
    return store.environment().getOrDefault("SPRING_DATASOURCE_URL", "");
  }

  private static List<String> databases() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(POSTGRES.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select datname from pg_database")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
