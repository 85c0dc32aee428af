package dev.parley.store;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Creates sources of connections to PostgreSQL. */
public final class PostgresDataSources {

  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int SOCKET_TIMEOUT_SECONDS = 30;

  private PostgresDataSources() {}

  /** Creates a source. Timeouts in the URL take precedence over the ones set here. */
  public static DataSource create(String url, @Nullable String user, @Nullable String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setApplicationName("parley");
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    source.setLogServerErrorDetail(false);
    source.setUrl(url);
    if (user != null) {
      source.setUser(user);
    }
    if (password != null) {
      source.setPassword(password);
    }
    return source;
  }
}
