package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.metadata.MetadataStore.Entry;
import dev.parley.chat.metadata.MetadataStore.OfAccount;
import dev.parley.chat.metadata.MetadataStore.OfRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRegistryTests extends JdbcRegistryContract {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  /** The maximum number of keys of an owner. */
  private static final int MOST = 10;

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

  @Test
  void limitOfKeysHoldsForAllServersTogether() throws Exception {
    SERVER.execute(
        "insert into account (id, name, name_key, password, admin, disabled, created_at)"
            + " values ('id', 'bob', 'bob', '', false, false, 0)");
    try (Store one = SERVER.openShared();
        Store two = SERVER.openShared();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<JdbcMetadataStore> servers =
          List.of(new JdbcMetadataStore(one), new JdbcMetadataStore(two));
      for (MetadataStore.Owner owner :
          List.of(new OfAccount("id"), new OfRoom(new RoomName("Ops")))) {
        List<Future<Boolean>> stored = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          JdbcMetadataStore server = servers.get(i % 2);
          String key = "key-" + i;
          stored.add(threads.submit(() -> server.set(owner, key, "a", MOST)));
        }
        int taken = 0;
        for (Future<Boolean> each : stored) {
          taken += each.get() ? 1 : 0;
        }
        List<Entry> values =
            servers.getFirst().read().stream()
                .filter(value -> value.owner().equals(owner))
                .toList();
        assertThat(values).hasSize(MOST);
        assertThat(taken).isEqualTo(MOST);
        String known = values.getFirst().key();
        assertThat(servers.getLast().set(owner, known, "b", MOST)).isTrue();
        assertThat(servers.getLast().set(owner, "another", "b", MOST)).isFalse();
        assertThat(servers.getFirst().read()).contains(new Entry(owner, known, "b"));
        assertThat(servers.getLast().set(owner, "another", "b", 0)).isTrue();
      }
    }
  }
}
