package dev.parley.dialect.input;

import dev.parley.chat.name.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * How one command is typed.
 *
 * @param name the name without its slash, in lower case
 * @param usage the arguments, as they are shown to people
 * @param minimum how many words the arguments have to be at least
 * @param needsName whether one has to have given a name first
 * @param help what it does, as a clause
 * @param meaning what it asks for
 */
public record CommandSyntax(
    String name, String usage, int minimum, boolean needsName, String help, Meaning meaning) {

  /** What a command asks for. */
  interface Meaning {
    /**
     * The request that these words make.
     *
     * @param words the command's arguments
     * @param current the current room, null where there is none
     */
    Request of(CommandArguments words, @Nullable RoomName current);
  }

  /** The command with its arguments: {@code /msg NAME TEXT}. */
  String synopsis() {
    return usage.isEmpty() ? "/" + name : "/" + name + " " + usage;
  }

  /** The command in one line. */
  public String explanation() {
    return synopsis() + ": " + help;
  }
}
