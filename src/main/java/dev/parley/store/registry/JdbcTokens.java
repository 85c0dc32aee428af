package dev.parley.store.registry;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.Fault;
import dev.parley.chat.history.LogUnavailableException;
import dev.parley.chat.name.Nick;
import dev.parley.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
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

/**
 * Tokens in the database, by their SHA-256: of 256 random bits nothing can be guessed, so a slow
 * hash would only cost time. All of them are in memory too. When one was last used is written once
 * a minute at most, and at the end.
 */
public final class JdbcTokens implements Tokens, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JdbcTokens.class);
  private static final Duration USE_WRITTEN_EVERY = Duration.ofMinutes(1);
  private static final int RANDOM_BYTES = 32;
  private static final int SHOWN = ApiToken.MARK.length() + 6;

  private final ConcurrentMap<String, Held> byHash = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Held> byId = new ConcurrentHashMap<>();
  private final ConcurrentMap<Nick, Held> byName = new ConcurrentHashMap<>();

  /** Held for a change, so that what is in memory is what is on the disk. */
  private final ReentrantLock turn = new ReentrantLock();

  private final SecureRandom random = new SecureRandom();
  private final Store store;
  private final Clock clock;
  private final Executor blocking;

  /** A token, and until when its use is on the disk. */
  private static final class Held {
    private final String hash;
    private volatile ApiToken token;
    private volatile @Nullable Instant written;

    Held(String hash, ApiToken token) {
      this.hash = hash;
      this.token = token;
      this.written = token.lastUsedAt();
    }
  }

  /**
   * Reads what tokens there are.
   *
   * @param blocking runs what writes down when a token was last used
   */
  public JdbcTokens(Store store, Clock clock, Executor blocking) {
    this.store = store;
    this.clock = clock;
    this.blocking = blocking;
    store.<@Nullable Void>read(connection -> {
      try (PreparedStatement select = connection.prepareStatement("select * from token");
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          put(new Held(row.getString("hash"), read(row)));
        }
        return null;
      }
    });
  }

  private static ApiToken read(ResultSet row) throws SQLException {
    return new ApiToken(
        row.getString("id"),
        new Nick(row.getString("name")),
        row.getString("prefix"),
        scopes(row.getString("scopes")),
        row.getString("account_id"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Columns.instant(row, "expires_at"),
        Columns.instant(row, "last_used_at"));
  }

  /** A scope that this version does not know is good for nothing. */
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

  private void put(Held held) {
    byHash.put(held.hash, held);
    byId.put(held.token.id(), held);
    byName.put(held.token.name(), held);
  }

  @Override
  public Collection<ApiToken> all() {
    return byId.values().stream().map(held -> held.token).toList();
  }

  @Override
  public @Nullable ApiToken find(Secret token) {
    return token(byHash.get(hash(token)));
  }

  @Override
  public @Nullable ApiToken named(Nick name) {
    return token(byName.get(name));
  }

  @Override
  public @Nullable ApiToken get(String id) {
    return token(byId.get(id));
  }

  private static @Nullable ApiToken token(@Nullable Held held) {
    return held == null ? null : held.token;
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
            secret.substring(0, SHOWN),
            scopes,
            account,
            Instant.ofEpochMilli(clock.millis()),
            expiresAt == null ? null : Instant.ofEpochMilli(expiresAt.toEpochMilli()),
            null);
    Held held = new Held(hash(new Secret(secret)), token);
    turn.lock();
    try {
      if (byName.containsKey(name)) {
        return null;
      }
      store.change(connection -> insert(connection.prepareStatement(INSERT), held));
      put(held);
      return new Issued(token, new Secret(secret));
    } finally {
      turn.unlock();
    }
  }

  private static final String INSERT =
      """
      insert into token
        (id, name, name_key, hash, prefix, scopes, account_id, created_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static int insert(PreparedStatement insert, Held held) throws SQLException {
    ApiToken token = held.token;
    try (insert) {
      insert.setString(1, token.id());
      insert.setString(2, token.name().value());
      insert.setString(3, token.name().folded());
      insert.setString(4, held.hash);
      insert.setString(5, token.prefix());
      insert.setString(
          6,
          token.scopes().stream().sorted().map(TokenScope::code).collect(Collectors.joining(" ")));
      insert.setString(7, token.account());
      insert.setLong(8, token.createdAt().toEpochMilli());
      Columns.set(insert, 9, token.expiresAt());
      return insert.executeUpdate();
    }
  }

  @Override
  public boolean revoke(String id) {
    turn.lock();
    try {
      Held held = byId.get(id);
      if (held == null) {
        return false;
      }
      store.change(connection -> Columns.update(connection, "delete from token where id = ?", id));
      byHash.remove(held.hash);
      byName.remove(held.token.name());
      byId.remove(id);
      return true;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void used(ApiToken token) {
    Held held = byId.get(token.id());
    if (held == null) {
      return;
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    held.token = held.token.usedAt(now);
    Instant written = held.written;
    if (written == null || !now.isBefore(written.plus(USE_WRITTEN_EVERY))) {
      held.written = now;
      blocking.execute(() -> write(held));
    }
  }

  private void write(Held held) {
    ApiToken token = held.token;
    try {
      store.change(connection -> {
        try (PreparedStatement update =
            connection.prepareStatement("update token set last_used_at = ? where id = ?")) {
          Columns.set(update, 1, token.lastUsedAt());
          update.setString(2, token.id());
          return update.executeUpdate();
        }
      });
    } catch (LogUnavailableException unavailable) {
      log.debug("When token {} was last used is not written", token.name(), unavailable);
    } catch (RuntimeException fault) {
      log.error("Writing when token {} was last used failed", token.name(), Fault.of(fault));
    }
  }

  /** Writes down what was used since it was last written. */
  @Override
  public void close() {
    for (Held held : byId.values()) {
      Instant used = held.token.lastUsedAt();
      if (used != null && !used.equals(held.written)) {
        write(held);
      }
    }
  }

  private static String hash(Secret secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(secret.text().getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }
}
