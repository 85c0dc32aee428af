package dev.parley.chat.api;

import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Represents the answer to a command, for the asker on a connection. Each protocol renders it in
 * its own form.
 */
public sealed interface Reply {

  /**
   * Represents a reply that is shown to the asker. The others are not: a stored line is shown by
   * its event.
   */
  sealed interface Content extends Reply {}

  /** Reports success without further data. */
  record Done() implements Reply {
    public static final Done INSTANCE = new Done();
  }

  /**
   * Reports a refusal.
   *
   * @param refusal the reason, for machines
   * @param text the reason, as one or more sentences for people
   */
  record Refused(Refusal refusal, String text) implements Content {}

  /**
   * Holds a reply that comes later. The future is completed, never exceptionally, by a thread of
   * the core or of the log. Until then the asker's next command has to wait, unless both are posts.
   */
  record Deferred(CompletableFuture<Reply> reply) implements Reply {}

  /** Returns the final reply, now or later. */
  default CompletableFuture<Reply> settled() {
    return this instanceof Deferred(CompletableFuture<Reply> later)
        ? later.thenCompose(Reply::settled)
        : CompletableFuture.completedFuture(this);
  }

  /** Returns the reply with its final form converted, now or later. */
  default Reply then(UnaryOperator<Reply> conversion) {
    return this instanceof Deferred
        ? new Deferred(settled().thenApply(conversion))
        : conversion.apply(this);
  }

  /**
   * Reports an arrival, and the entry into the lobby.
   *
   * @param nick the name assigned
   * @param wanted the name requested, null if it was assigned
   * @param registered whether the requested name was refused as that of another's account
   * @param lastEnd the end of the person's last connection, null if there is nothing to report
   * @param token the resume token, null if the session cannot be resumed
   */
  record Arrived(
      Nick nick,
      @Nullable String wanted,
      boolean registered,
      @Nullable Disconnect lastEnd,
      Entered lobby,
      @Nullable String token)
      implements Content {}

  /**
   * Reports an entry without a room.
   *
   * @param lastEnd the end of the person's last connection, null if there is nothing to report
   */
  record Admitted(Nick nick, @Nullable Disconnect lastEnd) implements Reply {}

  /**
   * Reports that the connection shares the session of another one of its account from now on.
   *
   * @param person the session
   * @param rooms the rooms that it is in, each with its last lines
   */
  record Shared(Nick nick, Receiver person, List<Entered> rooms) implements Reply {}

  /**
   * Reports an identification.
   *
   * @param login the name of the account, or of the token
   */
  record Authenticated(Nick login) implements Reply {}

  /**
   * Asks for the next message of an authentication.
   *
   * @param message the server's message, in the form of the mechanism
   */
  record Challenged(String message) implements Reply {}

  /**
   * Reports a login.
   *
   * @param login the name of the account, or of the token
   * @param registered whether the account was created by this command
   * @param nick the current name
   * @param arrived the arrival, null if the session had arrived before
   */
  record LoggedIn(Nick login, boolean registered, Nick nick, @Nullable Arrived arrived)
      implements Content {}

  /**
   * Reports a change of the password.
   *
   * @param ended the number of other sessions of the account that were ended
   */
  record PasswordChanged(int ended) implements Content {}

  /**
   * Lists the certificates by which the owner of an account logs in, the oldest first.
   *
   * @param login the name of the account
   */
  record CertificateList(Nick login, List<Fingerprint> certificates) implements Content {
    /** Copies the certificates. */
    public CertificateList {
      certificates = List.copyOf(certificates);
    }
  }

  /**
   * Tells whether the person stays in the rooms without a connection.
   *
   * @param login the name of the account
   */
  record AlwaysOnStatus(Nick login, boolean on) implements Content {}

  /**
   * Reports a resumption; the missed lines are replayed next.
   *
   * @param login the name of the account that was logged in to, null if it was by a resume token
   * @param lastEnd the end of the last connection
   * @param rooms the rooms that the session is in again
   * @param lost the rooms that the session is no longer in
   * @param current the current room before the drop, null for none; the session may not be in it
   *     now
   * @param missed the number of missed lines that will be shown
   * @param replay reads the missed lines
   * @param token the next resume token, null if the session cannot be resumed again
   */
  record Resumed(
      Nick nick,
      @Nullable Nick login,
      Disconnect lastEnd,
      List<Entered> rooms,
      List<LostRoom> lost,
      @Nullable RoomName current,
      long missed,
      Replay replay,
      @Nullable String token)
      implements Content {}

  /**
   * Describes a room that the session is no longer in.
   *
   * @param gone whether the room was deleted; a new one of its name may exist
   */
  record LostRoom(RoomName room, boolean gone) {}

  /**
   * Holds some of the missed lines.
   *
   * @param gap the missed lines before them that are not shown, null for none
   * @param lines the lines to show, oldest first
   * @param upTo the offset up to which the room is shown with this piece
   */
  record Replayed(
      RoomName room, String epoch, Replay.@Nullable Gap gap, List<LogEntry> lines, long upTo)
      implements Content {}

  /** Reports a change of name. */
  record Renamed(Nick from, Nick to) implements Content {}

