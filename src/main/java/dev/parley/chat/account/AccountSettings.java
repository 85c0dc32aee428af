package dev.parley.chat.account;

/**
 * Configures accounts.
 *
 * @param registration who may create accounts
 * @param reservation whether an account's name is reserved for its owner
 * @param passwordMinLength the minimum length of a password, in characters
 * @param certificates the maximum number of certificates of an account, 0 for no limit
 * @param alwaysOn configures accounts whose owners stay in their rooms without a connection
 */
public record AccountSettings(
    Registration registration,
    Reservation reservation,
    int passwordMinLength,
    int certificates,
    AlwaysOnSettings alwaysOn) {

  /** Defines who may create accounts. */
  public enum Registration {
    /** Everyone, for their current name. */
    OPEN,
    /** The admin alone. */
    ADMIN,
    /** No one; existing accounts can be logged in to. */
    OFF
  }

  /** Defines whether the name of an account is reserved for its owner. */
  public enum Reservation {
    /** Only the owner may use the name. */
    STRICT,
    /** Anyone may use the name while it is free. */
    OFF
  }
}
