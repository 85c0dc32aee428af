package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Represents consecutive lines of a room that one server stored in one transaction.
 *
 * @param room the id of the room, which no other room has or had
 * @param epoch the epoch of the room's log
 * @param lines the lines, oldest first
 */
public record StoredLines(int room, String epoch, List<SharedLine> lines) {

  /**
   * Represents one of the lines.
   *
   * @param ref the author's reference for it, null for none
   */
  public record SharedLine(LogEntry entry, @Nullable String ref) {}
}
