package dev.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class PromptSocketFactoryTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  @Test
  void notificationsArePassedOnWhileOthersKeepComing() throws Exception {
    try (Store store = SERVER.openShared();
        Connection listening = store.writing().getConnection();
        Connection sending = store.writing().getConnection();
        Statement listen = listening.createStatement()) {
      listen.execute("listen news");
      AtomicBoolean heard = new AtomicBoolean();
      CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendUntil(heard, sending));
      PGNotification[] first = listening.unwrap(PGConnection.class).getNotifications(0);
      heard.set(true);
      sender.join();
      assertThat(first).isNotEmpty();
    }
  }

  private static void sendUntil(AtomicBoolean heard, Connection connection) {
    try (Statement notify = connection.createStatement()) {
      while (!heard.get()) {
        notify.execute("notify news");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
