package dev.parley.chat.api;

import dev.parley.chat.account.ScramExchange;
import dev.parley.chat.account.Secret;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.LogPlace;
import dev.parley.chat.history.RoomSetting;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Introduction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Represents a request of a session. Names of people and rooms are as typed: the core validates
 * them and refuses malformed ones.
 */
public sealed interface Command {

  /**
   * Enters the server under a name.
   *
   * @param nick the requested name; empty for a guest name
   */
  record Arrive(String nick) implements Command {}

  /**
   * Enters the server under exactly a name, and joins no room. Answered by {@link Reply.Admitted},
   * or by {@link Reply.Shared} if it is the name of a session of the same account that further
   * connections can share.
   */
  record Enter(String nick) implements Command {}

  /** Resumes the session that a resume token was issued to. Answered by {@link Reply.Resumed}. */
  record Resume(String token) implements Command {}

  /** Proves who the person of a session is, before or after it has a name. */
  sealed interface Identify extends Command {}

  /** Logs in to an account. Answered by {@link Reply.LoggedIn}. */
  record Login(String name, Secret password) implements Identify {}

  /** Logs in with a token. Answered by {@link Reply.LoggedIn}. */
  record LoginByToken(Secret token) implements Identify {}

  /**
   * Identifies the session with an account, whatever its name, and before it has one. Answered by
   * {@link Reply.Authenticated}.
   */
  record Authenticate(String name, Secret password) implements Identify {}

  /** Identifies the session by a token, as {@link Authenticate} does by a password. */
  record AuthenticateByToken(Secret token) implements Identify {}

  /** Logs in to the account of the connection's certificate. Answered by {@link Reply.LoggedIn}. */
  record LoginByCertificate() implements Identify {}

  /**
   * Identifies the session by the connection's certificate, as {@link Authenticate} does.
   *
   * @param name the name that the account has to have, empty for any
   */
  record AuthenticateByCertificate(String name) implements Identify {}

  /**
   * Passes on a message of an authentication by SCRAM-SHA-256, which identifies the session as
   * {@link Authenticate} does. Answered by {@link Reply.Challenged} with the server's next message,
   * and at the end by {@link Reply.Authenticated}. A refusal ends the exchange.
   */
  record AuthenticateByScram(ScramExchange exchange, String message) implements Identify {}

  /** Registers the current name as an account. Answered by {@link Reply.LoggedIn}. */
  record Register(Secret password) implements Command {}

  /**
   * Registers an account for a session that has no name yet, and identifies it as {@link
   * Authenticate} does.
   *
   * @param name the name of the account, which nobody uses
   */
  record RegisterAs(String name, Secret password) implements Command {}

  /**
   * Ends another session of the asker's account, whose connection may be lost unnoticed. Answered
   * by {@link Reply.Done} when it has ended.
   */
  record EndOther(String nick) implements Command {}

  /** Changes the password of the session's account. Answered by {@link Reply.PasswordChanged}. */
  record ChangePassword(Secret old, Secret password) implements Command {}

  /** Represents a command about the certificates by which the owner of an account logs in. */
  sealed interface OfCertificates extends Command {}

  /** Lists the session's account's certificates. Answered by {@link Reply.CertificateList}. */
  record ListCertificates() implements OfCertificates {}

  /**
   * Adds a certificate to the session's account. Answered by {@link Reply.CertificateList}.
   *
   * @param fingerprint the fingerprint, empty for the connection's own certificate
   */
  record AddCertificate(String fingerprint) implements OfCertificates {}

  /** Removes one from the session's account. Answered by {@link Reply.CertificateList}. */
  record RemoveCertificate(String fingerprint) implements OfCertificates {}

  /**
   * Requests or changes whether the person stays in the rooms without a connection. Answered by
   * {@link Reply.AlwaysOnStatus}.
   *
   * @param on the change, null for none
   */
  record StayAlwaysOn(@Nullable Boolean on) implements Command {}

  /** Changes the name. Answered by {@link Reply.Renamed}. */
  record Rename(String nick) implements Command {}

  /** Leaves the server with a farewell text. Answered by {@link Reply.Goodbye}. */
  record Quit(String text) implements Command {}

  /**
   * Searches rooms that the session is in. Answered by {@link Reply.SearchResults}.
   *
   * @param words words that a line must have all of; empty for all lines
   * @param room the room, null for all rooms of the session
   * @param from whose lines, null for everybody's
   * @param after the time of the earliest line; then the oldest lines are found, otherwise the
   *     newest
   * @param before the time of the latest line
   * @param limit the maximum number of lines; the server has one of its own
   */
  record Search(
      String words,
      @Nullable String room,
      @Nullable String from,
      @Nullable Instant after,
      @Nullable Instant before,
      int limit)
      implements Command {

    /** Creates a search for words in all rooms of the session. */
    public Search(String words) {
      this(words, null, null, null, null, Integer.MAX_VALUE);
    }
  }

