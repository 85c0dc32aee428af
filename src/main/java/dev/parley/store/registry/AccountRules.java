package dev.parley.store.registry;

import dev.parley.chat.name.Nick;
import java.sql.Connection;
import java.sql.SQLException;

/** What the rules in the database say of an account, and what becomes of it with the account. */
final class AccountRules {

  private AccountRules() {}

  /**
   * The roles of an account and what is imposed on it go along with its name, in place of what
   * there still is on an account that had the name before.
   */
  static void rename(Connection connection, Nick from, Nick to) throws SQLException {
    if (!from.equals(to)) {
      forget(connection, to);
      Columns.update(
          connection,
          """
          delete from ban where target_kind = 'account' and target_key = ? and exists (
            select 1 from ban as moved
            where moved.target_kind = 'account' and moved.target_key = ?
              and moved.kind = ban.kind and moved.room_key = ban.room_key)\
          """,
          to.folded(),
          from.folded());
    }
    Columns.update(
        connection,
        "update room_role set account = ?, account_key = ? where account_key = ?",
        to.value(),
        to.folded(),
        from.folded());
    Columns.update(
        connection,
        "update ban set target = ?, target_key = ? where target_kind = 'account' and target_key = ?",
        to.value(),
        to.folded(),
        from.folded());
  }

  /** An account that is gone has no roles. */
  static void forget(Connection connection, Nick account) throws SQLException {
    Columns.update(connection, "delete from room_role where account_key = ?", account.folded());
  }
}
