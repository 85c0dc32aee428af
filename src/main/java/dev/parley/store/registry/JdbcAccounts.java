package dev.parley.store.registry;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.PasswordHash;
import dev.parley.chat.account.PasswordQueueFullException;
import dev.parley.chat.account.Secret;
import dev.parley.chat.name.Nick;
import dev.parley.store.Store;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Accounts in the database. Everything but the passwords is in memory too, as every name that
 * somebody wants is looked up. A password that was encoded in an older way is encoded anew when its
 * owner logs in.
 */
public final class JdbcAccounts implements Accounts {

  /**
   * What is looked at where there is no account: the encoding of a password that nobody knows, as
   * costly as everyone's. To encode one would hold up every start.
   */
  static final String NOBODYS =
      "{bcrypt}$2a$10$n2pGFcKXkNwD4pyMPtQ0D.c.B0Y.TfwDlf7PTnfQ08tj2eu3kuy4u";

  private final ConcurrentMap<Nick, AccountProfile> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AccountProfile> byId = new ConcurrentHashMap<>();

  /** Held for a change, so that what is in memory is what is on the disk. */
  private final ReentrantLock turn = new ReentrantLock();

  private final Store store;
  private final PasswordEncoder passwords;
  private final Clock clock;

  /** Reads what accounts there are; throws {@link RuntimeException} where that is not possible. */
  public JdbcAccounts(Store store, PasswordEncoder passwords, Clock clock) {
    this.store = store;
    this.passwords = passwords;
    this.clock = clock;
    store
        .read(connection -> read(connection.prepareStatement("select * from account")))
        .forEach(this::put);
  }

  private static List<AccountProfile> read(PreparedStatement select) throws SQLException {
    List<AccountProfile> found = new ArrayList<>();
    try (select;
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(
            new AccountProfile(
                row.getString("id"),
                new Nick(row.getString("name")),
                row.getBoolean("admin"),
                row.getBoolean("disabled"),
                0,
                Instant.ofEpochMilli(row.getLong("created_at")),
                Columns.instant(row, "last_login_at")));
      }
    }
    return found;
  }

  private void put(AccountProfile profile) {
    byId.put(profile.id(), profile);
    byName.put(profile.name(), profile);
  }

  @Override
  public @Nullable AccountProfile find(Nick name) {
    return byName.get(name);
  }

  @Override
  public @Nullable AccountProfile get(String id) {
    return byId.get(id);
  }

  @Override
  public Collection<AccountProfile> all() {
    return byId.values();
  }

  @Override
  public PasswordHash hash(Secret password) {
    return new PasswordHash(encode(password));
  }

  @Override
  public @Nullable AccountProfile create(Nick name, PasswordHash password, boolean admin) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    AccountProfile made =
        new AccountProfile(UUID.randomUUID().toString(), name, admin, false, 0, now, null);
    turn.lock();
    try {
      if (byName.containsKey(name)) {
        return null;
      }
      store.change(connection -> {
        try (PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into account (id, name, name_key, password, admin, disabled, created_at)
                values (?, ?, ?, ?, ?, ?, ?)\
                """)) {
          insert.setString(1, made.id());
          insert.setString(2, name.value());
          insert.setString(3, name.folded());
          insert.setString(4, password.encoded());
          insert.setBoolean(5, admin);
          insert.setBoolean(6, false);
          insert.setLong(7, now.toEpochMilli());
          return insert.executeUpdate();
        }
      });
      put(made);
      return made;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public @Nullable AccountProfile login(Nick name, Secret password) {
    AccountProfile profile = find(name);
    String encoded = profile == null ? null : password(profile);
    boolean right = matches(password, encoded == null ? NOBODYS : encoded);
    if (profile == null || encoded == null || !right) {
      return null;
    }
    return profile.disabled() ? profile : loggedIn(profile, password, encoded);
  }

  /** Equally slow for what is no password at all. */
  private boolean matches(Secret password, String encoded) {
    boolean possible = !password.isTooLong();
    return passwords.matches(possible ? password.text() : "", encoded) && possible;
  }

  private @Nullable String password(AccountProfile profile) {
    return store.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("select password from account where id = ?")) {
        select.setString(1, profile.id());
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? row.getString(1) : null;
        }
      }
    });
  }

  /** The encoding as it is made today, or as it was where there is no time for that now. */
  private String upgraded(Secret password, String encoded) {
    try {
      return passwords.upgradeEncoding(encoded) ? encode(password) : encoded;
    } catch (PasswordQueueFullException busy) {
      return encoded;
    }
  }

  /** Takes note of a login. A password that was changed meanwhile stays as it is. */
  private @Nullable AccountProfile loggedIn(
      AccountProfile profile, Secret password, String encoded) {
    String now = upgraded(password, encoded);
    Instant at = Instant.ofEpochMilli(clock.millis());
    turn.lock();
    try {
      int changed =
          store.change(connection -> {
            try (PreparedStatement update =
                connection.prepareStatement(
                    """
                    update account set last_login_at = ?, password = ?
                    where id = ? and password = ?\
                    """)) {
              update.setLong(1, at.toEpochMilli());
              update.setString(2, now);
              update.setString(3, profile.id());
              update.setString(4, encoded);
              return update.executeUpdate();
            }
          });
      AccountProfile current = byId.get(profile.id());
      if (changed == 0 || current == null) {
        return null;
      }
      AccountProfile noted =
          new AccountProfile(
              current.id(),
              current.name(),
              current.admin(),
              current.disabled(),
              current.passwordVersion(),
              current.createdAt(),
              at);
      put(noted);
      return noted;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public boolean change(AccountProfile changed, @Nullable PasswordHash password) {
    turn.lock();
    try {
      AccountProfile before = byId.get(changed.id());
      AccountProfile namesake = byName.get(changed.name());
      if (before == null || (namesake != null && !namesake.id().equals(changed.id()))) {
        return false;
      }
      store.change(connection -> {
        try (PreparedStatement update =
            connection.prepareStatement(
                """
                update account set name = ?, name_key = ?, admin = ?, disabled = ?,
                  password = coalesce(?, password)
                where id = ?\
                """)) {
          update.setString(1, changed.name().value());
          update.setString(2, changed.name().folded());
          update.setBoolean(3, changed.admin());
          update.setBoolean(4, changed.disabled());
          update.setString(5, password == null ? null : password.encoded());
          update.setString(6, changed.id());
          update.executeUpdate();
        }
        AccountRules.rename(connection, before.name(), changed.name());
        return null;
      });
      if (!before.name().equals(changed.name())) {
        byName.remove(before.name());
      }
      put(
          new AccountProfile(
              before.id(),
              changed.name(),
              changed.admin(),
              changed.disabled(),
              before.passwordVersion() + (password == null ? 0 : 1),
              before.createdAt(),
              before.lastLoginAt()));
      return true;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public boolean delete(String id) {
    turn.lock();
    try {
      AccountProfile before = byId.get(id);
      if (before == null) {
        return false;
      }
      store.change(connection -> {
        Columns.update(connection, "delete from token where account_id = ?", id);
        AccountRules.forget(connection, before.name());
        return Columns.update(connection, "delete from account where id = ?", id);
      });
      byName.remove(before.name());
      byId.remove(id);
      return true;
    } finally {
      turn.unlock();
    }
  }

  private String encode(Secret password) {
    String encoded = passwords.encode(password.text());
    if (encoded == null) {
      throw new IllegalStateException("the encoder has encoded nothing");
    }
    return encoded;
  }
}
