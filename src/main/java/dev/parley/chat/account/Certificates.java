package dev.parley.chat.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the fingerprints of the TLS certificates by which the owners of accounts log in (a port).
 * One belongs to one account at most. Safe for use from any thread. All methods may block, and
 * throw {@link dev.parley.chat.history.StoreUnavailableException} if the store does not work.
 */
public interface Certificates {

  /** Enumerates the results of adding a fingerprint. */
  enum Addition {
    /** It is added. */
    ADDED,
    /** It belongs to an account already. */
    TAKEN,
    /** The account has as many as it may have. */
    FULL
  }

  /** Returns the id of the account that a fingerprint belongs to, or null. */
  @Nullable String owner(Fingerprint certificate);

  /**
   * Returns the fingerprints of an account, the oldest first.
   *
   * @param account the id of the account
   */
  List<Fingerprint> of(String account);

  /**
   * Adds a fingerprint to an account.
   *
   * @param account the id of an account, which exists
   * @param most the maximum number of fingerprints of an account, 0 for no limit
   */
  Addition add(String account, Fingerprint certificate, int most);

  /**
   * Removes a fingerprint from an account; returns whether it was one of it.
   *
   * @param account the id of the account
   */
  boolean remove(String account, Fingerprint certificate);
}
