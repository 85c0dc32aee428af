package dev.parley.line;

import dev.parley.chat.Command;
import dev.parley.chat.Refusal;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.line.Request.Ask;
import dev.parley.line.Request.Refuse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request of a line of input. What begins with a slash is a command or is refused: it is
 * never said to anybody. Stateless; any thread may call it.
 */
final class CommandParser {

  private static final Refuse NOT_ARRIVED =
      new Refuse(Refusal.NOT_ARRIVED, "Give your name first.");

  /** What may stand at the beginning of a line without being seen. */
  private static final Pattern UNSEEN = Pattern.compile("^[\\p{Z}\\p{C}\\s]+");

  private static final Refuse SECRETIVE =
      new Refuse(
          Refusal.UNKNOWN_COMMAND,
          "That looks like a command with a password and was not sent. Begin it with the slash.");

  private CommandParser() {}

  /**
   * What a line asks for.
   *
   * @param arrived whether a name was given; if not, the line is one unless it is a command
   * @param current the current room, null where there is none
   * @param json whether a line may be a JSON object
   */
  static Request parse(String line, boolean arrived, @Nullable RoomName current, boolean json) {
    if (line.startsWith("/") && !line.startsWith("//")) {
      return command(Text.clean(line), arrived, current);
    }
    if (isSecretive(line)) {
      return SECRETIVE;
    }
    if (json && line.startsWith("{")) {
      return arrived ? JsonInput.parse(line, current) : NOT_ARRIVED;
    }
    if (!arrived) {
      return line.startsWith("/")
          ? NOT_ARRIVED
          : new Ask(new Command.Arrive(Text.clean(line).strip()));
    }
    if (line.isBlank()) {
      return new Request.Nothing();
    }
    return say(line.startsWith("/") ? line.substring(1) : line, current);
  }

  /** Whether it would be a command that a secret follows, were it not for what is before it. */
  private static boolean isSecretive(String line) {
    int slash = line.indexOf('/');
    if (slash <= 0) {
      return false;
    }
    String clean = UNSEEN.matcher(Text.clean(line)).replaceFirst("");
    return clean.startsWith("/")
        && !clean.startsWith("//")
        && Commands.isSecretive(new Words(clean).first());
  }

  private static Request command(String line, boolean arrived, @Nullable RoomName current) {
    Words words = new Words(line);
    CommandForm form = Commands.find(words.first());
    if (form == null) {
      return Commands.unknown(words.first());
    }
    if (form.needsName() && !arrived) {
      return NOT_ARRIVED;
    }
    return words.rest().atLeast(form.minimum())
        ? form.meaning().of(words.rest(), current)
        : new Refuse(Refusal.MISSING_ARGUMENT, "Usage: " + form.synopsis());
  }

  private static Request say(String text, @Nullable RoomName current) {
    return Meanings.inCurrent((words, room) -> new Command.Say(room, text)).of(Words.NONE, current);
  }
}
