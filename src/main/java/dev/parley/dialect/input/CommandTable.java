package dev.parley.dialect.input;

import static dev.parley.dialect.input.ArgumentParsers.aboutRoom;
import static dev.parley.dialect.input.ArgumentParsers.core;
import static dev.parley.dialect.input.ArgumentParsers.inCurrent;
import static dev.parley.dialect.input.ArgumentParsers.onOff;

import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.dialect.input.CommandSyntax.ArgumentParser;
import dev.parley.dialect.input.Request.CommandRequest;
import dev.parley.dialect.input.Request.Refuse;
import dev.parley.dialect.output.OutputLines;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists the commands: one table for parsing, help and suggestions. */
public final class CommandTable {

  /** All commands of this server, in the order in which they are listed. */
  public static final List<CommandSyntax> ALL =
      List.of(
          always(
              "help", "[COMMAND]", 0, "list the commands, or explain one", ArgumentParsers::help),
          needsName(
              "nick", "NAME", 1, "go by another name", core(w -> new Command.Rename(w.all()))),
          needsName(
              "join", "ROOM [KEY]", 1, "come into a room, or make it", core(ArgumentParsers::join)),
          needsName("leave", "[ROOM]", 0, "go out of a room", aboutRoom(Command.Leave::new)),
          needsName("rooms", "", 0, "list the rooms", core(w -> new Command.ListRooms())),
          needsName(
              "who", "[ROOM]", 0, "list who is in a room", aboutRoom(Command.ListMembers::new)),
          needsName(
              "msg",
              "NAME TEXT",
              2,
              "say something to one person",
              core(w -> new Command.Tell(w.first(), w.rest().all()))),
          needsName(
              "reply",
              "TEXT",
              1,
              "answer the last private message",
              core(w -> new Command.Answer(w.all()))),
          needsName(
              "me",
              "TEXT",
              1,
              "say what you do, as in * alice waves",
              inCurrent((w, room) -> new Command.Emote(room, w.all()))),
          needsName(
              "topic",
              "[TEXT]",
              0,
              "show the topic, or change it; " + ArgumentParsers.NO_TOPIC + " clears it",
              inCurrent(ArgumentParsers::topic)),
          needsName(
              "history",
              "[N|after OFFSET|before OFFSET|#ROOM/OFFSET]",
              0,
              "show the last lines, those after or before an offset, or those from a line on",
              ArgumentParsers::history),
          needsName(
              "seen",
              "[ROOM] OFFSET",
              1,
              "say up to which line you have read, and see how many you have not",
              ArgumentParsers::seen),
          needsName(
              "search",
              "WORDS",
              1,
              "find lines that have all of the words, in all of your rooms; from:NAME, in:ROOM,"
                  + " after:DAY and before:DAY narrow that down",
              ArgumentParsers::search),
          needsName(
              "ignore",
              "[NAME]",
              0,
              "see nothing that a person says, or list those you ignore",
              core(ArgumentParsers::ignore)),
          needsName(
              "unignore",
              "NAME",
              1,
              "see again what a person says",
              core(w -> new Command.Unignore(w.all()))),
          needsName(
              "about",
              "[NAME|#ROOM]",
              0,
              "show what a person or a room tells of itself",
              core(w -> new Command.ShowMetadata(w.first()))),
          needsName(
              "describe",
              ArgumentParsers.DESCRIBE,
              1,
              "tell something of yourself or, for moderators, of a room: a url, for example; without"
                  + " a text, take it back",
              ArgumentParsers::describe),
          needsName(
              "away",
              "[TEXT]",
              0,
              "say that you are away; without a text, that you are back",
              core(w -> new Command.Away(w.all()))),
          always(
              "time",
              "on|off",
              1,
              "show the time (UTC) before what people say",
              onOff(Request.SwitchTime::new)),
          needsName(
              "echo",
              "on|off",
              1,
              "see your own lines come back, with their offsets",
              onOff(on -> new CommandRequest(new Command.Echo(on)))),
          always(
              "json",
              "on|off",
              1,
              "get every line as a JSON object",
              onOff(Request.SwitchJson::new)),
          always(
              "resume",
              "TOKEN",
              1,
              "come back to where you were before a drop",
              core(w -> new Command.Resume(w.all()))),
          always(
              "login",
              "[NAME PASSWORD]",
              0,
              "log in to an account, or with a token: /login TOKEN; over TLS with a certificate,"
                  + " /login alone",
              ArgumentParsers::login),
          needsName(
              "register",
              "PASSWORD",
              1,
              "make an account of the name that you go by",
              core(w -> new Command.Register(new Secret(w.all())))),
          needsName(
              "password",
              "OLD NEW",
              2,
              "change your account's password; an old one with spaces goes in \"double quotes\"",
              ArgumentParsers::password),
          needsName(
              "cert",
              "[add [FINGERPRINT]|remove FINGERPRINT]",
              0,
              "list the TLS certificates that log in to your account, or change them; add alone is"
                  + " for that of this connection",
              ArgumentParsers::certificates),
          needsName(
              "always-on",
              "[on|off]",
              0,
              "stay in your rooms while you are not connected: log in to come back",
              ArgumentParsers::alwaysOn),
          needsName(
              "kick",
              "NAME [REASON]",
              1,
              "for moderators: take a person out of the room",
              inCurrent((w, room) -> new Command.Kick(room, w.first(), w.rest().all()))),
          needsName(
              "ban",
              "NAME|ADDRESS [DURATION] [REASON]",
              1,
              "for moderators: keep a person or a network out of the room",
              ArgumentParsers::ban),
          needsName(
              "unban",
              "NAME|ADDRESS",
              1,
              "for moderators: let them come in again",
              inCurrent((w, room) -> new Command.UnbanTarget(room, w.all()))),
          needsName(
              "mute",
              "NAME [DURATION]",
              1,
              "for moderators: let a person not speak in the room",
              ArgumentParsers::mute),
          needsName(
              "unmute",
              "NAME",
              1,
              "for moderators: let them speak again",
              inCurrent((w, room) -> new Command.Unmute(room, w.all()))),
          needsName(
              "invite",
              "NAME",
              1,
              "for moderators: let a person come into the room once",
              inCurrent((w, room) -> new Command.Invite(room, w.all()))),
          needsName(
              "knock",
              "ROOM [TEXT]",
              1,
              "ask the moderators of a room that is closed to you for an invitation",
              core(w -> new Command.Knock(w.first(), w.rest().all()))),
          needsName(
              "redact",
              "OFFSET [REASON]",
              1,
              "for moderators, and those who said it with an account: take the text of a line away",
              ArgumentParsers::redact),
          needsName(
              "set",
              "[SETTING VALUE]",
              0,
              "for owners: show the settings of the room, or change one: moderated, read-only,"
                  + " invite-only, topic-locked, external, no-signals or secret (on|off), slow-mode"
                  + " SECONDS, max-members N, key KEY",
              inCurrent(ArgumentParsers::set)),
          needsName(
              "rename",
              "ROOM [REASON]",
              1,
              "for owners: give the room another name; who is in it stays, and all that was said",
              inCurrent((w, room) -> new Command.RenameRoom(room, w.first(), w.rest().all()))),
          always("limits", "", 0, "show the limits", (words, room) -> new Request.ShowLimits()),
          always(
              "quit", "[TEXT]", 0, "leave, with last words", core(w -> new Command.Quit(w.all()))));

