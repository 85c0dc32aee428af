package dev.parley.chat.room;

import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.Text;
import org.jspecify.annotations.Nullable;

/** Checks texts of people and operators. Stateless; any thread may call it. */
public final class TextRules {

  private TextRules() {}

  /** Returns the refusal of an invisible topic, or null if it is acceptable or empty. */
  public static Reply.@Nullable Refused unfitTopic(String text) {
    return !text.isBlank() && Text.remark(text).isEmpty()
        ? new Reply.Refused(Refusal.EMPTY_TEXT, "There is nothing in that topic to see.")
        : null;
  }

  /** Returns the refusal of a text that may not be shown, or null if it is acceptable. */
  public static Reply.@Nullable Refused textRefusal(String clean) {
    if (Text.isInvisible(clean)) {
      return new Reply.Refused(Refusal.EMPTY_TEXT, "There is nothing in that line to say.");
    }
    return clean.indexOf('\n') >= 0 && clean.lines().count() > LogEntry.MAX_LINES
        ? new Reply.Refused(
            Refusal.INVALID_VALUE, "A message has at most " + LogEntry.MAX_LINES + " lines.")
        : null;
  }
}
