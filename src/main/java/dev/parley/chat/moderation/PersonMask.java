package dev.parley.chat.moderation;

import dev.parley.chat.name.GlobMask;
import dev.parley.chat.name.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Represents a mask of people, {@code nick!user@host}, in which {@code *} stands for any characters
 * and {@code ?} for one. Immutable; two that differ in case alone are equal.
 *
 * @param text the mask in lower case
 */
public record PersonMask(String text) {

  /** The maximum length, in characters (UTF-16 code units). */
  public static final int MAX_LENGTH = 200;

  private static final String ANY = "*";

  /** Folds the case. */
  public PersonMask {
    text = text.toLowerCase(Locale.ROOT);
  }

  /**
   * Parses a mask, of which parts may be missing: {@code bob*}, {@code *@host}, {@code bob!user}.
   * Returns null for a text that has none of the characters {@code *?!@}, or that is too long or
   * has spaces.
   */
  public static @Nullable PersonMask parse(String typed) {
    boolean plain = typed.chars().noneMatch(c -> "*?!@".indexOf(c) >= 0);
    boolean unfit =
        typed.length() > MAX_LENGTH
            || typed.chars().anyMatch(Character::isWhitespace)
            || !Text.cleanLine(typed).equals(typed);
    if (plain || unfit) {
      return null;
    }
    int at = typed.lastIndexOf('@');
    String names = at < 0 ? typed : typed.substring(0, at);
    int mark = names.indexOf('!');
    String nick = mark >= 0 ? names.substring(0, mark) : at < 0 ? names : ANY;
    String user = mark >= 0 ? names.substring(mark + 1) : at < 0 ? ANY : names;
    return new PersonMask(
        orAny(nick) + "!" + orAny(user) + "@" + orAny(at < 0 ? "" : typed.substring(at + 1)));
  }

  private static String orAny(String part) {
    return part.isEmpty() ? ANY : part;
  }

  /** Returns whether a person is among those of the mask, described as {@code nick!user@host}. */
  public boolean matches(String person) {
    return GlobMask.matches(text, person.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return text;
  }
}
