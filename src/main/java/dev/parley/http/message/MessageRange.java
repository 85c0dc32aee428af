package dev.parley.http.message;

import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.OffsetRange;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.TextAnalyzer;
import dev.parley.chat.name.Nick;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.request.Cursor;
import dev.parley.http.request.Page;
import dev.parley.http.stream.MessageJson;
import java.time.Instant;
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

  /** Returns the range of a cursor. */
  static MessageRange of(String cursor) {
    return parse(Cursor.key(LIST, cursor));
  }

  /**
   * Returns the range of a request.
   *
   * @param since the time from which the range goes forwards, null for none
   */
  static MessageRange of(@Nullable Long after, @Nullable Instant since, @Nullable Long before) {
    return new MessageRange(
        after == null && since == null,
        after == null ? 0 : after,
        before == null ? Long.MAX_VALUE : before);
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

  /**
   * Returns the query for a page of this range.
   *
   * @param sender whose lines, null for everybody's
   */
  RoomLog.Query query(@Nullable String words, @Nullable String sender, int limit) {
    Nick from = sender == null ? null : Nick.parse(sender);
    if (from == null && sender != null) {
      throw InvalidValue.of("from", "must be a name");
    }
    return new RoomLog.Query(after, before, split(words), newest, limit).by(from);
  }

  /** Returns the part of this range that is between other offsets too. */
  MessageRange between(OffsetRange other) {
    return new MessageRange(
        newest, Math.max(after, other.after()), Math.min(before, other.before()));
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
