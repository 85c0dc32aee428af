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
 * A PostgreSQL server that all tests with this extension share; each finds the database empty. It
 * is stopped after the last.
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

  /** Where the database is. */
  public String url() {
    return server().getJdbcUrl("postgres", "postgres");
  }

  /** Opens the database as it is. */
  public Store openStore() {
    return Store.postgres(url(), null, null, config -> {});
  }

  private EmbeddedPostgres server() {
    return Objects.requireNonNull(server, "begins with the first test");
  }
}
