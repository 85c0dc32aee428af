package dev.parley.store.registry;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.Certificates;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.PasswordHash;
import dev.parley.chat.account.PasswordQueueFullException;
import dev.parley.chat.account.ReadMarkers;
import dev.parley.chat.account.ScramVerifier;
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
  private final Certificates certificates;
  private final PasswordEncoder passwords;
  private final PasswordEncoder scram;
  private final ScramDecoys decoys;
  private final Clock clock;

  /**
   * Reads all accounts.
   *
   * @param passwords hashes passwords
   * @param scram makes verifiers of them
   * @throws dev.parley.chat.history.StoreUnavailableException where that is not possible
   */
  public JdbcAccounts(
      Store store,
      PasswordEncoder passwords,
      PasswordEncoder scram,
      ScramDecoys decoys,
      Clock clock) {
    this.store = store;
    this.readMarkers = new JdbcReadMarkers(store);
    this.certificates = new JdbcCertificates(store, clock);
    this.passwords = passwords;
    this.scram = scram;
    this.decoys = decoys;
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
        row.getBoolean("always_on"),
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
    return new PasswordHash(encode(passwords, password), encode(scram, password));
  }

  @Override
  public @Nullable AccountProfile create(Nick name, PasswordHash password, boolean admin) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    AccountProfile created =
        new AccountProfile(UUID.randomUUID().toString(), name, admin, false, false, 0, now, null);
    lock.lock();
    try {
      if (byName.containsKey(name)) {
        return null;
      }
      store.change(client ->
          client
              .sql(
                  """
                  insert into account
                    (id, name, name_key, password, scram, admin, disabled, created_at)
                  values (:id, :name, :name_key, :password, :scram, :admin, :disabled, :created_at)\
                  """)
              .param("id", created.id())
              .param("name", name.value())
              .param("name_key", name.folded())
              .param("password", password.encoded())
              .param("scram", password.scram())
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

  /** Represents a password as it is stored: its hash, and its verifier if it has one. */
  private record StoredPassword(String hash, @Nullable String scram) {}

  @Override
  public @Nullable AccountProfile login(Nick name, Secret password) {
    AccountProfile profile = find(name);
    StoredPassword stored = storedPassword(name);
    boolean right = matches(password, stored == null ? DUMMY_ENCODING : stored.hash);
    if (profile == null || stored == null || !right) {
      return null;
    }
    return profile.disabled() ? profile : recordLogin(profile, stored, upgraded(password, stored));
  }

  /** Compares a password. Takes the same time for one that is too long. */
  private boolean matches(Secret password, String encoded) {
    boolean possible = !password.isTooLong();
    return passwords.matches(possible ? password.text() : "", encoded) && possible;
  }

  private @Nullable StoredPassword storedPassword(Nick name) {
    return store.read(client ->
        client
            .sql("select password, scram from account where name_key = :name_key")
            .param("name_key", name.folded())
            .query((row, number) ->
                new StoredPassword(row.getString("password"), row.getString("scram")))
            .optional()
            .orElse(null));
  }

  @Override
  public ScramVerifier scramVerifier(Nick name) {
    StoredPassword stored = storedPassword(name);
    ScramVerifier decoy = decoys.of(name);
    return stored == null || stored.scram == null ? decoy : ScramVerifier.parse(stored.scram);
  }

  @Override
  public @Nullable AccountProfile login(Nick name, ScramVerifier verifier) {
    AccountProfile profile = find(name);
    StoredPassword stored = storedPassword(name);
    if (profile == null || stored == null || !verifier.encoded().equals(stored.scram)) {
      return null;
    }
    return profile.disabled() ? profile : recordLogin(profile, stored, stored);
  }

  @Override
  public @Nullable AccountProfile login(@Nullable Nick name, Fingerprint certificate) {
    String owner = certificates.owner(certificate);
    AccountProfile profile = owner == null ? null : get(owner);
    StoredPassword stored = profile == null ? null : storedPassword(profile.name());
    if (profile == null || stored == null || (name != null && !name.equals(profile.name()))) {
      return null;
    }
    return profile.disabled() ? profile : recordLogin(profile, stored, stored);
  }

  /** Returns a password in its current encodings, or as it is where there is no time for them. */
  private StoredPassword upgraded(Secret password, StoredPassword stored) {
    try {
      return new StoredPassword(
          passwords.upgradeEncoding(stored.hash) ? encode(passwords, password) : stored.hash,
          scram.upgradeEncoding(stored.scram) ? encode(scram, password) : stored.scram);
    } catch (PasswordQueueFullException busy) {
      return stored;
    }
  }

  /** Stores the time of a login. Returns null where the password was changed meanwhile. */
  private @Nullable AccountProfile recordLogin(
      AccountProfile profile, StoredPassword before, StoredPassword after) {
    Instant at = Instant.ofEpochMilli(clock.millis());
    lock.lock();
    try {
      int changed =
          store.change(client ->
              client
                  .sql(
                      """
                      update account
                      set last_login_at = :last_login_at, password = :password, scram = :scram
                      where id = :id and password = :old_password\
                      """)
                  .param("last_login_at", at.toEpochMilli())
                  .param("password", after.hash)
                  .param("scram", after.scram, Types.VARCHAR)
                  .param("id", profile.id())
                  .param("old_password", before.hash)
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
              current.alwaysOn(),
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
                  disabled = :disabled, always_on = :always_on, password = coalesce(:password, password),
                  scram = coalesce(:scram, scram)
                where id = :id\
                """)
            .param("name", changed.name().value())
            .param("name_key", changed.name().folded())
            .param("admin", changed.admin())
            .param("disabled", changed.disabled())
            .param("always_on", changed.alwaysOn())
            .param("password", password == null ? null : password.encoded(), Types.VARCHAR)
            .param("scram", password == null ? null : password.scram(), Types.VARCHAR)
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
              changed.alwaysOn(),
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
  public Certificates certificates() {
    return certificates;
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
        JdbcMetadataStore.delete(client, id);
        JdbcCertificates.delete(client, id);
        JdbcSessionStore.delete(client, id);
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

  private static String encode(PasswordEncoder encoder, Secret password) {
    String encoded = encoder.encode(password.text());
    if (encoded == null) {
      throw new IllegalStateException("the encoder has encoded nothing");
    }
    return encoded;
  }
}