  /**
   * Requests the newest line of each of the session's rooms, without redacted lines. Answered by
   * {@link Reply.NewestLines}.
   *
   * @param topics whether a change of the topic can be that line
   */
  record ShowNewest(boolean topics) implements Command {}

  /** Lists the rooms. Answered by {@link Reply.RoomList}. */
  record ListRooms() implements Command {}

  /** Represents a command about one room. */
  sealed interface ForRoom extends Command {
    /** Returns the room's name, with or without {@code #}. */
    String room();
  }

  /**
   * Posts a message to a room.
   *
   * @param ref the client's reference for the line, returned to it in the line's event; null for
   *     none
   */
  record Say(String room, String text, @Nullable String ref) implements ForRoom {
    /** Creates a command without a client reference. */
    public Say(String room, String text) {
      this(room, text, null);
    }
  }

  /**
   * Posts an emote to a room.
   *
   * @param ref the client's reference, as that of {@link Say}
   */
  record Emote(String room, String text, @Nullable String ref) implements ForRoom {
    /** Creates a command without a client reference. */
    public Emote(String room, String text) {
      this(room, text, null);
    }
  }

  /**
   * Posts a notice to a room: a line to which no program answers.
   *
   * @param ref the client's reference, as that of {@link Say}
   */
  record Notify(String room, String text, @Nullable String ref) implements ForRoom {}

  /**
   * Shows something that is not a line to the members of a room, such as that the person types. It
   * is not stored, and shown by the protocols that know it alone.
   */
  record Signal(String room, String signal) implements ForRoom {}

  /** Joins a room, creating it if there is none. Answered by {@link Reply.Entered}. */
  record Join(String room, @Nullable String key) implements ForRoom {}

  /** Leaves a room with a farewell text. Answered by {@link Reply.Departed}. */
  record Leave(String room, String text) implements ForRoom {
    /** Creates a command without a text. */
    public Leave(String room) {
      this(room, "");
    }
  }

  /** Requests the state of a room. Answered by {@link Reply.RoomStatus}. */
  record Describe(String room) implements ForRoom {}

  /** Lists the members of a room. Answered by {@link Reply.MemberList}. */
  record ListMembers(String room) implements ForRoom {}

  /** Requests a room's topic. Answered by {@link Reply.TopicStatus}. */
  record ShowTopic(String room) implements ForRoom {}

  /** Changes a room's topic; an empty text clears it. */
  record SetTopic(String room, String text) implements ForRoom {}

  /** Represents a command that requests lines of a room. Answered by {@link Reply.History}. */
  sealed interface Show extends ForRoom {}

  /** Requests the newest lines of a room. */
  record ShowRecent(String room, int lines) implements Show {}

  /** Requests the lines of a room after an offset. */
  record ShowAfter(String room, long offset) implements Show {}

  /** Requests the lines of a room before an offset. */
  record ShowBefore(String room, long offset) implements Show {}

  /**
   * Requests the lines between two places of a room, without those at these places, counted from
   * the first one, forwards or backwards. Redacted lines are left out.
   *
   * @param lines the maximum number of lines
   * @param topics whether changes of the topic are among them
   */
  record ShowBetween(String room, LogPlace from, LogPlace to, int lines, boolean topics)
      implements Show {}

  /**
   * Records that the person has read a room's lines up to an offset: for all sessions of the
   * account, without one for this session. Answered by {@link Reply.Unread}.
   */
  record MarkSeen(String room, long offset) implements ForRoom {}

  /** Records that the person has read a room's lines up to a time, as {@link MarkSeen} does. */
  record MarkSeenUntil(String room, Instant at) implements ForRoom {}

  /** Requests how far the person has read a room. Answered by {@link Reply.LastSeen}. */
  record ShowSeen(String room) implements ForRoom {}

  /** Represents a command for the moderators of a room. */
  sealed interface Moderate extends ForRoom {}

  /** Removes a person from a room. In the lobby, for admins, ends the connection. */
  record Kick(String room, String nick, String reason) implements Moderate {}

  /**
   * Bans a person or an address from a room. In the lobby, for admins, from the whole server.
   *
   * @param target a name, an address, a network or a mask
   * @param time the duration, null for a permanent ban
   */
  record BanTarget(String room, String target, @Nullable Duration time, String reason)
      implements Moderate {}

  /** Lifts a ban. */
  record UnbanTarget(String room, String target) implements Moderate {}

  /**
   * Adds a target to one of the lists of a room, for good. Takes nobody out: who is banned while in
   * the room stays without speaking. Answered by {@link Reply.Imposed}.
   *
   * @param target as that of {@link BanTarget}
   */
  record AddToList(String room, Ban.Kind kind, String target) implements Moderate {}

  /** Removes a target from one of the lists of a room. Answered by {@link Reply.Imposed}. */
  record RemoveFromList(String room, Ban.Kind kind, String target) implements Moderate {}

  /** Mutes a person in a room for a time; null for a permanent mute. */
  record Mute(String room, String nick, @Nullable Duration time) implements Moderate {}

  /** Lifts a mute. */
  record Unmute(String room, String nick) implements Moderate {}

