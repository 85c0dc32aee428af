package dev.parley.chat.api;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Represents something that happened and that others are shown. Events are published to those
 * concerned; what an asker is answered is a {@link Reply}. Each protocol renders them in its own
 * way, and may leave out those that it has no form for.
 */
@SuppressWarnings("ReferenceEquality") // A receiver is somebody, not a value.
public sealed interface Event {

  /**
   * Returns whether this receiver is to be shown the event. Quick: it is asked for each delivery.
   */
  default boolean concerns(Receiver receiver) {
    return true;
  }

  /** Represents an event of one room. */
  sealed interface InRoom extends Event {
    /** Returns the room of the event. */
    RoomName room();

    /**
     * Returns the epoch of the room's log, which no other room of that name has, before or after.
     */
    String epoch();
  }

  /**
   * A line was appended to a room's log: a message, an emote or a topic change.
   *
   * @param sender the session that said it, null where it came from elsewhere
   * @param ref the sender's own mark for the line, which is for the sender's eyes alone; null where
   *     there is none
   */
  record Posted(
      RoomName room, String epoch, LogEntry entry, @Nullable Receiver sender, @Nullable String ref)
      implements InRoom {
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
   * Someone came into a room.
   *
   * @param here how many are in the room now
   */
  record MemberJoined(RoomName room, String epoch, Nick nick, int here, Receiver member)
      implements InRoom {
    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != member;
    }
  }

  /**
   * Someone is no longer in a room.
   *
   * @param here how many are in the room now
   * @param how in which way
   * @param by who made them leave, empty where that was nobody, or the operator
   * @param detail the leaver's last words or the reason, may be empty
   */
  record MemberLeft(
      RoomName room, String epoch, Nick nick, int here, Departure how, String by, String detail)
      implements InRoom {}

  /** The ways out of a room. */
  enum Departure {
    /** The member left this room alone. */
    LEFT,
    /** The member quit the server. */
    QUIT,
    /** The connection ended without a request. */
    DROPPED,
    /** An operator ended the connection. */
    KICKED,
    /** Someone took the member out of this room. */
    REMOVED,
    /** A ban took the member out. */
    BANNED;

    /** Returns whether someone else made the member leave. */
    public boolean isForced() {
      return this == KICKED || this == REMOVED || this == BANNED;
    }
  }

  /**
   * Arrivals and departures in a large room, summed up.
   *
   * @param joined how many came since the last summary
   * @param left how many went since the last summary
   * @param here how many are in the room now
   */
  record PresenceSummarized(RoomName room, String epoch, int joined, int left, int here)
      implements InRoom {}

  /**
   * A member was taken out of a room; shown to that member alone.
   *
   * @param by who did it, empty where that was the operator
   * @param ban what keeps you out, null where nothing does
   */
  record Removed(RoomName room, String epoch, String by, String reason, @Nullable Ban ban)
      implements InRoom {}

  /**
   * A member may no longer speak, or may again.
   *
   * @param mute which mute it is
   * @param nick whom it is about
   * @param by who did it, empty where that was the operator
   * @param asker the session that did it, null where that was no member
   */
  record Muted(
      RoomName room,
      String epoch,
      Ban mute,
      Nick nick,
      boolean lifted,
      String by,
      @Nullable Receiver asker)
      implements InRoom {
    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != asker;
    }
  }

  /**
   * A session was invited to a room; shown to that session alone.
   *
   * @param inviter the session of the one who invites
   */
  record Invited(RoomName room, Nick by, Receiver inviter) implements Event {
    @Override
    public boolean concerns(Receiver receiver) {
      return !receiver.ignores(inviter);
    }
  }

  /**
   * An operator has taken the text out of a line that was shown.
   *
   * @param entry what is left of the line
   */
  record LineRedacted(RoomName room, String epoch, LogEntry entry) implements InRoom {}

  /** The room was deleted; its members are in the lobby. */
  record RoomDeleted(RoomName room, String epoch) implements InRoom {}

  /** Someone changed their name. */
  record NickChanged(Nick from, Nick to, Receiver who) implements Event {
    @Override
    public boolean concerns(Receiver receiver) {
      return receiver != who;
    }
  }

  /**
   * A private message, as its receiver sees it.
   *
   * @param sender the session that wrote it
   */
  record PrivateMessage(Instant at, Nick from, Nick to, String text, Receiver sender)
      implements Event {
    @Override
    public boolean concerns(Receiver receiver) {
      return !receiver.ignores(sender);
    }
  }

  /** An operator speaks to everyone. */
  record Announced(Instant at, String text) implements Event {}

  /** An operator, or the server itself, speaks to one session. */
  record Noticed(Instant at, String text) implements Event {}
}
