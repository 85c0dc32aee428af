package dev.parley.store.registry;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.name.Nick;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps tokens in memory. */
public final class MemoryTokens implements Tokens {

  private final Map<Secret, ApiToken> tokens = new LinkedHashMap<>();
  private final Clock clock;

  public MemoryTokens(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Collection<ApiToken> all() {
    return List.copyOf(tokens.values());
  }

  @Override
  public synchronized @Nullable ApiToken find(Secret token) {
    return tokens.get(token);
  }

  @Override
  public @Nullable ApiToken named(Nick name) {
    return all().stream().filter(token -> token.name().equals(name)).findFirst().orElse(null);
  }

  @Override
  public @Nullable ApiToken get(String id) {
    return all().stream().filter(token -> token.id().equals(id)).findFirst().orElse(null);
  }

  @Override
  public synchronized @Nullable Issued issue(
      Nick name, Set<TokenScope> scopes, @Nullable String account, @Nullable Instant expiresAt) {
    if (named(name) != null) {
      return null;
    }
    Secret secret =
        new Secret(ApiToken.MARK + UUID.randomUUID() + UUID.randomUUID().toString().charAt(0));
    ApiToken token =
        new ApiToken(
            UUID.randomUUID().toString(),
            name,
            secret.text().substring(0, ApiToken.MARK.length() + 6),
            scopes,
            account,
            Instant.ofEpochMilli(clock.millis()),
            expiresAt == null ? null : Instant.ofEpochMilli(expiresAt.toEpochMilli()),
            null);
    tokens.put(secret, token);
    return new Issued(token, secret);
  }

  @Override
  public synchronized boolean revoke(String id) {
    return tokens.values().removeIf(token -> token.id().equals(id));
  }

  @Override
  public synchronized void used(ApiToken used) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    tokens.replaceAll((secret, token) -> token.id().equals(used.id()) ? token.usedAt(now) : token);
  }
}
