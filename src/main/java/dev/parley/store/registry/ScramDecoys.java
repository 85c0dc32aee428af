package dev.parley.store.registry;

import dev.parley.chat.account.HmacSha256;
import dev.parley.chat.account.ScramVerifier;
import dev.parley.chat.name.Nick;
import dev.parley.store.Store;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes verifiers for names that have none, by a key that is made at the first start and is the
 * same on all servers with this database. Safe for use from any thread.
 */
public final class ScramDecoys {

  private static final int KEY_BYTES = 32;

  private final byte[] key;
  private final int iterations;

  /**
   * @param iterations the number of iterations of the verifiers
   * @throws dev.parley.chat.history.StoreUnavailableException where the key cannot be read or made
   */
  public ScramDecoys(Store store, int iterations) {
    this.key = HexFormat.of().parseHex(key(store));
    this.iterations = iterations;
  }

  private static String key(Store store) {
    String kept = store.read(ScramDecoys::kept);
    return kept == null ? store.change(ScramDecoys::made) : kept;
  }

  private static @Nullable String kept(JdbcClient client) {
    return client
        .sql("select scram_key from server where scram_key is not null")
        .query(String.class)
        .optional()
        .orElse(null);
  }

  /** Returns the key that was made first, by this server or another one. */
  private static String made(JdbcClient client) {
    byte[] fresh = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(fresh);
    client
        .sql("update server set scram_key = coalesce(scram_key, :key)")
        .param("key", HexFormat.of().formatHex(fresh))
        .update();
    return client.sql("select scram_key from server").query(String.class).single();
  }

  /** Returns the verifier for a name: it accepts nothing in practice. */
  ScramVerifier of(Nick name) {
    byte[] salt = HmacSha256.of(key, "salt " + name.folded());
    return ScramVerifier.of(
        iterations,
        Arrays.copyOf(salt, ScramPasswordEncoder.SALT_BYTES),
        HmacSha256.of(key, "password " + name.folded()));
  }
}
