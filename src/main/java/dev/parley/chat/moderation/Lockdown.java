package dev.parley.chat.moderation;

import dev.parley.chat.account.Account;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in, in an emergency.
 *
 * @param reason why, in words for those who are not; may be empty
 */
public record Lockdown(Level level, String reason) {

  /** No emergency. */
  public static final Lockdown NONE = new Lockdown(Level.OPEN, "");

  /** The levels, each stricter than those before it. */
  public enum Level {
    /** Everyone is let in. */
    OPEN,
    /** Only those who log in; guests who are here stay. */
    NO_NEW_GUESTS,
    /** Only those who log in; guests who are here go. */
    REGISTERED_ONLY,
    /** Only admins; guests who are here go, and people with an account stay. */
    CLOSED;

    /** A stable name for machines: {@code no-new-guests}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The level of that {@link #code}, or null. */
    public static @Nullable Level of(String code) {
      return Arrays.stream(values())
          .filter(level -> level.code().equals(code))
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * Whether someone new is let in.
   *
   * @param known whether they have logged in
   * @param account the account that they have logged in to, null where to none
   */
  public boolean letsIn(boolean known, @Nullable Account account) {
    return switch (level) {
      case OPEN -> true;
      case NO_NEW_GUESTS, REGISTERED_ONLY -> known;
      case CLOSED -> account != null && account.admin();
    };
  }

  /**
   * Whether someone who is here may stay.
   *
   * @param known whether they have logged in
   */
  public boolean letsStay(boolean known) {
    return known || level == Level.OPEN || level == Level.NO_NEW_GUESTS;
  }

  /** What someone is told who is not let in. */
  public String told() {
    String who = level == Level.CLOSED ? "Nobody is" : "Only people with an account are";
    return who + " let in now" + (reason.isEmpty() ? "" : ": " + reason) + ".";
  }
}
