package dev.parley.chat.api;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleMembers;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Represents a published event. Events go to all receivers concerned; the answer to an asker is a
 * {@link Reply}. Each protocol renders events in its own form, and leaves out those that it has no
 * form for.
 */
@SuppressWarnings("ReferenceEquality") // Receivers are compared by identity.
public sealed interface Event {

  /**
   * Returns whether a receiver is to be shown the event. Called for each delivery, so it must be
   * fast.
   */
  default boolean concerns(Receiver receiver) {
    return true;
  }

  /** Returns the cause of the event. */
  Cause cause();

  /** Returns the session that the event is about, such as the author of a line; null for none. */
  default @Nullable Receiver subject() {
    return null;
  }

  /** Represents an event that a command always causes. */
  sealed interface ByCommand extends Event {
    @Override
    default Cause cause() {
      return Cause.COMMAND;
    }
  }

  /** Represents a change of a person, which the others are shown. */
  sealed interface OfPerson extends Event {
    /** Returns the session of the person. */
    Receiver who();

    @Override
    default Receiver subject() {
      return who();
    }

    @Override
    default boolean concerns(Receiver receiver) {
      return receiver != who();
    }
  }

  /** Represents an event of one room. */
  sealed interface InRoom extends Event {
    /** Returns the room of the event. */
    RoomName room();

    /** Returns the epoch of the room's log, unique among all rooms of that name. */
    String epoch();
  }

  /**
   * A line was appended to a room's log: a message, an emote or a topic change.
   *
   * @param sender the session that posted it, null if it came from outside the room
   * @param ref the sender's reference for the line, shown to the sender alone; null for none
   */
  record Posted(
      RoomName room, String epoch, LogEntry entry, @Nullable Receiver sender, @Nullable String ref)
      implements InRoom {
    @Override
    public Cause cause() {
      return sender == null ? Cause.API : Cause.COMMAND;
    }

    @Override
    public @Nullable Receiver subject() {
      return sender;
    }

    @Override
    public boolean concerns(Receiver receiver) {
      if (receiver == sender) {
        return receiver.echo() || entry.kind() == LogEntry.Kind.TOPIC;
      }
      if (sender == null || entry.kind() == LogEntry.Kind.TOPIC) {
        return receiver.sees(entry);
      }
      return !receiver.ignores(sender);
    }
  }

