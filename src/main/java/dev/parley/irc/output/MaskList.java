package dev.parley.irc.output;

import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import org.jspecify.annotations.Nullable;

/** Enumerates the modes of rooms that are lists of masks. */
public enum MaskList {
  BANS('b', Numeric.BAN_LIST, Numeric.END_OF_BAN_LIST, Ban.Kind.BAN),
  EXEMPTIONS('e', Numeric.BAN_EXCEPTIONS, Numeric.END_OF_BAN_EXCEPTIONS, Ban.Kind.EXEMPTION),
  INVITATIONS(
      'I', Numeric.INVITE_EXCEPTIONS, Numeric.END_OF_INVITE_EXCEPTIONS, Ban.Kind.INVITATION);

  /** The letters of all lists. */
  public static final String LETTERS = "beI";

  /** The type of a mask that is muted, not banned (EXTBAN). */
  public static final char MUTE = 'm';

  /** The end of the mask of a name. */
  public static final String ANY_HOST = "!*@*";

  private static final String MUTE_PREFIX = MUTE + ":";

  private final char letter;
  private final Numeric entry;
  private final Numeric end;
  private final Ban.Kind kind;

  MaskList(char letter, Numeric entry, Numeric end, Ban.Kind kind) {
    this.letter = letter;
    this.entry = entry;
    this.end = end;
    this.kind = kind;
  }

  /** Returns the list of a letter, or null. */
  public static @Nullable MaskList of(char letter) {
    for (MaskList list : values()) {
      if (list.letter == letter) {
        return list;
      }
    }
    return null;
  }

  /** Returns the letter. */
  public char letter() {
    return letter;
  }

  /** Returns the reply with one entry. */
  public Numeric entry() {
    return entry;
  }

  /** Returns the reply behind the entries. */
  public Numeric end() {
    return end;
  }

  /** Returns whether an entry is in this list. */
  public boolean contains(Ban ban) {
    return ban.kind() == kind || (this == BANS && ban.kind() == Ban.Kind.MUTE);
  }

  /** Returns the kind of an entry with a mask as it is typed. */
  public Ban.Kind kindOf(String typed) {
    return this == BANS && typed.startsWith(MUTE_PREFIX) ? Ban.Kind.MUTE : kind;
  }

  /** Returns a mask as it is typed without its type. */
  public static String withoutType(String typed) {
    return typed.startsWith(MUTE_PREFIX) ? typed.substring(MUTE_PREFIX.length()) : typed;
  }

  /** Returns the mask of everyone who goes by a name. */
  public static String ofName(Nick nick) {
    return nick + ANY_HOST;
  }

  /** Returns a mask with the type of an entry. */
  public static String withType(Ban ban, String mask) {
    return ban.kind() == Ban.Kind.MUTE ? MUTE_PREFIX + mask : mask;
  }
}
