package dev.parley.chat.api;

import dev.parley.chat.account.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for. Names of people and rooms are as they were typed: the core checks them
 * and refuses what is malformed.
 */
public sealed interface Command {

  /**
   * Give the name to go by, and come in.
   *
   * @param nick the wanted name; empty to be a guest
   */
  record Arrive(String nick) implements Command {}

  /** Come back to the session that a token was given to. Answered by {@link Reply.Resumed}. */
  record Resume(String token) implements Command {}

  /** Log in to an account. Answered by {@link Reply.LoggedIn}. */
  record Login(String name, Secret password) implements Command {}

  /** Log in with a token. Answered by {@link Reply.LoggedIn}. */
  record LoginByToken(Secret token) implements Command {}

  /** Make an account of the name that one goes by. Answered by {@link Reply.LoggedIn}. */
  record Register(Secret password) implements Command {}

  /** Change the password of the account that one is logged in to. */
  record ChangePassword(Secret old, Secret password) implements Command {}

  /** Go by another name. */
  record Rename(String nick) implements Command {}

  /** Leave for good, with last words. */
  record Quit(String text) implements Command {}

  /** Ask for the lines, in all rooms that one is in, that have all of these words. */
  record Search(String words) implements Command {}

  /** Ask for the rooms. */
  record ListRooms() implements Command {}

  /** What is about one room. */
  sealed interface ForRoom extends Command {
    /** The room's name, with or without {@code #}. */
    String room();
  }

  /**
   * Say something in a room.
   *
   * @param ref the client's own mark for this line, which comes back to it in the line's event
   */
  record Say(String room, String text, @Nullable String ref) implements ForRoom {
    /** Says something without a mark of the client's. */
    public Say(String room, String text) {
      this(room, text, null);
    }
  }

  /** Do something in a room. */
  record Emote(String room, String text) implements ForRoom {}

  /** Come into a room, making it where there is none. */
  record Join(String room, @Nullable String key) implements ForRoom {}

  /** Go out of a room. */
  record Leave(String room) implements ForRoom {}

  /** Ask who is in a room. */
  record ListMembers(String room) implements ForRoom {}

  /** Ask for a room's topic. */
  record ShowTopic(String room) implements ForRoom {}

  /** Change a room's topic; an empty text clears it. */
  record SetTopic(String room, String text) implements ForRoom {}

  /** Ask for the newest lines of a room. */
  record ShowRecent(String room, int lines) implements ForRoom {}

  /** Ask for the lines of a room after an offset. */
  record ShowAfter(String room, long offset) implements ForRoom {}

  /** What keeps order in a room; for its moderators. */
  sealed interface Moderate extends ForRoom {}

  /** Take someone out. In the lobby, an admin ends the connection with it. */
  record Kick(String room, String nick, String reason) implements Moderate {}

  /**
   * Keep someone out. In the lobby, by an admin, out of the whole server.
   *
   * @param target a name, an address or a network
   * @param time for how long, null for good
   */
  record Exclude(String room, String target, @Nullable Duration time, String reason)
      implements Moderate {}

  /** Let someone come in again. */
  record Readmit(String room, String target) implements Moderate {}

  /** Let someone speak no more, for a while or for good. */
  record Mute(String room, String nick, @Nullable Duration time) implements Moderate {}

  /** Let someone speak again. */
  record Unmute(String room, String nick) implements Moderate {}

  /** Let someone come in once, whatever the room's settings. */
  record Invite(String room, String nick) implements Moderate {}

  /** What is between persons, or about the asker alone. */
  sealed interface Personal extends Command {}

  /** Say something to one person. */
  record Tell(String nick, String text) implements Personal {}

  /** Say something to the person of the last private message. */
  record Answer(String text) implements Personal {}

  /** See nothing more that a person says. */
  record Ignore(String nick) implements Personal {}

  /** See again what a person says. */
  record Unignore(String nick) implements Personal {}

  /** Ask who is ignored. */
  record ListIgnored() implements Personal {}

  /** Be away, with a text for those who write; an empty text is "back again". */
  record Away(String text) implements Personal {}

  /** Whether one's own messages come back, with their offsets. */
  record Echo(boolean on) implements Personal {}
}
