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

  private static final String SET_OF_ACCOUNT =
      """
      insert into account_metadata (account_id, name, value)
      select id, :name, :value from account where id = :account
      on conflict (account_id, name) do update set value = excluded.value returning true\
      """;

  private static final String SET_OF_ACCOUNT_SHARED =
      "select set_account_metadata(:account, :name, :value, :most)";

  private static final String SET_OF_ROOM =
      """
      insert into room_metadata (room, room_key, name, value)
      values (:room, :room_key, :name, :value)
      on conflict (room_key, name) do update set value = excluded.value returning true\
      """;

  private static final String SET_OF_ROOM_SHARED =
      "select set_room_metadata(:room, :room_key, :name, :value, :most)";

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
  public boolean set(Owner owner, String key, @Nullable String value, int mostKeys) {
    return store.change(client ->
        switch (owner) {
          case OfAccount(String id) when value == null -> deleteOfAccount(client, id, key);
          case OfAccount(String id) ->
              client
                  .sql(isShared() ? SET_OF_ACCOUNT_SHARED : SET_OF_ACCOUNT)
                  .param("account", id)
                  .param("name", key)
                  .param("value", value)
                  .param("most", mostKeys)
                  .query(Boolean.class)
                  .optional()
                  .orElse(true);
          case OfRoom(RoomName room) when value == null -> deleteOfRoom(client, room, key);
          case OfRoom(RoomName room) ->
              client
                  .sql(isShared() ? SET_OF_ROOM_SHARED : SET_OF_ROOM)
                  .param("room", room.value())
                  .param("room_key", room.folded())
                  .param("name", key)
                  .param("value", value)
                  .param("most", mostKeys)
                  .query(Boolean.class)
                  .single();
        });
  }

  /** Returns whether the limit is to be kept by the database; otherwise the server counts. */
  private boolean isShared() {
    return store.database().isShared();
  }

  private static boolean deleteOfAccount(JdbcClient client, String account, String key) {
    var _ =
        client
            .sql("delete from account_metadata where account_id = :account and name = :name")
            .param("account", account)
            .param("name", key)
            .update();
    return true;
  }

  private static boolean deleteOfRoom(JdbcClient client, RoomName room, String key) {
    var _ =
        client
            .sql("delete from room_metadata where room_key = :room and name = :name")
            .param("room", room.folded())
            .param("name", key)
            .update();
    return true;
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
