package dev.parley.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Starts a PostgreSQL server that all tests with this extension share. The database is empty before
 * each test; the server stops after the last.
 */
public final class PostgresServer implements BeforeAllCallback, BeforeEachCallback {

  private @Nullable EmbeddedPostgres server;

  @Override
  public void beforeAll(ExtensionContext context) {
    server =
        context
            .getRoot()
            .getStore(Namespace.create(PostgresServer.class))
            .computeIfAbsent(EmbeddedPostgres.class, absent -> start(), EmbeddedPostgres.class);
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public cascade; create schema public");
    }
  }

  /** Returns the URL of the database. */
  public String url() {
    return server().getJdbcUrl("postgres", "postgres");
  }

  /** Opens the database without emptying it. */
  public Store openStore() {
    return Store.postgres(url(), null, null, config -> {});
  }

  /** Opens the database without emptying it, as one of several servers. */
  public Store openShared() {
    return Store.postgres(url(), null, null, true, config -> {});
  }

  private EmbeddedPostgres server() {
    return Objects.requireNonNull(server, "begins with the first test");
  }
}