  /**
   * Invites a person to a room: by a moderator to join it once, regardless of its settings; by a
   * member, unless it is by invitation only, just to know of it. Answered by {@link Reply.Invited}.
   */
  record Invite(String room, String nick) implements Moderate {}

  /**
   * Grants a member a role for as long as it stays, or revokes it.
   *
   * @param role {@link Role#MODERATOR} or {@link Role#VOICE}
   */
  record Grant(String room, String nick, Role role, boolean granted) implements Moderate {}

  /** Removes the text of a line. Answered by {@link Reply.Redacted}. */
  record Redact(String room, long offset, String reason) implements Moderate {}

  /** Requests a room's settings, for its owners. Answered by {@link Reply.SettingsStatus}. */
  record ShowSettings(String room) implements Moderate {}

  /**
   * Renames a room, which keeps all that is in it.
   *
   * @param name the new name, as typed
   * @param reason the reason, for the members; may be empty
   */
  record RenameRoom(String room, String name, String reason) implements Moderate {}

  /** Changes one of a room's settings, for its owners. Answered by {@link Reply.SettingsStatus}. */
  record ChangeSetting(String room, String setting, String value) implements Moderate {}

  /**
   * Changes several of a room's settings at once, for its owners. Answered by {@link
   * Reply.SettingsStatus}.
   *
   * @param values the values, as they are typed, which fit
   */
  record ChangeSettings(String room, Map<RoomSetting, String> values) implements Moderate {
    /** Copies the values. */
    public ChangeSettings {
      values = Map.copyOf(values);
    }
  }

  /** Represents a command about the metadata of a person or a room. */
  sealed interface ForMetadata extends Command {
    /** Returns the name of a person, that of a room with {@code #}, or empty for the asker. */
    String target();
  }

  /** Requests what a person or a room tells of itself. Answered by {@link Reply.MetadataStatus}. */
  record ShowMetadata(String target) implements ForMetadata {}

  /**
   * Changes a value of the asker, or of a room, for its moderators. Answered by {@link
   * Reply.MetadataSet}.
   *
   * @param value the value, null to remove it
   */
  record SetMetadata(String target, String key, @Nullable String value) implements ForMetadata {}

  /**
   * Removes all values of the asker, or of a room, for its moderators. Answered by {@link
   * Reply.MetadataCleared}.
   */
  record ClearMetadata(String target) implements ForMetadata {}

  /** Represents a command between two people, or about the asker alone. */
  sealed interface Personal extends Command {}

  /**
   * Sends a private message. Answered by {@link Reply.PrivateMessageSent}.
   *
   * @param kind a message, an emote or a notice
   * @param ref the client's reference, for receivers of the same protocol; null for none
   */
  record Tell(String nick, String text, LogEntry.Kind kind, @Nullable String ref)
      implements Personal {
    /** Creates a command for a message without a client reference. */
    public Tell(String nick, String text) {
      this(nick, text, LogEntry.Kind.MESSAGE, null);
    }
  }

  /**
   * Sends a private message to the members of a room who have a role, or a higher one. Answered by
   * {@link Reply.PrivateMessageSent}, with the sender in place of the receiver.
   *
   * @param least the lowest of their roles
   * @param kind a message, an emote or a notice
   * @param ref the client's reference, for receivers of the same protocol; null for none
   */
  record TellMembers(String room, Role least, String text, LogEntry.Kind kind, @Nullable String ref)
      implements Personal {}

  /**
   * Asks the moderators of a room, whose settings keep the asker out, for an invitation, by a
   * private message. Answered by {@link Reply.Knocked}.
   *
   * @param text the reason, empty for none
   */
  record Knock(String room, String text) implements Personal {}

  /** Shows something that is not a message to a person, as {@link Signal} does to a room. */
  record SignalTo(String nick, String signal) implements Personal {}

  /**
   * Tells how the person describes itself, also before it has a name; those who share a room with
   * it are shown another real name.
   */
  record Introduce(Introduction introduction) implements Personal {}

  /** Outcomes to the last private message. Answered by {@link Reply.PrivateMessageSent}. */
  record Answer(String text) implements Personal {}

  /** Lists the rooms of a person that the asker may see. Answered by {@link Reply.Places}. */
  record ListPlaces(String nick) implements Personal {}

  /** Ignores a person. Answered by {@link Reply.Ignoring}. */
  record Ignore(String nick) implements Personal {}

  /** Stops ignoring a person. Answered by {@link Reply.Ignoring}. */
  record Unignore(String nick) implements Personal {}

  /** Lists the ignored people. Answered by {@link Reply.Ignoring}. */
  record ListIgnored() implements Personal {}

  /**
   * Sets the away message for those who write; an empty text clears it. Answered by {@link
   * Reply.AwayStatus}.
   */
  record Away(String text) implements Personal {}

  /**
   * Turns the echo of the session's own messages, with their offsets, on or off. Answered by {@link
   * Reply.EchoStatus}.
   */
  record Echo(boolean on) implements Personal {}
}
