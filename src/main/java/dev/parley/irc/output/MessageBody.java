package dev.parley.irc.output;

import dev.parley.chat.history.LogEntry;
import java.util.List;

/**
 * Represents what a message says. Immutable.
 *
 * @param kind the kind of the line
 * @param text the text, which may have several lines
 * @param joints the places of the text, in ascending order, at which its author divided a line
 */
public record MessageBody(LogEntry.Kind kind, String text, List<Integer> joints) {

  /** Copies the joints. */
  public MessageBody {
    joints = List.copyOf(joints);
  }

  /** Creates a body whose lines are not divided. */
  public MessageBody(LogEntry.Kind kind, String text) {
    this(kind, text, List.of());
  }

  /** Returns the command of IRC that carries it. */
  String verb() {
    return kind == LogEntry.Kind.NOTICE ? "NOTICE" : "PRIVMSG";
  }
}
