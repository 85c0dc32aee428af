package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Stores accounts, whose names are unique (a port). Safe for use from any thread. What looks at a
 * password or changes something waits for the disk, and throws {@link
 * dev.parley.chat.history.LogUnavailableException} where that does not work; what looks at a
 * password waits for its turn as well, and throws {@link PasswordQueueFullException} where too many
 * are waiting. The rest does not block.
 */
public interface Accounts {

  /** Returns the account of a name, or null. */
  @Nullable AccountProfile find(Nick name);

  /** Returns the account of an id, or null. */
  @Nullable AccountProfile get(String id);

  /** Returns all accounts, in no order. */
  Collection<AccountProfile> all();

  /** Hashes a password that is to be an account's. May block. */
  PasswordHash hash(Secret password);

  /** Makes an account; null where there is one of that name already. May block. */
  @Nullable AccountProfile create(Nick name, PasswordHash password, boolean admin);

  /** Hashes a password and makes an account with it. */
  default @Nullable AccountProfile create(Nick name, Secret password, boolean admin) {
    return create(name, hash(password), admin);
  }

  /**
   * Returns the account of a name if the password is right, otherwise null; the time taken does not
   * tell whether the name or the password was wrong. Takes note of the login, unless the account is
   * disabled. May block.
   */
  @Nullable AccountProfile login(Nick name, Secret password);

  /**
   * Changes an account to this; false where it is gone, or another has the name. What the {@code
   * Rulebook} has about an account goes along with its name. May block.
   *
   * @param changed the id, and what the name and the rights are to be
   * @param password the new password, null to leave it
   */
  boolean change(AccountProfile changed, @Nullable PasswordHash password);

  /** Deletes an account with its tokens and roles, and says whether it was there. May block. */
  boolean delete(String id);
}
