package dev.parley.dialect.input;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.dialect.input.Request.CommandRequest;
import dev.parley.dialect.input.Request.Refuse;
import org.jspecify.annotations.Nullable;

/**
 * Parses a line of input into a request. A line that begins with a slash is a command or is
 * refused: it is never posted. Stateless; any thread may call it.
 */
public final class CommandParser {

  private static final Refuse NOT_ARRIVED =
      new Refuse(Refusal.NOT_ARRIVED, "Give your name first.");

  private static final Refuse HIDDEN_SLASH =
      new Refuse(
          Refusal.UNKNOWN_COMMAND,
          "That looks like a command, but something stands before its slash: it was not sent. Begin"
              + " with the slash, or with // to say it.");

  private static final Refuse WITH_SECRET =
      new Refuse(
          Refusal.UNKNOWN_COMMAND,
          "That looks like a command with a password and was not sent. Begin it with the slash.");

  /** The slash of a Chinese or Japanese keyboard. */
  private static final char WIDE_SLASH = '\uFF0F';

  private CommandParser() {}

  /**
   * Parses a line.
   *
   * @param arrived whether the client has a name; if not, the line is its name unless it is a
   *     command
   * @param current the current room, null where there is none
   * @param json whether a line may be a JSON object
   */
  public static Request parse(
      String line, boolean arrived, @Nullable RoomName current, boolean json) {
    if (line.startsWith("/") && !line.startsWith("//")) {
      return command(Text.clean(line), arrived, current);
    }
    String visible = Text.stripUnseen(line);
    if (hasHiddenSlash(line, visible)) {
      return CommandTable.takesSecret(new CommandArguments(visible.substring(1)).first())
          ? WITH_SECRET
          : HIDDEN_SLASH;
    }
    if (json && visible.startsWith("{")) {
      return arrived ? JsonInput.parse(line.substring(line.indexOf('{')), current) : NOT_ARRIVED;
    }
    if (!arrived) {
      return line.startsWith("/")
          ? NOT_ARRIVED
          : new CommandRequest(new Command.Arrive(Text.clean(line).strip()));
    }
    if (line.isBlank()) {
      return new Request.Blank();
    }
    return say(line.startsWith("/") ? line.substring(1) : line, current);
  }

  /** Returns whether a line is, or was meant to be, the command that joins a room. */
  public static boolean isJoin(String line) {
    String visible = Text.stripUnseen(line);
    return !visible.isEmpty()
        && (visible.charAt(0) == '/' || visible.charAt(0) == WIDE_SLASH)
        && CommandTable.isJoin(new CommandArguments(visible.substring(1)).first());
  }

  /**
   * Returns whether a line is a command but for invisible characters before it or a full-width
   * slash. A line that begins with a full-width slash may be an emoticon or a date, so it must name
   * a command.
   *
   * @param visible the line from its first visible character on
   */
  private static boolean hasHiddenSlash(String line, String visible) {
    if (visible.startsWith("/")) {
      return !line.startsWith("/") && !visible.startsWith("//");
    }
    return !visible.isEmpty()
        && visible.charAt(0) == WIDE_SLASH
        && CommandTable.isCommandAttempt(new CommandArguments(visible.substring(1)).first());
  }

  private static Request command(String line, boolean arrived, @Nullable RoomName current) {
    CommandArguments words = new CommandArguments(line);
    CommandSyntax form = CommandTable.find(words.first());
    if (form == null) {
      return CommandTable.unknown(words.first());
    }
    if (form.needsName() && !arrived) {
      return NOT_ARRIVED;
    }
    return words.rest().atLeast(form.minimum())
        ? form.meaning().of(words.rest(), current)
        : new Refuse(Refusal.MISSING_ARGUMENT, "Usage: " + form.synopsis());
  }

  private static Request say(String text, @Nullable RoomName current) {
    return ArgumentParsers.inCurrent((words, room) -> new Command.Say(room, text))
        .of(CommandArguments.NONE, current);
  }
}
