package dev.parley.chat.moderation;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes a ban or a mute, or what exempts from one.
 *
 * @param id the id
 * @param room the room that it applies to, null for the whole server
 * @param target the person or addresses that it applies to
 * @param since the time of its imposition
 * @param until the time of expiry, null for a permanent ban
 * @param reason the reason, for the person concerned; may be empty
 * @param by the name of the one who imposed it
 */
public record Ban(
    String id,
    Kind kind,
    @Nullable RoomName room,
    Target target,
    Instant since,
    @Nullable Instant until,
    String reason,
    String by) {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Enumerates the kinds of bans. */
  public enum Kind {
    /** Entering is forbidden. */
    BAN,
    /** Speaking is forbidden. */
    MUTE,
    /** Bans and mutes of the room do not apply. */
    EXEMPTION,
    /** Joining a room that is by invitation only needs no further invitation. */
    INVITATION;

    /** Returns a stable name for machines. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind of a {@link #code}, or null. */
    public static @Nullable Kind of(String code) {
      return Arrays.stream(values())
          .filter(kind -> kind.code().equals(code))
          .findFirst()
          .orElse(null);
    }

    /** Returns whether it forbids something. */
    public boolean isAgainst() {
      return this == BAN || this == MUTE;
    }
  }

  /** Identifies the target of a ban. */
  public sealed interface Target {

    /** Returns whether it is one person, not all of a network or a mask. */
    default boolean isOnePerson() {
      return this instanceof OfNick || this instanceof OfAccount;
    }
  }

  /** Targets the user of a name, and its owner under any variant of it. */
  public record OfNick(Nick nick) implements Target {
    @Override
    public String toString() {
      return nick.toString();
    }
  }

  /** Targets the owner of an account. */
  public record OfAccount(Nick account) implements Target {
    @Override
    public String toString() {
      return account.toString();
    }
  }

  /** Targets an address range. */
  public record OfAddress(AddressRange range) implements Target {
    @Override
    public String toString() {
      return range.toString();
    }
  }

  /** Targets the people of a mask, in a room. */
  public record OfMask(PersonMask mask) implements Target {
    @Override
    public String toString() {
      return mask.toString();
    }
  }

  /** Identifies a ban by its kind, room and target, which are unique. */
  public record Key(Kind kind, @Nullable RoomName room, Target target) {}

  /** Truncates times to the millisecond. */
  public Ban {
    since = since.truncatedTo(ChronoUnit.MILLIS);
    until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Returns a copy of this ban with another target. */
  public Ban on(Target another) {
    return new Ban(id, kind, room, another, since, until, reason, by);
  }

  /** Returns a copy of this ban in another room, or in one by its other name. */
  public Ban in(@Nullable RoomName another) {
    return new Ban(id, kind, another, target, since, until, reason, by);
  }

  /** Returns the unique key of this ban. */
  public Key key() {
    return new Key(kind, room, target);
  }

  /** Returns whether this ban has expired. */
  public boolean isOver(Instant now) {
    return until != null && !now.isBefore(until);
  }

  /** Returns the kind and place of the ban: {@code banned from #ops}. */
  public String extent() {
    return switch (kind) {
      case BAN -> room == null ? "banned" : "banned from " + room;
      case MUTE -> room == null ? "muted" : "muted in " + room;
      case EXEMPTION -> "exempt from the bans of " + room;
      case INVITATION -> "invited to " + room;
    };
  }

  /** Returns the ban as a clause: {@code banned from #ops until 2026-11-23 10:00 UTC: spam}. */
  public String clause() {
    return extent() + terms();
  }

  /**
   * Returns the end and the reason: {@code until 2026-11-23 10:00 UTC: spam}, with a space before
   * it.
   */
  public String terms() {
    return (until == null ? "" : " until " + MINUTE.format(until))
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** Returns the sentence shown to the person concerned; it names nobody else. */
  public String sentence() {
    return room == null && target instanceof OfNick(Nick nick)
        ? "The name " + nick + " is " + clause() + "."
        : "You are " + clause() + ".";
  }
}
