package dev.parley.dialect.output;

import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.RoomName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Formats events in English, without a prefix. Rooms are always named. Each result is one line,
 * whatever its texts hold.
 */
public final class Wording {

  public static final String NO_ROOM = "You are in no room. /join ROOM to come into one.";

  /** Notice of the loss of the current room. */
  static final String NOWHERE = "You speak in no room now.";

  /** Notice for a sender of UTF-16, shown once. */
  public static final String UTF16 =
      "That was UTF-16, as PowerShell's > writes it: it was not sent, and no more of it is. Send"
          + " UTF-8 (in PowerShell: Out-File -Encoding utf8).";

  public static final String QUESTION = "What is your name? (Enter alone makes you a guest)";

  private Wording() {}

  /** Describes the reason for the refusal of a connection. */
  public static String turnedAway(Disconnect why, ChatSettings settings) {
    return switch (why.reason()) {
      case ADDRESS_FULL ->
          "Too many connections from your address (the limit is "
              + settings.limits().connectionsPerAddress()
              + ").";
      case ADDRESS_TOO_FAST ->
          "Too many connections from your address in a short time ("
              + why.detail()
              + "). Try again in a while.";
      case NOT_A_PROXY -> "This port takes connections from its proxies only.";
      default ->
          settings.serverName()
              + " is full ("
              + settings.limits().connections()
              + " connections). Try again later.";
    };
  }

  /** Describes the reason for the refusal of a banned connection. */
  public static String banned(Disconnect why) {
    String text = why.text();
    return Character.toUpperCase(text.charAt(0)) + OutputLines.single(text).substring(1) + ".";
  }

  static String joined(Event.MemberJoined event) {
    return event.nick() + " joined " + event.room() + memberCount(event.memberCount());
  }

  static String left(Event.MemberLeft event) {
    String how =
        switch (event.how()) {
          case LEFT, QUIT -> " left ";
          case DROPPED -> " was dropped from ";
          case KICKED -> " was kicked from ";
          case REMOVED -> " was taken out of ";
          case BANNED -> " was banned from ";
        };
    return event.nick()
        + how
        + event.room()
        + by(event.by())
        + memberCount(event.memberCount())
        + because(event.detail());
  }

  static String summarized(Event.PresenceSummarized event) {
    return event.joined()
        + " joined, "
        + event.left()
        + " left "
        + event.room()
        + memberCount(event.memberCount());
  }

  static String removed(Event.Removed event) {
    Ban ban = event.ban();
    return ban == null
        ? "You were taken out of " + event.room() + by(event.by()) + because(event.reason())
        : OutputLines.single(ban.sentence());
  }

  static String muted(Event.Muted event) {
    return event.nick()
        + (event.lifted() ? " may speak in " + event.room() + " again" : " was ")
        + (event.lifted() ? "" : OutputLines.single(event.mute().clause()))
        + (event.by().isEmpty() ? "" : " (" + event.by() + ")");
  }

  static String invited(Event.Invited event) {
    return event.by() + " invites you to " + event.room() + ". /join " + event.room() + " to come.";
  }

  private static String by(String name) {
    return name.isEmpty() ? "" : " by " + name;
  }

  /**
   * @param elsewhere whether it is another room than the receiver's current one
   */
  static String deleted(Event.RoomDeleted event, boolean elsewhere) {
    String deleted = "Room " + event.room() + " was deleted.";
    return elsewhere ? deleted : deleted + " " + NOWHERE + goOnIn(RoomName.LOBBY);
  }

  static String renewed(Event.LogRenewed event) {
    return event.room()
        + " has lost its newest lines: the log goes on after line "
        + event.offset()
        + ".";
  }

  static String renamed(Event.RoomRenamed event) {
    return event.room()
        + " was renamed to "
        + event.to()
        + by(event.by())
        + because(event.reason());
  }

  static String renamed(Event.NickChanged event) {
    return event.from() + " is now " + event.to();
  }

  /** Says that input goes nowhere from now on, although the session is in these rooms. */
  public static String noCurrentRoom(List<RoomName> rooms) {
    return rooms.isEmpty() ? NO_ROOM : NOWHERE + goOnIn(rooms.getLast());
  }

  /** Says that input was dropped, although the session is in these rooms. */
  public static String notSent(List<RoomName> rooms) {
    return rooms.isEmpty()
        ? NO_ROOM
        : "You speak in no room now, so that went nowhere." + goOnIn(rooms.getLast());
  }

  private static String goOnIn(RoomName room) {
    return " /join " + room + " to go on there.";
  }

  /** Describes the new current room. */
  static String nowIn(@Nullable RoomName current) {
    return current == null ? NO_ROOM : "You are in " + current + " now.";
  }

  public static String greeting(String server, int people) {
    String population =
        switch (people) {
          case 0 -> "Nobody is here yet.";
          case 1 -> "1 person is here.";
          default -> people + " people are here.";
        };
    return "Welcome to " + server + ". " + population + " /help lists the commands.";
  }

  static String memberCount(int members) {
    return " (" + members + " here)";
  }

  private static String because(String detail) {
    return detail.isEmpty() ? "" : ": " + OutputLines.single(detail);
  }
}