  /**
   * A session joined a room; or, in a large one, has spoken for the first time since.
   *
   * @param memberCount the number of members now
   * @param member the session
   * @param counted whether a summary counts it, so that this is for those who keep a list of
   *     members
   */
  record MemberJoined(
      RoomName room,
      String epoch,
      Nick nick,
      int memberCount,
      Receiver member,
      boolean counted,
      Cause cause)
      implements InRoom {
    @Override
    public Receiver subject() {
      return member;
    }

    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != member;
    }
  }

  /**
   * A session left a room.
   *
   * @param memberCount the number of members now
   * @param how the way out
   * @param by the name of the moderator, empty if there was none or it was an operator
   * @param detail the farewell text or the reason, may be empty
   * @param member the session
   * @param counted whether a summary counts it, so that this is for those who keep a list of
   *     members
   */
  record MemberLeft(
      RoomName room,
      String epoch,
      Nick nick,
      int memberCount,
      Departure how,
      String by,
      String detail,
      Receiver member,
      boolean counted,
      Cause cause)
      implements InRoom {
    @Override
    public Receiver subject() {
      return member;
    }
  }

  /** Enumerates the ways out of a room. */
  enum Departure {
    /** The member left this room alone. */
    LEFT,
    /** The member quit the server. */
    QUIT,
    /** The connection ended without a request. */
    DROPPED,
    /** An operator ended the connection. */
    KICKED,
    /** A moderator or an operator removed the member from this room. */
    REMOVED,
    /** A ban removed the member. */
    BANNED;

    /** Returns whether someone else made the member leave. */
    public boolean isForced() {
      return this == KICKED || this == REMOVED || this == BANNED;
    }
  }

  /**
   * Arrivals and departures in a large room were summarized.
   *
   * @param joined the number of arrivals since the last summary
   * @param left the number of departures since the last summary
   * @param memberCount the number of members now
   */
  record PresenceSummarized(RoomName room, String epoch, int joined, int left, int memberCount)
      implements InRoom {
    @Override
    public Cause cause() {
      return Cause.SERVER;
    }
  }

  /**
   * A member was removed from a room; shown to that member alone.
   *
   * @param by the name of the moderator, empty for an operator
   * @param ban the ban that keeps the member out, null for none
   * @param member the session
   */
  record Removed(
      RoomName room,
      String epoch,
      String by,
      String reason,
      @Nullable Ban ban,
      Receiver member,
      Cause cause)
      implements InRoom {
    @Override
    public Receiver subject() {
      return member;
    }
  }

  /**
   * A member was muted or unmuted.
   *
   * @param mute the mute
   * @param nick the name of the member
   * @param by the name of the moderator, empty for an operator
   * @param asker the session of the moderator, null for an operator
   * @param member the session of the member, null if it is not connected
   */
  record Muted(
      RoomName room,
      String epoch,
      Ban mute,
      Nick nick,
      boolean lifted,
      String by,
      @Nullable Receiver asker,
      @Nullable Receiver member)
      implements InRoom {
    @Override
    public Cause cause() {
      return asker == null ? Cause.API : Cause.COMMAND;
    }

    @Override
    public @Nullable Receiver subject() {
      return member;
    }

    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != asker;
    }
  }

  /**
   * A session was invited to a room; shown to that session alone.
   *
   * @param inviter the session that sent the invitation
   * @param guest the session that is invited
   */
  record Invited(RoomName room, Nick by, Receiver inviter, Receiver guest) implements ByCommand {
    @Override
    public Receiver subject() {
      return guest;
    }

    @Override
    public boolean concerns(Receiver receiver) {
      return !receiver.ignores(inviter);
    }
  }

  /**
   * A moderator or an operator redacted a line.
   *
   * @param entry the line without its text
   * @param by the name of the moderator, empty for an operator and at other servers
   * @param reason the reason, may be empty
   */
  record LineRedacted(
      RoomName room, String epoch, LogEntry entry, String by, String reason, Cause cause)
      implements InRoom {}

  /** The room was deleted; its members are in the lobby. */
  record RoomDeleted(RoomName room, String epoch, Cause cause) implements InRoom {}

  /**
   * A room was renamed; all that is in it stays.
   *
   * @param room the former name
   * @param to the new name, which can differ in the case of letters alone
   * @param by the name shown as the one who did it, empty for an operator
   * @param reason the reason, may be empty
   * @param asker the session that did it, null if it was not by a command here
   */
  record RoomRenamed(
      RoomName room,
      String epoch,
      RoomName to,
      String by,
      String reason,
      @Nullable Receiver asker,
      Cause cause)
      implements InRoom {}

  /**
   * The log of the room goes on in a new epoch, as the database has lost lines that may have been
   * shown.
   *
   * @param before the epoch before
   * @param offset the offset of the last line of it that is not lost
   */
  record LogRenewed(RoomName room, String epoch, String before, long offset) implements InRoom {
    @Override
    public Cause cause() {
      return Cause.SERVER;
    }
  }

  /** A session changed its name. */
  record NickChanged(Nick from, Nick to, Receiver who, Cause cause) implements OfPerson {}

  /**
   * A private message was sent to the receiver.
   *
   * @param sender the session that sent it
   * @param kind a message, an emote or a notice
   * @param ref the sender's reference, for receivers of the same protocol; null for none
   * @param among the members of a room to all of whom it was sent, null if to the receiver alone
   */
  record PrivateMessage(
      Instant at,
      Nick from,
      Nick to,
      String text,
      Receiver sender,
      LogEntry.Kind kind,
      @Nullable String ref,
      @Nullable RoleMembers among)
      implements ByCommand {
    /** Returns the message as it is for another of its receivers. */
    public PrivateMessage addressedTo(Nick other) {
      return new PrivateMessage(at, from, other, text, sender, kind, ref, among);
    }

    @Override
    public Receiver subject() {
      return sender;
    }

    @Override
    public boolean concerns(Receiver receiver) {
      return !receiver.ignores(sender);
    }
  }

  /**
   * A session went away or came back.
   *
   * @param text the away message, empty if it is back
   */
  record AwayChanged(Nick nick, String text, Receiver who) implements OfPerson, ByCommand {
    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != who && !receiver.ignores(who);
    }
  }

  /**
   * An operator changed the role of an account in a room.
   *
   * @param account the name of the account
   * @param before the role that it had
   */
  record RoleChanged(RoomName room, String epoch, Nick account, Role role, Role before)
      implements InRoom {
    @Override
    public Cause cause() {
      return Cause.API;
    }
  }

  /**
   * A member was granted or revoked a role for as long as it stays.
   *
   * @param role the role that was granted or revoked
   * @param now the highest role that the member has now
   * @param by the name of the moderator
   * @param asker the session of the moderator
   */
  record MemberRoleChanged(
      RoomName room,
      String epoch,
      Nick nick,
      Role role,
      boolean granted,
      Role now,
      Nick by,
      Receiver asker,
      Receiver member)
      implements InRoom, ByCommand {
    @Override
    public Receiver subject() {
      return member;
    }
  }

  /**
   * A person was invited to a room, as shown to its members.
   *
   * @param inviter the session that sent the invitation
   */
  record GuestInvited(RoomName room, String epoch, Nick by, Nick guest, Receiver inviter)
      implements InRoom, ByCommand {
    @Override
    public Receiver subject() {
      return inviter;
    }

    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != inviter;
    }
  }

  /**
   * A session was identified with an account.
   *
   * @param login the name of the account, or of the token
   */
  record AccountChanged(Nick nick, Nick login, Receiver who) implements OfPerson, ByCommand {}

  /** A person has introduced itself by another real name. */
  record RealNameChanged(Nick nick, String realName, Receiver who) implements OfPerson, ByCommand {}

  /**
   * A person came back by another protocol or from another address.
   *
   * @param protocol the name of the protocol before
   * @param address the address before
   */
  record ConnectionChanged(Nick nick, String protocol, String address, Receiver who)
      implements OfPerson, ByCommand {}

  /**
   * Something that is not a line was shown to a room, a person, or those who share a room with the
   * sender. Its form is that of the sender's protocol.
   *
   * @param room the room, null for none
   * @param epoch the epoch of the room, null for none
   * @param to the person, null for none
   */
  record Signalled(
      @Nullable RoomName room,
      @Nullable String epoch,
      Instant at,
      Nick from,
      @Nullable Nick to,
      String signal,
      Receiver sender)
      implements ByCommand {
    @Override
    public Receiver subject() {
      return sender;
    }

    @Override
    public boolean concerns(Receiver receiver) {
      return receiver == sender ? receiver.echo() : !receiver.ignores(sender);
    }
  }

  /**
   * An owner or an operator changed the settings of a room.
   *
   * @param before the settings before
   * @param by the name of the owner, empty for an operator
   */
  record SettingsChanged(
      RoomName room,
      String epoch,
      RoomSettings settings,
      RoomSettings before,
      String by,
      Cause cause)
      implements InRoom {}

  /**
   * The unread lines of a room were counted for a session that has joined it or logged in, or whose
   * person has read on in another session.
   *
   * @param elsewhere whether the person has read on in another session
   */
  record UnreadCounted(UnreadCount count, boolean elsewhere, Receiver receiver) implements Event {
    @Override
    public Cause cause() {
      return Cause.SERVER;
    }

    @Override
    public Receiver subject() {
      return receiver;
    }
  }

  /**
   * A person told something else of itself: one of its values.
   *
   * @param value the value now, null if it is removed
   * @param who the session of the person
   * @param asker the session that changed it, which is another one of the person or the same; null
   *     if it was not by a command here
   */
  record MetadataChanged(
      Nick nick,
      String key,
      @Nullable String value,
      Receiver who,
      @Nullable Receiver asker,
      Cause cause)
      implements OfPerson {
    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != asker && !receiver.ignores(who);
    }
  }

  /**
   * A moderator or an operator changed one of the values that tell of a room.
   *
   * @param value the value now, null if it is removed
   * @param by the name of the moderator, empty for an operator
   * @param asker the session of the moderator, null for an operator
   */
  record RoomMetadataChanged(
      RoomName room,
      String epoch,
      String key,
      @Nullable String value,
      String by,
      @Nullable Receiver asker,
      Cause cause)
      implements InRoom {
    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != asker;
    }
  }

  /** An operator sent a notice to everyone. */
  record Announced(Instant at, String text) implements Event {
    @Override
    public Cause cause() {
      return Cause.API;
    }
  }

  /** An operator, or a change by one, sent a notice to one session. */
  record Noticed(Instant at, String text, Receiver receiver) implements Event {
    @Override
    public Cause cause() {
      return Cause.API;
    }

    @Override
    public Receiver subject() {
      return receiver;
    }
  }
}
