package dev.parley.chat.account;

/**
 * How accounts behave.
 *
 * @param registration who makes accounts
 * @param reservation whether an account's name is kept from everyone else
 * @param passwordMinLength how many characters a password has at least
 */
public record AccountSettings(
    Registration registration, Reservation reservation, int passwordMinLength) {

  /** Who makes accounts. */
  public enum Registration {
    /** Everyone, for the name that they go by. */
    OPEN,
    /** The admin alone. */
    ADMIN,
    /** Nobody; those that there are can be logged in to. */
    OFF
  }

  /** Whether an account's name is kept from everyone else. */
  public enum Reservation {
    /** It is. */
    STRICT,
    /** It is not: whoever comes first goes by it. */
    OFF
  }
}
