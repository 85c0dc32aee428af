package dev.parley.dialect.input;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;

/** Represents a parsed line of input. */
public sealed interface Request {

  /** A blank line. */
  record Blank() implements Request {}

  /** A command for the core. */
  record CommandRequest(Command command) implements Request {}

  /** A request with the client's reference, which is returned with the answer. */
  record ReferencedRequest(Request request, String ref) implements Request {}

  /** The list of commands. */
  record ListCommands() implements Request {}

  /** The explanation of one command. */
  record ExplainCommand(CommandSyntax form) implements Request {}

  /** The limits of the server. */
  record ShowLimits() implements Request {}

  /** Switches JSON output on or off. */
  record SwitchJson(boolean on) implements Request {}

  /** Switches the time before messages on or off. */
  record SwitchTime(boolean on) implements Request {}

  /** A refusal by the parser. */
  record Refuse(Refusal refusal, String text) implements Request {}
}