  /** Commands whose arguments are secret. */
  private static final Set<String> WITH_SECRET = Set.of("register", "login", "resume", "password");

  private static final int MAX_SHOWN = 32;

  private CommandTable() {}

  /** Returns the command of a name, with or without its slash and ignoring case, or null. */
  static @Nullable CommandSyntax find(String typed) {
    String name = bare(typed).toLowerCase(Locale.ROOT);
    return ALL.stream().filter(form -> form.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns whether a word is a command, or was meant to be one with secret arguments. */
  static boolean isCommandAttempt(String typed) {
    return find(normal(typed)) != null || takesSecret(typed);
  }

  /** Returns whether a word is, or was meant to be, a command with secret arguments. */
  static boolean takesSecret(String typed) {
    String near =
        Suggestions.nearest(normal(typed), ALL.stream().map(CommandSyntax::name).toList());
    return near != null && WITH_SECRET.contains(near);
  }

  /** Returns whether a word is, or was meant to be, the command that joins a room. */
  static boolean isJoin(String typed) {
    String name = normal(typed);
    String near = Suggestions.nearest(name, ALL.stream().map(CommandSyntax::name).toList());
    return name.equals("j") || "join".equals(near);
  }

  /** Returns a word in lower case and in half-width letters. */
  private static String normal(String typed) {
    return Normalizer.normalize(bare(typed), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** Returns the refusal of a name that is not {@linkplain #find found}. */
  static Refuse unknown(String typed) {
    String name = bare(typed).toLowerCase(Locale.ROOT);
    String near = Suggestions.nearest(name, ALL.stream().map(CommandSyntax::name).toList());
    return new Refuse(
        Refusal.UNKNOWN_COMMAND,
        "No command /"
            + OutputLines.brief(bare(typed), MAX_SHOWN)
            + "."
            + (near == null ? "" : " Did you mean /" + near + "?")
            + " /help lists them.");
  }

  /** Lists all commands, one a line. */
  public static String listed() {
    return ALL.stream().map(CommandSyntax::explanation).collect(Collectors.joining("\n"))
        + "\n//text says /text";
  }

  private static String bare(String typed) {
    return typed.startsWith("/") ? typed.substring(1) : typed;
  }

  private static CommandSyntax always(
      String name, String usage, int minimum, String help, ArgumentParser meaning) {
    return new CommandSyntax(name, usage, minimum, false, help, meaning);
  }

  private static CommandSyntax needsName(
      String name, String usage, int minimum, String help, ArgumentParser meaning) {
    return new CommandSyntax(name, usage, minimum, true, help, meaning);
  }
}
