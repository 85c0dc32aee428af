package dev.parley.store.registry;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.PasswordHash;
import dev.parley.chat.account.PasswordQueueFullException;
import dev.parley.chat.account.ReadMarkers;
import dev.parley.chat.account.Secret;
import dev.parley.chat.name.Nick;
import dev.parley.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Stores accounts in the database. All of it but the passwords is in memory too, as every nick is
 * looked up here. A password with an older encoding is encoded again when its owner logs in. Safe
 * for use from any thread.
 */
public final class JdbcAccounts implements Accounts {

  /**
   * The encoding that a password is compared with where there is no account, so that both cases
   * take the same time. No password matches it in practice. A constant, as encoding one would delay
   * every start.
   */
  static final String DUMMY_ENCODING =
      "{bcrypt}$2a$10$n2pGFcKXkNwD4pyMPtQ0D.c.B0Y.TfwDlf7PTnfQ08tj2eu3kuy4u";

  private final ConcurrentMap<Nick, AccountProfile> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AccountProfile> byId = new ConcurrentHashMap<>();

  /** Guards changes, so that the memory and the disk agree. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Store store;
  private final ReadMarkers readMarkers;
  private final PasswordEncoder passwords;
  private final Clock clock;

  /**
   * Reads all accounts.
   *
   * @throws dev.parley.chat.history.StoreUnavailableException where that is not possible
   */
  public JdbcAccounts(Store store, PasswordEncoder passwords, Clock clock) {
    this.store = store;
    this.readMarkers = new JdbcReadMarkers(store);
    this.passwords = passwords;
    this.clock = clock;
    stored().forEach(this::put);
  }

  private List<AccountProfile> stored() {
    return store.read(
        client -> client.sql("select * from account").query(JdbcAccounts::profile).list());
  }

  @Override
  public void refresh(@Nullable String password) {
    lock.lock();
    try {
      List<AccountProfile> now = stored();
      Set<String> ids = now.stream().map(AccountProfile::id).collect(Collectors.toSet());
      Set<Nick> names = now.stream().map(AccountProfile::name).collect(Collectors.toSet());
      now.forEach(read -> {
        AccountProfile before = byId.get(read.id());
        int version = before == null ? 0 : before.passwordVersion();
        put(read.withPasswordVersion(read.id().equals(password) ? version + 1 : version));
      });
      byId.keySet().retainAll(ids);
      byName.keySet().retainAll(names);
    } finally {
      lock.unlock();
    }
  }

  private static AccountProfile profile(ResultSet row, int number) throws SQLException {
    return new AccountProfile(
        row.getString("id"),
        new Nick(row.getString("name")),
        row.getBoolean("admin"),
        row.getBoolean("disabled"),
        0,
        Instant.ofEpochMilli(row.getLong("created_at")),
        TimeColumns.instant(row, "last_login_at"));
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
    AccountProfile created =
        new AccountProfile(UUID.randomUUID().toString(), name, admin, false, 0, now, null);
    lock.lock();
    try {
      if (byName.containsKey(name)) {
        return null;
      }
      store.change(client ->
          client
              .sql(
                  """
                  insert into account (id, name, name_key, password, admin, disabled, created_at)
                  values (:id, :name, :name_key, :password, :admin, :disabled, :created_at)\
                  """)
              .param("id", created.id())
              .param("name", name.value())
              .param("name_key", name.folded())
              .param("password", password.encoded())
              .param("admin", admin)
              .param("disabled", false)
              .param("created_at", now.toEpochMilli())
              .update());
      put(created);
      return created;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable AccountProfile login(Nick name, Secret password) {
    AccountProfile profile = find(name);
    String encoded = profile == null ? null : password(profile);
    boolean right = matches(password, encoded == null ? DUMMY_ENCODING : encoded);
    if (profile == null || encoded == null || !right) {
      return null;
    }
    return profile.disabled() ? profile : recordLogin(profile, password, encoded);
  }

  /** Compares a password. Takes the same time for one that is too long. */
  private boolean matches(Secret password, String encoded) {
    boolean possible = !password.isTooLong();
    return passwords.matches(possible ? password.text() : "", encoded) && possible;
  }

  private @Nullable String password(AccountProfile profile) {
    return store.read(client ->
        client
            .sql("select password from account where id = :id")
            .param("id", profile.id())
            .query(String.class)
            .optional()
            .orElse(null));
  }

  /** Returns the current encoding, or the given one where there is no time to encode now. */
  private String upgradedEncoding(Secret password, String encoded) {
    try {
      return passwords.upgradeEncoding(encoded) ? encode(password) : encoded;
    } catch (PasswordQueueFullException busy) {
      return encoded;
    }
  }

  /** Stores the time of a login. Returns null where the password was changed meanwhile. */
  private @Nullable AccountProfile recordLogin(
      AccountProfile profile, Secret password, String encoded) {
    String now = upgradedEncoding(password, encoded);
    Instant at = Instant.ofEpochMilli(clock.millis());
    lock.lock();
    try {
      int changed =
          store.change(client ->
              client
                  .sql(
                      """
                      update account set last_login_at = :last_login_at, password = :password
                      where id = :id and password = :old_password\
                      """)
                  .param("last_login_at", at.toEpochMilli())
                  .param("password", now)
                  .param("id", profile.id())
                  .param("old_password", encoded)
                  .update());
      AccountProfile current = byId.get(profile.id());
      if (changed == 0 || current == null) {
        return null;
      }
      AccountProfile updated =
          new AccountProfile(
              current.id(),
              current.name(),
              current.admin(),
              current.disabled(),
              current.passwordVersion(),
              current.createdAt(),
              at);
      put(updated);
      return updated;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean change(AccountProfile changed, @Nullable PasswordHash password) {
    lock.lock();
    try {
      AccountProfile before = byId.get(changed.id());
      AccountProfile namesake = byName.get(changed.name());
      if (before == null || (namesake != null && !namesake.id().equals(changed.id()))) {
        return false;
      }
      store.<@Nullable Void>change(client -> {
        client
            .sql(
                """
                update account set name = :name, name_key = :name_key, admin = :admin,
                  disabled = :disabled, password = coalesce(:password, password)
                where id = :id\
                """)
            .param("name", changed.name().value())
            .param("name_key", changed.name().folded())
            .param("admin", changed.admin())
            .param("disabled", changed.disabled())
            .param("password", password == null ? null : password.encoded(), Types.VARCHAR)
            .param("id", changed.id())
            .update();
        AccountReferences.rename(client, before.name(), changed.name());
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
      lock.unlock();
    }
  }

  @Override
  public ReadMarkers readMarkers() {
    return readMarkers;
  }

  @Override
  public boolean delete(String id) {
    lock.lock();
    try {
      AccountProfile before = byId.get(id);
      if (before == null) {
        return false;
      }
      store.change(client -> {
        client.sql("delete from token where account_id = :id").param("id", id).update();
        JdbcReadMarkers.delete(client, id);
        AccountReferences.delete(client, before.name());
        return client.sql("delete from account where id = :id").param("id", id).update();
      });
      byName.remove(before.name());
      byId.remove(id);
      return true;
    } finally {
      lock.unlock();
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
