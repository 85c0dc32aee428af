package dev.parley.http.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.HmacSha256;
import dev.parley.chat.account.Secret;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Caches verified names and passwords, as each request brings them and hashing a password is slow.
 * They are kept as a keyed hash, under a key that is generated at the start and never stored; an
 * entry is void once the account has another password or name. Safe for use from any thread.
 */
final class VerifiedCredentials {

  private static final int MAX_ENTRIES = 1000;
  private static final int KEY_BYTES = 32;

  /** The verified account and the version of its password. */
  private record Proof(String account, int passwordVersion) {}

  private final Cache<String, Proof> proofs =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();
  private final byte[] key = new byte[KEY_BYTES];
  private final AccountAdmin accountAdmin;

  VerifiedCredentials(AccountAdmin accountAdmin) {
    new SecureRandom().nextBytes(key);
    this.accountAdmin = accountAdmin;
  }

  /** Returns the current account if these are known to be its name and password; otherwise null. */
  @Nullable AccountProfile find(Nick name, Secret password) {
    Proof proof = proofs.getIfPresent(hash(name, password));
    if (proof == null) {
      return null;
    }
    AccountProfile now = accountAdmin.accountById(proof.account);
    return now != null && now.name().equals(name) && now.passwordVersion() == proof.passwordVersion
        ? now
        : null;
  }

  /** Caches the verified name and password of an account. */
  void add(Nick name, Secret password, AccountProfile account) {
    proofs.put(hash(name, password), new Proof(account.id(), account.passwordVersion()));
  }

  /** Hashes a name and a password, separated by a line end, which no name contains. */
  private String hash(Nick name, Secret password) {
    byte[] hash = HmacSha256.of(key, name.folded() + '\n' + password.text());
    return Base64.getEncoder().encodeToString(hash);
  }
}
