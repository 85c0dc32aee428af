package dev.parley.chat.history;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the logs of all rooms (a port). An implementation is safe for use from any thread.
 *
 * <p>Within a room, offsets count from 1 without gaps, even if lines expire, are redacted or fail
 * to be stored. An epoch identifies one lifetime of a log: it changes only when the log is deleted
 * and created again, when the server restarts after it gave offsets to lines that were not to be
 * stored, or where the database has lost lines.
 */
public interface RoomLog {

  /**
   * Returns the rooms that were saved, or have stored lines, and were not deleted, including those
   * from before a restart.
   */
  List<SavedRoom> saved();

  /**
   * Saves a room or its changes, and then calls {@code then} with null, or with the reason for a
   * failure, as a sentence. In order with appends; does not block.
   *
   * <p>The topic is saved only if the room was not saved before; afterwards it changes by lines of
   * {@link LogEntry.Kind#TOPIC} alone.
   */
  void save(SavedRoom room, Consumer<@Nullable String> then);

  /**
   * Creates a room for all servers that share this log, unless one of them has it already, so that
   * it has one epoch everywhere; to be called before a room is first followed and saved. Where the
   * log is not shared, calls {@code then} at once and stores nothing. Otherwise {@code then} runs
   * later on a thread of the log and must not block; by then the room can be followed. Does not
   * block.
   */
  default void create(SavedRoom room, Consumer<Created> then) {
    then.accept(new Created.Ready(room, true));
  }

  /**
   * Sets who is told the changes to rooms by other servers that share this log. Those from before
   * this call are in {@link #saved}, and may be told again.
   */
  default void observe(Observer observer) {}

  /**
   * Reads what other servers that share this log have stored up to now, as far as it is not known
   * here, and calls {@code then} once the observer and the followers are told all of it; while the
   * store does not work, that waits. Where the log is not shared, calls {@code then} at once.
   * Otherwise {@code then} runs later on a thread of the log and must not block. Does not block.
   */
  default void catchUp(Runnable then) {
    then.run();
  }

  /**
   * Opens a room's log, creating it if there is none, and from now on passes each stored line to
   * {@code follower}: in the order of offsets, and only once the line is as durable as this log
   * makes it. Replaces the previous follower of the log. Does not block.
   *
   * @return the position of the log; the follower may get the last lines before it once more
   */
  Position follow(RoomName room, Follower follower);

  /**
   * Appends one line and then calls {@code then} with the result: for one room in the order of the
   * calls, and for a stored line after the room's follower got it. {@code then} runs on the calling
   * thread before this method returns, or on a thread of the log; it must not block. The caller
   * serializes appends to one room. A failure may be reported before the results of earlier
   * appends. While the store cannot be reached it may not be known whether a line is stored: the
   * line fails, and if it turns out to be stored, the follower is told it then.
   *
   * <p>A line of {@link LogEntry.Kind#TOPIC} also becomes the room's saved topic.
   *
   * @param keep the retention of the room's log from now on; if it keeps nothing, the line gets an
   *     offset and is not stored
   */
  void append(RoomName room, Draft draft, RetentionPolicy keep, Consumer<Appended> then);

  /**
   * Returns the newest {@code limit} lines of a room that are in memory, oldest first. Does not
   * block.
   */
  List<LogEntry> recent(RoomName room, int limit);

  /**
   * Returns the lines that a query selects, oldest first; only stored lines that have not expired.
   * May block.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  List<LogEntry> read(RoomName room, Query query);

  /**
   * Returns the line at an offset, or null if there is none or it has expired. May block.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  @Nullable LogEntry entry(RoomName room, long offset);

  /**
   * Returns the last line that set or cleared the topic of a room, or null if there is none or it
   * is not known. May block.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  default @Nullable LogEntry topicLine(RoomName room) {
    return null;
  }

  /**
   * Returns the offset behind the last line before a time: lines from there on have this time or a
   * later one. Exact as long as the times of lines do not go back. May block.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  default long offsetAt(RoomName room, Instant at) {
    Position position = position(room);
    long from = position == null ? 1 : position.first();
    long to = position == null ? 1 : position.last() + 1;
    while (from < to) {
      long middle = from + (to - from) / 2;
      List<LogEntry> found = read(room, new Query(middle - 1, to, List.of(), false, 1));
      if (!found.isEmpty() && found.getFirst().at().isBefore(at)) {
        from = found.getFirst().offset() + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /**
   * Removes the text of a line, whose offset stays, and returns the line; null if there is no such
   * line. May block.
   *
   * @throws StoreUnavailableException if the store cannot be changed now
   */
  @Nullable LogEntry redact(RoomName room, long offset);

  /** Returns the position of a room's log, or null if the room has none. Does not block. */
  @Nullable Position position(RoomName room);

  /**
   * Deletes a room and its log, in order with appends; if the store does not work now, as soon as
   * it does. A log that is opened later begins a new epoch. Does not block.
   *
   * @param then called once, from any thread, with the problem, or null when the deletion is stored
   */
  void delete(RoomName room, Consumer<@Nullable String> then);

  /**
   * Renames a room, in order with appends, together with all that is stored under its name by
   * others: bans, roles, metadata. Before {@code then} runs, the room can be used by both names;
   * afterwards by the new one alone if that is stored, else by the former. Does not block.
   *
   * @param to the new name, which can differ from the former in the case of letters alone
   * @param then called once, from any thread, with the result; must not block
   */
  void rename(RoomName room, RoomName to, Consumer<Renamed> then);

  /** Represents the result of a change of name. */
  sealed interface Renamed {

    /** The new name is stored. */
    record Done() implements Renamed {}

