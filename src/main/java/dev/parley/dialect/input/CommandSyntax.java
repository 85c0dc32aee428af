package dev.parley.dialect.input;

import dev.parley.chat.name.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Describes the syntax of a command.
 *
 * @param name the name without its slash, in lower case
 * @param usage the arguments, as they are shown to people
 * @param minimum least number of words in the arguments
 * @param needsName whether the client must have a name first
 * @param help its effect, as a clause
 * @param meaning parses its arguments
 */
public record CommandSyntax(
    String name,
    String usage,
    int minimum,
    boolean needsName,
    String help,
    ArgumentParser meaning) {

  /** Parses the arguments of a command. */
  interface ArgumentParser {
    /**
     * Returns the request for these arguments.
     *
     * @param words the command's arguments
     * @param current the current room, null where there is none
     */
    Request of(CommandArguments words, @Nullable RoomName current);
  }

  /** Returns the command with its arguments: {@code /msg NAME TEXT}. */
  String synopsis() {
    return usage.isEmpty() ? "/" + name : "/" + name + " " + usage;
  }

  /** Returns the explanation of the command in one line. */
  public String explanation() {
    return synopsis() + ": " + help;
  }
}
