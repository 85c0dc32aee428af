package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Stores accounts, whose names are unique (a port). Safe for use from any thread. Methods that
 * check a password or change something wait for the disk, and throw {@link
 * dev.parley.chat.history.StoreUnavailableException} if the store does not work; those that hash or
 * check a password are queued as well, and throw {@link PasswordQueueFullException} if the queue is
 * full. All others do not block.
 */
public interface Accounts {

  /** Returns the account of a name, or null. */
  @Nullable AccountProfile find(Nick name);

  /** Returns the account of an id, or null. */
  @Nullable AccountProfile get(String id);

  /** Returns all accounts, in no order. */
  Collection<AccountProfile> all();

  /** Hashes a password. May block. */
  PasswordHash hash(Secret password);

  /** Creates an account; returns null if there is one of that name. May block. */
  @Nullable AccountProfile create(Nick name, PasswordHash password, boolean admin);

  /** Hashes a password and creates an account with it. */
  default @Nullable AccountProfile create(Nick name, Secret password, boolean admin) {
    return create(name, hash(password), admin);
  }

  /**
   * Returns the account of a name if the password is right, otherwise null; the duration does not
   * reveal which of the two was wrong. Records the login, unless the account is disabled. May
   * block.
   */
  @Nullable AccountProfile login(Nick name, Secret password);

  /**
   * Returns what verifies the password of a name by SCRAM. For a name without an account, or whose
   * password has none yet, it is one that accepts nothing: always the same for a name, so that it
   * does not reveal whether there is an account. May block.
   */
  ScramVerifier scramVerifier(Nick name);

  /**
   * Returns the account of a name if a verifier is the one of its password, otherwise null. Records
   * the login, unless the account is disabled. May block.
   *
   * @param verifier one that has accepted the proof of a client
   */
  @Nullable AccountProfile login(Nick name, ScramVerifier verifier);

  /**
   * Returns the account that a certificate belongs to, otherwise null. Records the login, unless
   * the account is disabled. May block.
   *
   * @param name the name that the account has to have, null for any
   */
  @Nullable AccountProfile login(@Nullable Nick name, Fingerprint certificate);

  /**
   * Updates an account; returns false if it does not exist or its new name is taken. Its roles and
   * the bans on it follow the name. May block.
   *
   * @param changed the id, with the new name and rights
   * @param password the hash of the new password, null to keep the password
   */
  boolean change(AccountProfile changed, @Nullable PasswordHash password);

  /**
   * Reads the accounts again, as another server has changed them. May block.
   *
   * @param password the id of an account with a new password, null for none
   */
  default void refresh(@Nullable String password) {}

  /** Returns the markers of how far the owners of accounts have read. */
  ReadMarkers readMarkers();

  /** Returns the certificates by which the owners of accounts log in. */
  Certificates certificates();

  /**
   * Deletes an account with its markers, certificates, tokens and roles; returns whether it
   * existed. May block.
   */
  boolean delete(String id);
}
