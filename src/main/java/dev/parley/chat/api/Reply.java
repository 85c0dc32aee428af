package dev.parley.chat.api;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What an asker is answered. Each protocol renders it in its own way. */
public sealed interface Reply {

  /** It is done and there is nothing to say about it. */
  record Done() implements Reply {
    public static final Done INSTANCE = new Done();
  }

  /**
   * It is not done.
   *
   * @param refusal why, for machines
   * @param text why, as one or more sentences for people
   */
  record Refused(Refusal refusal, String text) implements Reply {}

  /**
   * The answer comes later: the future is completed, never exceptionally, from a thread of the
   * core's or of the log's. Until then the asker's next command has to wait, unless both are posts.
   */
  record Later(CompletableFuture<Reply> reply) implements Reply {}

  /**
   * You are in, and in the lobby.
   *
   * @param nick the name that you got
   * @param wanted the name that you gave, where it is another
   * @param registered whether that is because it is the name of an account that you are not logged
   *     in to
   * @param lastEnd how your last connection ended, where that is worth telling
   * @param token what you can come back with after a drop, null where you cannot
   */
  record Arrived(
      Nick nick,
      @Nullable String wanted,
      boolean registered,
      @Nullable Disconnect lastEnd,
      Entered lobby,
      @Nullable String token)
      implements Reply {}

  /**
   * You are logged in.
   *
   * @param login the name of the account, or of the token
   * @param registered whether the account was made just now
   * @param nick the name that you go by
   * @param arrived your arrival, null where you were in before
   */
  record LoggedIn(Nick login, boolean registered, Nick nick, @Nullable Arrived arrived)
      implements Reply {}

  /**
   * Your account has another password.
   *
   * @param ended how many other sessions of the account were ended by that
   */
  record PasswordChanged(int ended) implements Reply {}

  /** To an operator: the account as it stands. */
  record AccountIs(AccountProfile profile) implements Reply {}

  /** To an operator: the token that was made. */
  record TokenIssued(Tokens.Issued issued) implements Reply {}

  /**
   * You are back where you were; what you have missed is replayed next.
   *
   * @param lastEnd how your last connection ended
   * @param rooms the rooms that you are in again
   * @param lost the rooms that you were in and are not in any more
   * @param current the room that you spoke in, null where there was none; you may not be in it now
   * @param missed how many lines you have missed that can be shown
   * @param replay reads those lines
   * @param token what you can come back with the next time
   */
  record Resumed(
      Nick nick,
      Disconnect lastEnd,
      List<Entered> rooms,
      List<Lost> lost,
      @Nullable RoomName current,
      long missed,
      Replay replay,
      @Nullable String token)
      implements Reply {}

  /**
   * A room that you were in and are not in any more.
   *
   * @param gone whether there is no such room any more; another of its name is not the same
   */
  record Lost(RoomName room, boolean gone) {}

  /**
   * Some of the lines that you have missed.
   *
   * @param gap what is not shown before them, null for nothing
   * @param lines those that you are to see, oldest first
   * @param upTo the offset up to which the room is shown by then
   */
  record Replayed(
      RoomName room, String epoch, Replay.@Nullable Gap gap, List<LogEntry> lines, long upTo)
      implements Reply {}

  /** You go by another name. */
  record Renamed(Nick from, Nick to) implements Reply {}

  /**
   * You are in a room.
   *
   * @param room the room as it stands
   * @param you the name that you go by
   * @param others who else is there: the first of them to have come
   * @param before whether you were in it already
   * @param shown the offset of the newest line that was said before; those after it will be shown
   * @param recent the last lines said, oldest first; empty where you were in it already
   */
  record Entered(
      RoomInfo room, Nick you, List<Nick> others, boolean before, long shown, List<LogEntry> recent)
      implements Reply {
    /** How many of the others are named at the most; {@link RoomInfo#members} counts them all. */
    public static final int NAMES_GIVEN = 10;
  }

  /** You are no longer in a room. */
  record Departed(RoomName room) implements Reply {}

  /** The rooms there are, the fullest first. */
  record RoomList(List<RoomInfo> rooms) implements Reply {}

  /** Who is in a room, in the order of arrival. */
  record MemberList(RoomName room, List<MemberInfo> members) implements Reply {}

  /** A room's topic, empty where it has none. */
  record TopicIs(RoomName room, String topic) implements Reply {}

  /**
   * Lines of a room, oldest first; without those of people whom the asker ignores.
   *
   * @param first the offset of the first line of this page, shown or not; 0 where there is none
   * @param last the offset of its last line, likewise
   * @param more whether there are further lines in the direction that was asked for
   */
  record History(
      RoomName room,
      String epoch,
      List<LogEntry> entries,
      long first,
      long last,
      Direction direction,
      boolean more)
      implements Reply {
    /** All lines of a page. */
    public History(
        RoomName room, String epoch, List<LogEntry> lines, Direction direction, boolean more) {
      this(
          room,
          epoch,
          lines,
          lines.isEmpty() ? 0 : lines.getFirst().offset(),
          lines.isEmpty() ? 0 : lines.getLast().offset(),
          direction,
          more);
    }

    /** The same page without the lines that a session is not to see. */
    public History seenBy(Receiver session) {
      List<LogEntry> seen = entries.stream().filter(session::sees).toList();
      return new History(room, epoch, seen, first, last, direction, more);
    }

    /** Which way the asker is reading. */
    public enum Direction {
      /** The newest lines. */
      NEWEST,
      /** Onwards from an offset. */
      ONWARDS
    }
  }

  /**
   * Lines of the rooms that you are in, the newest first.
   *
   * @param more whether there are older ones
   */
  record Found(List<Hit> hits, boolean more) implements Reply {}

  /** A line that was found. */
  record Hit(RoomName room, String epoch, LogEntry entry) {}

  /**
   * Your private message is on its way.
   *
   * @param away what the receiver says about being away, null where they are here
   */
  record Told(Event.PrivateMessage message, @Nullable String away) implements Reply {}

  /** Whom you ignore now. */
  record Ignoring(List<Nick> nicks) implements Reply {}

  /** Whether you are away now, and the text that says so. */
  record AwayIs(@Nullable String text) implements Reply {}

  /** Whether your own messages come back to you. */
  record EchoIs(boolean on) implements Reply {}

  /** A ban or a mute is imposed, or was lifted. */
  record Imposed(Ban ban, boolean lifted) implements Reply {}

  /** Someone may come into a room. */
  record Invited(RoomName room, Nick nick) implements Reply {}

  /** To an operator: the line is in the room's log. */
  record PostedAt(RoomName room, String epoch, LogEntry entry) implements Reply {}

  /**
   * To an operator: the room's events are shown to the watching endpoint from now on.
   *
   * @param lastShown the offset of the newest line that was shown before; those after it will be
   * @param stop ends the watch; may be run from any thread, and more than once
   */
  record Watching(RoomInfo room, long lastShown, Runnable stop) implements Reply {}

  /** To an operator: the room as it stands. */
  record RoomIs(RoomInfo room) implements Reply {}

  /** You asked to leave; the connection is to be closed with this. */
  record Goodbye(Disconnect why) implements Reply {}
}
