package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRegistryTests extends JdbcRegistryContract {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  @Override
  Store openStore() {
    return SERVER.openStore();
  }

  @Test
  void changeThatTheDatabaseDoesNotTakeHoldsUpNoOther() {
    try (Store store = SERVER.openStore()) {
      store.change(client ->
          client
              .sql("alter table audit add constraint not_taken check (reason <> 'not taken')")
              .update());
      JdbcAudit audit = new JdbcAudit(store);
      for (int i = 0; i < 100; i++) {
        String reason = i % 10 == 3 ? "not taken" : "why";
        audit.record(
            new Audit.Change(
                Instant.EPOCH, new Actor(Actor.Kind.GUEST, "a", ""), "b", "c", reason, null, null));
      }
      audit.close();
      assertThat(
              audit.read(
                  new Audit.Query(
                      null, null, null, null, null, Long.MAX_VALUE, 1000, Long.MAX_VALUE)))
          .hasSize(90);
    }
  }
}
