package dev.parley.chat.moderation;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That someone is kept out, or is not to speak.
 *
 * @param id names it
 * @param room where it holds, null for the whole server
 * @param target whom it is about
 * @param since when it was imposed
 * @param until when it ends by itself, null where it is for good
 * @param reason why, in words for the person concerned; may be empty
 * @param by who imposed it
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

  /** What is not allowed. */
  public enum Kind {
    /** To come in. */
    BAN,
    /** To speak. */
    MUTE;

    /** A stable name for machines. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whom a ban is about. */
  public sealed interface Target {}

  /** Whoever goes by a name, or is logged in by it and goes by a variant. */
  public record OfNick(Nick nick) implements Target {
    @Override
    public String toString() {
      return nick.toString();
    }
  }

  /** Whoever is logged in to an account. */
  public record OfAccount(Nick account) implements Target {
    @Override
    public String toString() {
      return account.toString();
    }
  }

  /** Whoever comes from an address. */
  public record OfAddress(AddressRange range) implements Target {
    @Override
    public String toString() {
      return range.toString();
    }
  }

  /** What no two bans have in common. */
  public record Key(Kind kind, @Nullable RoomName room, Target target) {}

  /** Cuts times to the millisecond. */
  public Ban {
    since = since.truncatedTo(ChronoUnit.MILLIS);
    until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The same, on another target. */
  public Ban on(Target another) {
    return new Ban(id, kind, room, another, since, until, reason, by);
  }

  /** What no other ban that holds has. */
  public Key key() {
    return new Key(kind, room, target);
  }

  /** Whether it has ended by itself. */
  public boolean isOver(Instant now) {
    return until != null && !now.isBefore(until);
  }

  /** What it is: {@code banned from #ops}. */
  public String extent() {
    String what = kind == Kind.BAN ? "banned" : "muted";
    return room == null ? what : what + (kind == Kind.BAN ? " from " : " in ") + room;
  }

  /** What it comes to: {@code banned from #ops until 2026-11-23 10:00 UTC: spam}. */
  public String clause() {
    return extent() + terms();
  }

  /** Until when, and why: {@code until 2026-11-23 10:00 UTC: spam}, with a space before it. */
  public String terms() {
    return (until == null ? "" : " until " + MINUTE.format(until))
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** A sentence for the person concerned; of others it says nothing. */
  public String told() {
    return room == null && target instanceof OfNick(Nick nick)
        ? "The name " + nick + " is " + clause() + "."
        : "You are " + clause() + ".";
  }
}
