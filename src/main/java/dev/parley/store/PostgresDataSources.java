package dev.parley.store;

import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Creates sources of connections to PostgreSQL. */
public final class PostgresDataSources {

  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int SOCKET_TIMEOUT_SECONDS = 30;

  private PostgresDataSources() {}

  /**
   * Creates a source. What the URL says takes precedence over what is set here.
   *
   * <p>The driver's own source would give its connections a URL with all properties that there are.
   * Flyway searches the URL for passwords, in a time that grows with the cube of its length: a
   * second at each start.
   */
  public static DataSource create(String url, @Nullable String user, @Nullable String password) {
    Properties properties = new Properties();
    PGProperty.APPLICATION_NAME.set(properties, "parley");
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    PGProperty.SOCKET_FACTORY.set(properties, PromptSocketFactory.class.getName());
    if (user != null) {
      PGProperty.USER.set(properties, user);
    }
    if (password != null) {
      PGProperty.PASSWORD.set(properties, password);
    }
    return new SimpleDriverDataSource(new Driver(), url, properties);
  }
}
