package dev.parley.store.registry;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.RedactedThrowable;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.Nick;
import dev.parley.store.Store;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores API tokens in the database by their SHA-256: 256 random bits cannot be guessed, so a slow
 * hash would only cost time. All of them are in memory too. The time of the last use is written at
 * most once a minute, and when this is closed. Safe for use from any thread.
 */
public final class JdbcTokens implements Tokens, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JdbcTokens.class);
  private static final Duration USE_WRITE_INTERVAL = Duration.ofMinutes(1);
  private static final int RANDOM_BYTES = 32;
  private static final int PREFIX_LENGTH = ApiToken.MARK.length() + 6;

  private final ConcurrentMap<String, StoredToken> byHash = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, StoredToken> byId = new ConcurrentHashMap<>();
  private final ConcurrentMap<Nick, StoredToken> byName = new ConcurrentHashMap<>();

  /** Guards changes, so that the memory and the disk agree. */
  private final ReentrantLock lock = new ReentrantLock();

  private final SecureRandom random = new SecureRandom();
  private final Store store;
  private final Clock clock;
  private final Executor blocking;

  /** A token with its hash, and the time of the last use on the disk. */
  private static final class StoredToken {
    private final String hash;
    private volatile ApiToken token;
    private volatile @Nullable Instant written;

    StoredToken(String hash, ApiToken token) {
      this.hash = hash;
      this.token = token;
      this.written = token.lastUsedAt();
    }
  }

  /**
   * Reads all tokens.
   *
   * @param blocking runs the tasks that write the times of last use
   */
  public JdbcTokens(Store store, Clock clock, Executor blocking) {
    this.store = store;
    this.clock = clock;
    this.blocking = blocking;
    stored().forEach(this::put);
  }

  private List<StoredToken> stored() {
    return store.read(
        client -> client.sql("select * from token").query(JdbcTokens::storedToken).list());
  }

  @Override
  public void refresh() {
    lock.lock();
    try {
      List<StoredToken> now = stored();
      now.stream().filter(read -> !byId.containsKey(read.token.id())).forEach(this::put);
      Set<String> ids = now.stream().map(read -> read.token.id()).collect(Collectors.toSet());
      for (StoredToken known : List.copyOf(byId.values())) {
        if (!ids.contains(known.token.id())) {
          remove(known);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static StoredToken storedToken(ResultSet row, int number) throws SQLException {
    return new StoredToken(row.getString("hash"), token(row));
  }

  private static ApiToken token(ResultSet row) throws SQLException {
    return new ApiToken(
        row.getString("id"),
        new Nick(row.getString("name")),
        row.getString("prefix"),
        scopes(row.getString("scopes")),
        row.getString("account_id"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        TimeColumns.instant(row, "expires_at"),
        TimeColumns.instant(row, "last_used_at"));
  }

  /** Parses scopes, and skips unknown ones. */
  private static Set<TokenScope> scopes(String codes) {
    Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
    for (String code : codes.split(" ", -1)) {
      TokenScope scope = TokenScope.parse(code);
      if (scope != null) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  private void put(StoredToken stored) {
    byHash.put(stored.hash, stored);
    byId.put(stored.token.id(), stored);
    byName.put(stored.token.name(), stored);
  }

  private void remove(StoredToken stored) {
    byHash.remove(stored.hash);
    byId.remove(stored.token.id());
    byName.remove(stored.token.name(), stored);
  }

  @Override
  public Collection<ApiToken> all() {
    return byId.values().stream().map(stored -> stored.token).toList();
  }

  @Override
  public @Nullable ApiToken find(Secret token) {
    return token(byHash.get(token.hash()));
  }

  @Override
  public @Nullable ApiToken named(Nick name) {
    return token(byName.get(name));
  }

  @Override
  public @Nullable ApiToken get(String id) {
    return token(byId.get(id));
  }

  private static @Nullable ApiToken token(@Nullable StoredToken stored) {
    return stored == null ? null : stored.token;
  }

  @Override
  public @Nullable Issued issue(
      Nick name, Set<TokenScope> scopes, @Nullable String account, @Nullable Instant expiresAt) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String secret = ApiToken.MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ApiToken token =
        new ApiToken(
            UUID.randomUUID().toString(),
            name,
            secret.substring(0, PREFIX_LENGTH),
            scopes,
            account,
            Instant.ofEpochMilli(clock.millis()),
            expiresAt == null ? null : Instant.ofEpochMilli(expiresAt.toEpochMilli()),
            null);
    StoredToken stored = new StoredToken(new Secret(secret).hash(), token);
    lock.lock();
    try {
      if (byName.containsKey(name)) {
        return null;
      }
      store.change(client -> insert(client, stored));
      put(stored);
      return new Issued(token, new Secret(secret));
    } finally {
      lock.unlock();
    }
  }

  private static int insert(JdbcClient client, StoredToken stored) {
    ApiToken token = stored.token;
    return client
        .sql(
            """
            insert into token
              (id, name, name_key, hash, prefix, scopes, account_id, created_at, expires_at)
            values (:id, :name, :name_key, :hash, :prefix, :scopes, :account_id, :created_at,
              :expires_at)\
            """)
        .param("id", token.id())
        .param("name", token.name().value())
        .param("name_key", token.name().folded())
        .param("hash", stored.hash)
        .param("prefix", token.prefix())
        .param("scopes", codes(token.scopes()))
        .param("account_id", token.account(), Types.VARCHAR)
        .param("created_at", token.createdAt().toEpochMilli())
        .param("expires_at", TimeColumns.millis(token.expiresAt()), Types.BIGINT)
        .update();
  }

  private static String codes(Set<TokenScope> scopes) {
    return scopes.stream().sorted().map(TokenScope::code).collect(Collectors.joining(" "));
  }

  @Override
  public boolean revoke(String id) {
    lock.lock();
    try {
      StoredToken stored = byId.get(id);
      if (stored == null) {
        return false;
      }
      store.change(
          client -> client.sql("delete from token where id = :id").param("id", id).update());
      remove(stored);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void used(ApiToken token) {
    StoredToken stored = byId.get(token.id());
    if (stored == null) {
      return;
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    stored.token = stored.token.usedAt(now);
    Instant written = stored.written;
    if (written == null || !now.isBefore(written.plus(USE_WRITE_INTERVAL))) {
      stored.written = now;
      blocking.execute(() -> write(stored));
    }
  }

  private void write(StoredToken stored) {
    ApiToken token = stored.token;
    try {
      store.change(client ->
          client
              .sql("update token set last_used_at = :last_used_at where id = :id")
              .param("last_used_at", TimeColumns.millis(token.lastUsedAt()), Types.BIGINT)
              .param("id", token.id())
              .update());
    } catch (StoreUnavailableException unavailable) {
      log.debug("When token {} was last used is not written", token.name(), unavailable);
    } catch (RuntimeException fault) {
      log.error(
          "Writing when token {} was last used failed", token.name(), RedactedThrowable.of(fault));
    }
  }

  /** Writes the times of last use that are not on the disk yet. */
  @Override
  public void close() {
    for (StoredToken stored : byId.values()) {
      Instant used = stored.token.lastUsedAt();
      if (used != null && !used.equals(stored.written)) {
        write(stored);
      }
    }
  }
}
