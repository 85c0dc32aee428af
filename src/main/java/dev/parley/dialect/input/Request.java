package dev.parley.dialect.input;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;

/** What a line of input asks for. */
public sealed interface Request {

  /** Nothing: a blank line. */
  record Nothing() implements Request {}

  /** Something for the core. */
  record Ask(Command command) implements Request {}

  /** What a client has given a mark of its own, by which it will know the answer. */
  record Marked(Request request, String ref) implements Request {}

  /** The list of commands. */
  record ListCommands() implements Request {}

  /** How one command is used. */
  record ExplainCommand(CommandSyntax form) implements Request {}

  /** The limits that people meet. */
  record ShowLimits() implements Request {}

  /** Whether every line out is a JSON object. */
  record SwitchJson(boolean on) implements Request {}

  /** Whether the time is put before what people say. */
  record SwitchTime(boolean on) implements Request {}

  /** Nothing that can be done. */
  record Refuse(Refusal refusal, String text) implements Request {}
}