  /**
   * Reports an entry into a room.
   *
   * @param room the current state of the room
   * @param you the asker's name
   * @param others the other members, in the order of arrival, at most {@link #NAMES_GIVEN}
   * @param before whether the session was a member already
   * @param shown the offset of the newest line before the entry; later lines are shown as events
   * @param recent the most recent lines, oldest first; empty if the session was a member already
   */
  record Entered(
      RoomInfo room, Nick you, List<Nick> others, boolean before, long shown, List<LogEntry> recent)
      implements Content {
    /** The maximum number of other members that are named; {@link RoomInfo#members} counts all. */
    public static final int NAMES_GIVEN = 10;
  }

  /** Reports that the session has left a room. */
  record Departed(RoomName room) implements Content {}

  /** Lists the rooms, the fullest first. */
  record RoomList(List<RoomInfo> rooms) implements Content {}

  /**
   * Holds the state of a room.
   *
   * @param member whether the asker is in it
   */
  record RoomStatus(RoomInfo room, boolean member) implements Reply {}

  /** Lists the rooms of a person. */
  record Places(Nick nick, List<Place> places) implements Reply {}

  /**
   * Describes a membership.
   *
   * @param roles the roles of the member, each by itself
   */
  record Place(RoomName room, Set<Role> roles) {}

  /** Lists the members of a room, in the order of arrival. */
  record MemberList(RoomName room, List<MemberInfo> members) implements Content {}

  /** Holds a room's topic, empty if it has none. */
  record TopicStatus(RoomName room, String topic) implements Content {}

  /**
   * Holds lines of a room, oldest first, without those of people whom the asker ignores.
   *
   * @param first the offset of the first line of the page, shown or not; 0 for an empty page
   * @param last the offset of the last line of the page, shown or not; 0 for an empty page
   * @param more whether there are further lines in that direction
   */
  record History(
      RoomName room,
      String epoch,
      List<LogEntry> entries,
      long first,
      long last,
      Direction direction,
      boolean more)
      implements Content {
    /** Creates a page with all of its lines. */
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

    /** Returns the page without the lines that a session is not to see. */
    public History seenBy(Receiver session) {
      List<LogEntry> seen = entries.stream().filter(session::sees).toList();
      return new History(room, epoch, seen, first, last, direction, more);
    }

    /** Enumerates the directions of reading. */
    public enum Direction {
      /** The newest lines. */
      NEWEST,
      /** The lines after an offset. */
      ONWARDS,
      /** The newest lines before an offset. */
      BACKWARDS
    }
  }

  /** Reports how much of a room is unread, after it was marked as read up to a line. */
  record Unread(UnreadCount count) implements Content {}

  /**
   * Tells how far the person has read a room.
   *
   * @param offset the offset of the last line that was read, 0 for none
   * @param at the time of that line, null if there is none
   */
  record LastSeen(RoomName room, String epoch, long offset, @Nullable Instant at)
      implements Reply {}

  /**
   * Holds the lines found in the session's rooms, the newest first.
   *
   * @param onwards whether they are the oldest from a time on, otherwise they are the newest
   * @param more whether there are later or older matches
   */
  record SearchResults(List<SearchHit> hits, boolean onwards, boolean more) implements Content {}

  /** Holds the newest line of each of the session's rooms that has one, in no order. */
  record NewestLines(List<SearchHit> lines) implements Reply {}

  /** Represents a line found in a room. */
  record SearchHit(RoomName room, String epoch, LogEntry entry) {}

  /**
   * Reports that a private message was sent.
   *
   * @param away the receiver's away message, null if the receiver is not away
   */
  record PrivateMessageSent(Event.PrivateMessage message, @Nullable String away)
      implements Content {}

  /** Lists the people whom the session ignores. */
  record Ignoring(List<Nick> nicks) implements Content {}

  /** Holds the session's away message, null if it is not away. */
  record AwayStatus(@Nullable String text) implements Content {}

  /** Reports whether the session is sent its own messages. */
  record EchoStatus(boolean on) implements Content {}

  /** Reports that a ban or a mute was imposed or lifted. */
  record Imposed(Ban ban, boolean lifted) implements Content {}

  /**
   * Reports that a line was redacted.
   *
   * @param entry the line without its text
   */
  record Redacted(RoomName room, LogEntry entry) implements Content {}

  /** Holds the settings of a room. */
  record SettingsStatus(RoomName room, RoomSettings settings) implements Content {}

  /** Reports that a person was invited to a room. */
  record Invited(RoomName room, Nick nick) implements Content {}

  /** Reports that the moderators of a room were asked for an invitation. */
  record Knocked(RoomName room) implements Content {}

  /**
   * Holds what a person or a room tells of itself.
   *
   * @param target the name of the person, or that of the room with {@code #}
   * @param values the values by their keys, in order
   */
  record MetadataStatus(String target, Map<String, String> values) implements Content {}

  /**
   * Reports the change of a value of a person or a room.
   *
   * @param target as that of {@link MetadataStatus}
   * @param value the value now, null if it is removed
   */
  record MetadataSet(String target, String key, @Nullable String value) implements Content {}

  /**
   * Reports that all values of a person or a room are removed.
   *
   * @param target as that of {@link MetadataStatus}
   * @param keys the keys that had values
   */
  record MetadataCleared(String target, List<String> keys) implements Content {}

  /** Holds a line that is stored in the room's log. */
  record PostedAt(RoomName room, String epoch, LogEntry entry) implements Reply {
    /** Creates the reply for a line. */
    public PostedAt(PostedLine line) {
      this(line.room(), line.epoch(), line.entry());
    }
  }

  /** Confirms a request to leave; the protocol closes the connection with this disconnect. */
  record Goodbye(Disconnect why) implements Reply {}
}