    /** Another room has the name. */
    record Taken() implements Renamed {}

    /**
     * The new name is not stored.
     *
     * @param reason the reason, as a sentence
     */
    record Failed(String reason) implements Renamed {}
  }

  /** Returns the kind of the store, for operators: {@code SQLite}. */
  String describe();

  /**
   * Returns the current problem of the store, as a sentence, or null if it works. Does not block.
   */
  @Nullable String problem();

  /**
   * Describes the extent of a log.
   *
   * @param epoch the id of this lifetime of the log
   * @param first the offset of the oldest line that can be read, {@code last + 1} for none. It may
   *     lag behind {@link #read} when lines expire
   * @param last the offset of the newest line, 0 if there is none yet
   */
  record Position(String epoch, long first, long last) {}

  /** Receives the lines of a room as they are stored. */
  @FunctionalInterface
  interface Follower {

    /**
     * Receives a line. Runs on a thread of the log, or on the one that appends; must not block.
     *
     * @param draft the same object that was appended; of a line that another server told, one with
     *     its reference; null for other lines that were not appended here, and for one whose author
     *     was told that it failed
     */
    void stored(LogEntry entry, @Nullable Draft draft);

    /**
     * Is told that the lines after the last one, up to an offset, will not come: they were not to
     * be stored, and were lost on their way from another server. Otherwise as {@link #stored}.
     */
    default void skipped(long offset) {}
  }

  /**
   * Is told what other servers that share the log do to rooms. Its methods run on a thread of the
   * log, one after the other and in order with the followers of the rooms; they must not block.
   */
  interface Observer {

    /** A room was created, or its settings or topic may have changed. */
    void saved(SavedRoom room);

    /** A room was deleted, and its log with it. */
    void deleted(RoomName room, String epoch);

    /** A room was renamed: until this returns, it can be used by the former name too. */
    void renamed(SavedRoom room, String epoch);

    /**
     * The log of a room goes on in a new epoch, as the database has lost lines; those that it has
     * are at their offsets. From now on the room can be followed in the new epoch.
     *
     * @param before the epoch before
     */
    void renewed(SavedRoom room, String before);

    /** The text of a line was removed. */
    void redacted(RoomName room, String epoch, LogEntry line);
  }

  /** Represents the result of a creation. */
  sealed interface Created {

    /**
     * The room is there.
     *
     * @param room the room as it is saved
     * @param first whether this call created it, and not another server
     */
    record Ready(SavedRoom room, boolean first) implements Created {}

    /**
     * The room is not created.
     *
     * @param reason the reason, as a sentence
     */
    record Failed(String reason) implements Created {}
  }

  /** Represents the result of an append. */
  sealed interface Appended {

    /**
     * The line is stored.
     *
     * @param epoch the epoch it belongs to
     */
    record Stored(String epoch, LogEntry entry) implements Appended {}

    /**
     * The line is not stored, as far as is known, and must not be shown.
     *
     * @param reason the reason, as a sentence for the author
     */
    record Failed(String reason) implements Appended {}
  }

  /**
   * Selects the lines of a room to read.
   *
   * @param after the lower bound of the offsets, exclusive; 0 for no bound
   * @param before the upper bound of the offsets, exclusive; {@link Long#MAX_VALUE} for no bound
   * @param words words that a line must have all of, as {@link TextAnalyzer#words} returns them;
   *     empty for all lines
   * @param from whose lines, null for everybody's; redacted lines are nobody's
   * @param newest whether to select the newest of the matching lines, otherwise the oldest
   * @param limit the maximum number of lines, at least 1
   * @param bytes the maximum total size, in bytes as {@link LogEntry#size} counts them; at least
   *     one line is read
   */
  record Query(
      long after,
      long before,
      List<String> words,
      @Nullable Nick from,
      boolean newest,
      int limit,
      long bytes) {

    /** Creates a query for everybody's lines. */
    public Query(
        long after, long before, List<String> words, boolean newest, int limit, long bytes) {
      this(after, before, words, null, newest, limit, bytes);
    }

    /** Creates a query without a maximum size. */
    public Query(long after, long before, List<String> words, boolean newest, int limit) {
      this(after, before, words, newest, limit, Long.MAX_VALUE);
    }

    /** Selects the oldest lines after an offset. */
    public static Query after(long offset, int limit) {
      return new Query(offset, Long.MAX_VALUE, List.of(), false, limit);
    }

    /** Selects the newest lines before an offset. */
    public static Query before(long offset, int limit) {
      return new Query(0, offset, List.of(), true, limit);
    }

    /** Returns this query with another maximum number of lines. */
    public Query atMost(int lines) {
      return new Query(after, before, words, from, newest, lines, bytes);
    }

    /** Returns this query for lines of one person. */
    public Query by(@Nullable Nick sender) {
      return new Query(after, before, words, sender, newest, limit, bytes);
    }

    /** Returns whether lines are selected by more than their offsets. */
    public boolean isFiltered() {
      return from != null || !words.isEmpty();
    }

    /** Returns whether a line has the words, and is by the sender. */
    public boolean matches(LogEntry line) {
      boolean bySender =
          from == null || (!line.redacted() && from.folded().equals(Text.folded(line.from())));
      return bySender && TextAnalyzer.matches(words, line.text());
    }

    /** Returns this query for the lines between two offsets, both exclusive. */
    public Query between(long lower, long upper) {
      return new Query(lower, upper, words, from, newest, limit, bytes);
    }

    /** Returns this query with a maximum size, in bytes. */
    public Query within(long most) {
      return new Query(after, before, words, from, newest, limit, most);
    }

    /** Limits the lines found, oldest first, to the maximum number and size; keeps at least one. */
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
