package dev.parley.irc.multiline;

import dev.parley.irc.message.IrcMessage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells which messages count for the rate limit: a text that comes in several ones counts once.
 * Confined to the event loop of the connection.
 */
public final class BatchCosts {

  private final int maxLines;
  private @Nullable String open;
  private int lines;

  /**
   * @param maxLines the maximum number of messages of a text
   */
  public BatchCosts(int maxLines) {
    this.maxLines = maxLines;
  }

  /** Returns whether a line of a client that can send such texts is a further part of one. */
  public boolean isPart(String line) {
    boolean tagged = line.startsWith("@");
    if (!tagged && !line.regionMatches(true, 0, "BATCH ", 0, "BATCH ".length())) {
      return false;
    }
    IrcMessage message = IrcMessage.parse(line);
    if (message == null) {
      return false;
    }
    return switch (message.verb().toUpperCase(Locale.ROOT)) {
      case "BATCH" -> isEnd(message.param(0));
      case "PRIVMSG", "NOTICE" ->
          open != null && open.equals(message.tags().get("batch")) && ++lines <= maxLines;
      default -> false;
    };
  }

  private boolean isEnd(String reference) {
    boolean end = open != null && reference.equals("-" + open);
    open = reference.startsWith("+") ? reference.substring(1) : null;
    lines = 0;
    return end;
  }
}
