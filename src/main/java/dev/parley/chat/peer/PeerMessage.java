package dev.parley.chat.peer;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleMembers;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Represents a message between the servers of a cluster. People are named by their ids. */
public sealed interface PeerMessage {

  /** Represents a fact about a person of the sender, which is true until the next one. */
  sealed interface Fact extends PeerMessage {}

  /**
   * A person arrived, or changed: the name, the account, the away message, the introduction, the
   * connection.
   */
  record PersonChanged(PersonState person) implements Fact {}

  /** A person joined a room. */
  record PersonJoined(String person, PersonState.Place place, Cause cause) implements Fact {}

  /**
   * A person left a room.
   *
   * @param by the name of the moderator, empty if there was none or it was an operator
   * @param detail the farewell text or the reason, may be empty
   */
  record PersonLeft(
      String person,
      RoomName room,
      String epoch,
      Departure how,
      String by,
      String detail,
      Cause cause)
      implements Fact {}

  /**
   * A person was granted or revoked a role in a room for as long as they stay.
   *
   * @param by the name of the moderator
   * @param asker the id of the moderator
   */
  record RoleGranted(
      String person, RoomName room, String epoch, Role role, boolean granted, Nick by, String asker)
      implements Fact {}

  /** A person showed a room something that is not a line, in the form of their protocol. */
  record SignalMade(
      String person, RoomName room, String epoch, Instant at, Nick from, String signal)
      implements Fact {}

  /** A person left the server. */
  record PersonGone(String person) implements Fact {}

  /** An operator sent a notice to everyone. */
  record AnnouncementMade(Instant at, String text) implements Fact {}

  /** The owner of an account has read a room up to an offset. */
  record LinesRead(Nick account, RoomName room, String epoch, long offset) implements Fact {}

  /** Represents a request to the server that a person is connected to. */
  sealed interface Request extends PeerMessage {

    /** Returns the id of the person. */
    String person();
  }

  /**
   * Asks to show a private message.
   *
   * @param sender the id of the sender
   * @param kind a message, an emote or a notice
   * @param ref the sender's reference, null for none
   * @param among the members of a room to all of whom it was sent, null if to the person alone
   */
  record ShowMessage(
      String person,
      String sender,
      Instant at,
      Nick from,
      Nick to,
      String text,
      LogEntry.Kind kind,
      @Nullable String ref,
      @Nullable RoleMembers among)
      implements Request {

    /** Returns the request to show a message to a person. */
    public static ShowMessage of(String person, Event.PrivateMessage message) {
      return new ShowMessage(
          person,
          message.sender().participant().id(),
          message.at(),
          message.from(),
          message.to(),
          message.text(),
          message.kind(),
          message.ref(),
          message.among());
    }

    /** Returns the message, which a session sent. */
    public Event.PrivateMessage by(Receiver session) {
      return new Event.PrivateMessage(at, from, to, text, session, kind, ref, among);
    }
  }

  /** Asks to invite a person to a room, and to show that. */
  record ShowInvitation(String person, String sender, RoomName room, Nick from)
      implements Request {}

  /** Asks to show something that is not a line, in the form of the sender's protocol. */
  record ShowSignal(
      String person, String sender, Instant at, Nick from, @Nullable Nick to, String signal)
      implements Request {}

  /** Asks to show a notice. */
  record ShowNotice(String person, Instant at, String text) implements Request {}

  /** Asks to end a session. */
  record EndSession(String person, Disconnect why, Cause cause) implements Request {}

  /**
   * Asks to remove a member from a room.
   *
   * @param by the name shown as the one who did it, empty for an operator or the server
   * @param ban the ban that keeps the member out, null for none
   */
  record RemoveMember(
      String person,
      RoomName room,
      String epoch,
      String by,
      String reason,
      @Nullable Ban ban,
      Cause cause)
      implements Request {}

  /**
   * Asks to grant or revoke a member of a room a role for as long as it stays.
   *
   * @param by the name of the moderator
   * @param asker the id of the moderator
   */
  record GrantRole(
      String person, RoomName room, String epoch, Role role, boolean granted, Nick by, String asker)
      implements Request {}

  /** Represents a change of what all servers share, which is stored. */
  sealed interface Change extends PeerMessage {}

  /**
   * A ban or a mute was imposed.
   *
   * @param meant the id of the person whom it targets, null for everyone whom it concerns
   * @param stays whether members of its room stay there without speaking
   * @param by the name shown as the one who did it, empty for an operator
   * @param asker the id of the person who did it, null for an operator
   */
  record BanImposed(
      Ban ban, @Nullable String meant, boolean stays, String by, @Nullable String asker)
      implements Change {}

  /** A ban or a mute was lifted. */
  record BanLifted(Ban ban, String by, @Nullable String asker) implements Change {}

  /**
   * An account was given a role in a room.
   *
   * @param role the role, null if it was taken
   * @param shown whether the members are told
   */
  record RoleGiven(RoomName room, Nick account, @Nullable Role role, boolean shown)
      implements Change {}

  /**
   * A value that tells of a room was set.
   *
   * @param value the value, null if it was removed
   * @param by the name shown as the one who did it, empty for an operator
   * @param asker the id of the person who did it, null for an operator
   */
  record RoomMetadataSet(
      RoomName room, String key, @Nullable String value, String by, @Nullable String asker)
      implements Change {}

  /**
   * A value that the owner of an account tells was set.
   *
   * @param account the id of the account
   * @param value the value, null if it was removed
   * @param asker the id of the person who did it, null for an operator
   */
  record AccountMetadataSet(
      String account, String key, @Nullable String value, @Nullable String asker)
      implements Change {}

  /** The lockdown level changed. */
  record LockdownChanged(Lockdown lockdown) implements Change {}

  /** Represents a change of an account or a token. */
  sealed interface IdentityChange extends Change {}

  /** An account or a token was created, which reserves its name. */
  record NameReserved(Nick name) implements IdentityChange {}

  /** An account was renamed, or its rights changed. */
  record AccountChanged(AccountProfile before, AccountProfile now) implements IdentityChange {}

  /**
   * The password of an account changed: the sessions that logged in with the one before end.
   *
   * @param except the id of the person who changed it, null for an operator
   */
  record PasswordChanged(AccountProfile account, @Nullable String except)
      implements IdentityChange {}

  /** An account was deleted, with its tokens. */
  record AccountDeleted(AccountProfile account) implements IdentityChange {}

  /** A token was revoked. */
  record TokenRevoked(ApiToken token) implements IdentityChange {}
}
