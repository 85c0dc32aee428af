package dev.parley.store.registry;

import dev.parley.chat.account.ReadMarkers;
import dev.parley.store.Store;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores read markers in the database. Those in rooms that are gone are deleted with the next
 * change, so an account never has more than there are rooms. Safe for use from any thread.
 */
final class JdbcReadMarkers implements ReadMarkers {

  private final Store store;

  JdbcReadMarkers(Store store) {
    this.store = store;
  }

  @Override
  public Map<String, Long> of(String account) {
    return store.read(client -> {
      Map<String, Long> markers = new HashMap<>();
      client
          .sql("select epoch, \"offset\" from read_marker where account_id = :account")
          .param("account", account)
          .query(row -> {
            markers.put(row.getString("epoch"), row.getLong("offset"));
          });
      return markers;
    });
  }

  @Override
  public void advance(String account, String epoch, long offset) {
    var _ =
        store.change(client -> {
          client
              .sql(
                  """
                  delete from read_marker
                  where account_id = :account and epoch <> :epoch
                    and epoch not in (select epoch from room where name_key is not null)\
                  """)
              .param("account", account)
              .param("epoch", epoch)
              .update();
          return client
              .sql(
                  """
                  insert into read_marker (account_id, epoch, "offset")
                  select id, :epoch, :offset from account where id = :account
                  on conflict (account_id, epoch) do update set "offset" = excluded."offset"
                  where read_marker."offset" < excluded."offset"\
                  """)
              .param("account", account)
              .param("epoch", epoch)
              .param("offset", offset)
              .update();
        });
  }

  /** Deletes the markers of an account. */
  static void delete(JdbcClient client, String account) {
    client
        .sql("delete from read_marker where account_id = :account")
        .param("account", account)
        .update();
  }
}
