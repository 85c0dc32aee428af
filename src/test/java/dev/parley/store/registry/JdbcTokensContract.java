package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.Tokens;
import dev.parley.store.Store;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests tokens in a database. */
abstract class JdbcTokensContract extends TokensContract {

  private Store store;
  private JdbcTokens tokens;
  private int written;

  abstract Store openStore();

  @BeforeEach
  void open() {
    store = openStore();
    tokens = new JdbcTokens(store, clock, this::run);
  }

  private void run(Runnable task) {
    written++;
    task.run();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  Tokens tokens() {
    return tokens;
  }

  @Override
  Tokens reopened() {
    tokens.close();
    return new JdbcTokens(store, clock, Runnable::run);
  }

  @Test
  void tokenItselfIsNotKept() throws SQLException {
    Tokens.Issued issued = issue("ci");
    try (Connection connection = store.dataSource().getConnection();
        ResultSet row = connection.createStatement().executeQuery("select * from token")) {
      row.next();
      for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
        assertThat(String.valueOf(row.getString(column)))
            .doesNotContain(issued.secret().text().substring(13));
      }
    }
  }

  @Test
  void useIsWrittenOnceAMinuteAtMost() {
    Tokens.Issued issued = issue("ci");
    for (int second = 0; second < 120; second++) {
      tokens.used(issued.token());
      clock.pass(Duration.ofSeconds(1));
    }

    assertThat(written).isEqualTo(2);
  }
}
