package dev.parley.store.registry;

import dev.parley.chat.name.Nick;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes the roles and bans of an account when its name changes or it is deleted. */
final class AccountReferences {

  private AccountReferences() {}

  /**
   * Moves the roles and bans of an account to its new name, in place of those that are left of an
   * account that had the name before.
   */
  static void rename(JdbcClient client, Nick from, Nick to) {
    if (!from.equals(to)) {
      delete(client, to);
      client
          .sql(
              """
              delete from ban where target_kind = 'account' and target_key = :to and exists (
                select 1 from ban as moved
                where moved.target_kind = 'account' and moved.target_key = :from
                  and moved.kind = ban.kind and moved.room_key = ban.room_key)\
              """)
          .param("to", to.folded())
          .param("from", from.folded())
          .update();
    }
    move(
        client,
        "update room_role set account = :name, account_key = :to where account_key = :from",
        from,
        to);
    move(
        client,
        """
        update ban set target = :name, target_key = :to
        where target_kind = 'account' and target_key = :from\
        """,
        from,
        to);
  }

  private static void move(JdbcClient client, String statement, Nick from, Nick to) {
    client
        .sql(statement)
        .param("name", to.value())
        .param("to", to.folded())
        .param("from", from.folded())
        .update();
  }

  /** Deletes the roles of an account. */
  static void delete(JdbcClient client, Nick account) {
    client
        .sql("delete from room_role where account_key = :account")
        .param("account", account.folded())
        .update();
  }
}
