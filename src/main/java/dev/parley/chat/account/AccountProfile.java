package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes an account, without its password.
 *
 * @param id names it for good, whatever it is called
 * @param admin whether it may do in every room what that room's owner may
 * @param disabled whether nobody can log in to it
 * @param passwordVersion how many other passwords it has had before since the server started: a
 *     proof by one of those is out of date
 * @param lastLoginAt when a person last logged in to it with its password, null for never
 */
public record AccountProfile(
    String id,
    Nick name,
    boolean admin,
    boolean disabled,
    int passwordVersion,
    Instant createdAt,
    @Nullable Instant lastLoginAt) {

  /** Returns the account, as a session has it. */
  public Account account() {
    return new Account(name, admin);
  }

  /** Returns a copy of the account with changes applied. */
  public AccountProfile with(
      @Nullable Nick newName, @Nullable Boolean newAdmin, @Nullable Boolean newDisabled) {
    return new AccountProfile(
        id,
        newName == null ? name : newName,
        newAdmin == null ? admin : newAdmin,
        newDisabled == null ? disabled : newDisabled,
        passwordVersion,
        createdAt,
        lastLoginAt);
  }
}
