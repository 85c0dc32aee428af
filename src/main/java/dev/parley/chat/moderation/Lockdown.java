package dev.parley.chat.moderation;

import dev.parley.chat.account.Account;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes the lockdown level in force, and its reason.
 *
 * @param reason the reason, for people who are refused; may be empty
 */
public record Lockdown(Level level, String reason) {

  /** No lockdown. */
  public static final Lockdown NONE = new Lockdown(Level.OPEN, "");

  /** Enumerates the levels, each stricter than those before it. */
  public enum Level {
    /** Everyone may enter. */
    OPEN,
    /** Only people who log in may enter; present guests stay. */
    NO_NEW_GUESTS,
    /** Only people who log in may enter; present guests are disconnected. */
    REGISTERED_ONLY,
    /** Only admins may enter; present guests are disconnected, and people with an account stay. */
    CLOSED;

    /** Returns a stable name for machines: {@code no-new-guests}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the level of a {@link #code}, or null. */
    public static @Nullable Level of(String code) {
      return Arrays.stream(values())
          .filter(level -> level.code().equals(code))
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * Returns whether a newcomer may enter.
   *
   * @param known whether they have logged in
   * @param account the account that they have logged in to, null for none
   */
  public boolean admits(boolean known, @Nullable Account account) {
    return switch (level) {
      case OPEN -> true;
      case NO_NEW_GUESTS, REGISTERED_ONLY -> known;
      case CLOSED -> account != null && account.admin();
    };
  }

  /**
   * Returns whether a connected person may stay.
   *
   * @param known whether they have logged in
   */
  public boolean permitsStay(boolean known) {
    return known || level == Level.OPEN || level == Level.NO_NEW_GUESTS;
  }

  /** Returns the sentence for people who are refused. */
  public String sentence() {
    String who = level == Level.CLOSED ? "Nobody is" : "Only people with an account are";
    return who + " let in now" + (reason.isEmpty() ? "" : ": " + reason) + ".";
  }
}
