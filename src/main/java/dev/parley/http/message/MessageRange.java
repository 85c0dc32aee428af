package dev.parley.http.message;

import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.TextAnalyzer;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.request.Cursor;
import dev.parley.http.request.Page;
import dev.parley.http.stream.MessageJson;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Selects a range of a room's log and its direction. With a lower bound, pages go forwards from it;
 * without one, backwards from the newest line.
 *
 * @param newest whether the newest lines of the range come first
 * @param after only lines with a greater offset
 * @param before only lines with a smaller offset
 */
record MessageRange(boolean newest, long after, long before) {

  private static final String LIST = "messages";
  private static final Pattern KEY = Pattern.compile("([no]):(\\d{1,18}):(\\d{1,19})");

  /** Returns the range of a request; a cursor has its own. */
  static MessageRange of(@Nullable Long after, @Nullable Long before, @Nullable String cursor) {
    if (cursor != null && !cursor.isEmpty()) {
      return parse(Cursor.key(LIST, cursor));
    }
    return new MessageRange(
        after == null, after == null ? 0 : after, before == null ? Long.MAX_VALUE : before);
  }

  private static MessageRange parse(String key) {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      throw Cursor.invalid();
    }
    try {
      return new MessageRange(
          matcher.group(1).equals("n"),
          Long.parseLong(matcher.group(2)),
          Long.parseLong(matcher.group(3)));
    } catch (NumberFormatException tooLarge) {
      throw Cursor.invalid();
    }
  }

  /** Returns the query for a page of this range. */
  RoomLog.Query query(@Nullable String words, int limit) {
    return new RoomLog.Query(after, before, split(words), newest, limit);
  }

  private static List<String> split(@Nullable String words) {
    if (words == null || words.isBlank()) {
      return List.of();
    }
    List<String> found = TextAnalyzer.words(words);
    String problem = TextAnalyzer.problem(found);
    if (problem != null) {
      throw InvalidValue.of("q", problem);
    }
    return found;
  }

  /** Returns the result of the query as a page. */
  Page<MessageJson> page(Reply.History found) {
    return new Page<>(
        found.entries().stream()
            .map(entry -> MessageJson.of(found.room(), found.epoch(), entry))
            .toList(),
        found.more() ? Cursor.after(LIST, behind(found.entries()).key()) : null);
  }

  private MessageRange behind(List<LogEntry> shown) {
    return newest
        ? new MessageRange(true, after, shown.getFirst().offset())
        : new MessageRange(false, shown.getLast().offset(), before);
  }

  private String key() {
    return (newest ? "n:" : "o:") + after + ':' + before;
  }
}
