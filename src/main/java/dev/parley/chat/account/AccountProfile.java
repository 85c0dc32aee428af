package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes an account, without its password.
 *
 * @param id the permanent id, independent of the name
 * @param admin whether it has the rights of an owner in every room
 * @param disabled whether logging in to it is refused
 * @param alwaysOn whether its owner stays in the rooms without a connection
 * @param passwordVersion the number of password changes since the server started; a login by an
 *     earlier version is out of date
 * @param lastLoginAt the time of the last login by password, null for never
 */
public record AccountProfile(
    String id,
    Nick name,
    boolean admin,
    boolean disabled,
    boolean alwaysOn,
    int passwordVersion,
    Instant createdAt,
    @Nullable Instant lastLoginAt) {

  /** Returns the account in the form that sessions refer to. */
  public Account account() {
    return new Account(name, admin);
  }

  /** Returns a copy of the account with another version of the password. */
  public AccountProfile withPasswordVersion(int version) {
    return new AccountProfile(id, name, admin, disabled, alwaysOn, version, createdAt, lastLoginAt);
  }

  /** Returns a copy of the account with changes applied. */
  public AccountProfile with(
      @Nullable Nick newName,
      @Nullable Boolean newAdmin,
      @Nullable Boolean newDisabled,
      @Nullable Boolean newAlwaysOn) {
    return new AccountProfile(
        id,
        newName == null ? name : newName,
        newAdmin == null ? admin : newAdmin,
        newDisabled == null ? disabled : newDisabled,
        newAlwaysOn == null ? alwaysOn : newAlwaysOn,
        passwordVersion,
        createdAt,
        lastLoginAt);
  }
}
