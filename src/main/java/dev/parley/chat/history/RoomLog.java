package dev.parley.chat.history;

import dev.parley.chat.name.RoomName;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the logs of all rooms (a port). An implementation is safe for use from any thread.
 *
 * <p>Within a room, offsets count from 1 without a gap, whatever expires, is redacted or fails to
 * be stored. An epoch names one life of a log: it changes only when the log is deleted and begins
 * anew, or when the server starts and had given offsets to lines that were not to be stored.
 */
public interface RoomLog {

  /**
   * Returns the rooms that were saved, or had lines stored, and were not deleted; those of before a
   * restart included.
   */
  List<SavedRoom> saved();

  /**
   * Saves a room, or what has changed of it, and then calls {@code then} with null, or with the
   * reason why it is not saved, as a sentence. In order with appends; does not block.
   *
   * <p>The topic is taken where the room was not saved before; afterwards it changes by lines of
   * {@link LogEntry.Kind#TOPIC} alone.
   */
  void save(SavedRoom room, Consumer<@Nullable String> then);

  /**
   * Opens a room's log, creating it where there is none, and returns its position. Does not block.
   */
  Position open(RoomName room);

  /**
   * Appends one line and then calls {@code then} with what became of it: for one room in the order
   * of the calls, and only once the line is as safe as this log makes it. {@code then} runs on the
   * calling thread before this returns or on a thread of the log's own; it does not block. Appends
   * to one room are made one after the other. A refusal may come before the answers to earlier
   * appends.
   *
   * <p>A line of {@link LogEntry.Kind#TOPIC} is saved as the room's topic with it.
   *
   * @param keep how much of the room's log is to be kept from now on; where that is nothing, the
   *     line gets its offset and is not stored
   */
  void append(RoomName room, Draft draft, Retention keep, Consumer<Appended> then);

  /**
   * Returns the newest {@code limit} lines of a room that are in memory, oldest first. Does not
   * block.
   */
  List<LogEntry> recent(RoomName room, int limit);

  /**
   * Returns the lines that a query asks for, oldest first; only such as are stored, and none that
   * have expired. May block.
   *
   * @throws LogUnavailableException where they cannot be read now
   */
  List<LogEntry> read(RoomName room, Query query);

  /**
   * Returns the line at an offset, or null where there is none (any more). May block.
   *
   * @throws LogUnavailableException where it cannot be read now
   */
  @Nullable LogEntry entry(RoomName room, long offset);

  /**
   * Takes the text out of a line; its offset stays. Null where there is no such line. May block.
   *
   * @throws LogUnavailableException where that is not possible now
   */
  @Nullable LogEntry redact(RoomName room, long offset);

  /** Returns the position of a room's log, or null where the room has none. Does not block. */
  @Nullable Position position(RoomName room);

  /**
   * Forgets a room and its log, in order with appends; where that is not possible now, as soon as
   * it is. One that is opened later begins a new epoch. Does not block.
   *
   * @param then is told, once and from any thread, what is wrong, or null when it is stored
   */
  void delete(RoomName room, Consumer<@Nullable String> then);

  /** Returns the kind of the store, for operators: {@code SQLite}. */
  String describe();

  /**
   * Returns the current problem of the store, as a sentence, or null where it works. Does not
   * block.
   */
  @Nullable String problem();

  /**
   * Describes the extent of a log.
   *
   * @param epoch the name of this life of the log
   * @param first the offset of the oldest line that can be read; {@code last + 1} where none can.
   *     Of lines that are too old it may know a moment later than {@link #read} does
   * @param last the offset of the newest line, 0 where nothing was said yet
   */
  record Position(String epoch, long first, long last) {}

  /** Represents the result of an append. */
  sealed interface Appended {

    /**
     * The line is stored.
     *
     * @param epoch the epoch it belongs to
     */
    record Stored(String epoch, LogEntry entry) implements Appended {}

    /**
     * The line is not stored and nobody may see it.
     *
     * @param reason why, as a sentence for the person who said it
     */
    record Failed(String reason) implements Appended {}
  }

  /**
   * Selects the lines of a room to read.
   *
   * @param after only lines with a greater offset; 0 for no bound
   * @param before only lines with a smaller offset; {@link Long#MAX_VALUE} for no bound
   * @param words only lines that have all of these words, as {@link TextAnalyzer#words} gives them;
   *     empty for all lines
   * @param newest whether the newest of the matching lines are wanted, otherwise the oldest
   * @param limit how many lines at most, at least 1
   * @param bytes reading stops with the line by which the lines have more bytes than that, as
   *     {@link LogEntry#size} counts them
   */
  record Query(long after, long before, List<String> words, boolean newest, int limit, long bytes) {

    /** Creates a query without a bound in bytes. */
    public Query(long after, long before, List<String> words, boolean newest, int limit) {
      this(after, before, words, newest, limit, Long.MAX_VALUE);
    }

    /** Selects the oldest lines after an offset. */
    public static Query after(long offset, int limit) {
      return new Query(offset, Long.MAX_VALUE, List.of(), false, limit);
    }

    /** Returns this query with another maximum number of lines. */
    public Query atMost(int lines) {
      return new Query(after, before, words, newest, lines, bytes);
    }

    /** Returns this query with a bound in bytes. */
    public Query within(long most) {
      return new Query(after, before, words, newest, limit, most);
    }

    /** Cuts the lines found, oldest first, to the bounds, keeping one at the least. */
    public List<LogEntry> cut(List<LogEntry> found) {
      int count = 0;
      long size = 0;
      while (count < Math.min(found.size(), limit)) {
        size += found.get(newest ? found.size() - 1 - count : count).size();
        if (count > 0 && size > bytes) {
          break;
        }
        count++;
      }
      return newest ? found.subList(found.size() - count, found.size()) : found.subList(0, count);
    }

    /** Selects the newest lines. */
    public static Query newest(int limit) {
      return new Query(0, Long.MAX_VALUE, List.of(), true, limit);
    }
  }
}
