package dev.parley.store.registry;

import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores metadata in the database. Safe for use from any thread. */
public final class JdbcMetadataStore implements MetadataStore {

  private final Store store;

  /** Creates a store in this database. */
  public JdbcMetadataStore(Store store) {
    this.store = store;
  }

  @Override
  public List<Entry> read() {
    return store.read(client -> {
      List<Entry> entries = new ArrayList<>();
      entries.addAll(
          client
              .sql("select * from account_metadata")
              .query((row, number) ->
                  new Entry(
                      new OfAccount(row.getString("account_id")),
                      row.getString("name"),
                      row.getString("value")))
              .list());
      entries.addAll(
          client
              .sql("select * from room_metadata")
              .query((row, number) ->
                  new Entry(
                      new OfRoom(new RoomName(row.getString("room"))),
                      row.getString("name"),
                      row.getString("value")))
              .list());
      return entries;
    });
  }

  @Override
  public void set(Owner owner, String key, @Nullable String value) {
    var _ =
        store.change(client ->
            switch (owner) {
              case OfAccount(String id) -> setOfAccount(client, id, key, value);
              case OfRoom(RoomName room) -> setOfRoom(client, room, key, value);
            });
  }

  private static int setOfAccount(
      JdbcClient client, String account, String key, @Nullable String value) {
    return value == null
        ? client
            .sql("delete from account_metadata where account_id = :account and name = :name")
            .param("account", account)
            .param("name", key)
            .update()
        : client
            .sql(
                """
                insert into account_metadata (account_id, name, value)
                select id, :name, :value from account where id = :account
                on conflict (account_id, name) do update set value = excluded.value\
                """)
            .param("account", account)
            .param("name", key)
            .param("value", value)
            .update();
  }

  private static int setOfRoom(
      JdbcClient client, RoomName room, String key, @Nullable String value) {
    return value == null
        ? client
            .sql("delete from room_metadata where room_key = :room and name = :name")
            .param("room", room.folded())
            .param("name", key)
            .update()
        : client
            .sql(
                """
                insert into room_metadata (room, room_key, name, value)
                values (:room, :room_key, :name, :value)
                on conflict (room_key, name) do update set value = excluded.value\
                """)
            .param("room", room.value())
            .param("room_key", room.folded())
            .param("name", key)
            .param("value", value)
            .update();
  }

  @Override
  public void forget(RoomName room) {
    var _ =
        store.change(client ->
            client
                .sql("delete from room_metadata where room_key = :room")
                .param("room", room.folded())
                .update());
  }

  /** Deletes the values of an account. */
  static void delete(JdbcClient client, String account) {
    client
        .sql("delete from account_metadata where account_id = :account")
        .param("account", account)
        .update();
  }
}
