package dev.parley.chat.account;

/**
 * Configures accounts.
 *
 * @param registration who makes accounts
 * @param reservation whether an account's name is kept from everyone else
 * @param passwordMinLength how many characters a password has at least
 */
public record AccountSettings(
    Registration registration, Reservation reservation, int passwordMinLength) {

  /** Defines who may create accounts. */
  public enum Registration {
    /** Everyone, for the name that they go by. */
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
