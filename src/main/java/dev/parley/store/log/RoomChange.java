package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.log.StoredLines.SharedLine;
import dev.parley.store.vendor.BatchReceipt;
import dev.parley.store.vendor.LineBatch;
import dev.parley.store.vendor.LineRange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of one transaction to one room. They apply when {@link #committed} is
 * called. Confined to the writer.
 */
final class RoomChange {

  private static final int OTHERS_AT_A_TIME = 1000;

  private final RoomState state;
  private final RetentionPolicy usual;
  private final List<LogEntry> others = new ArrayList<>();
  private List<LogEntry> lines = new ArrayList<>();

  /** The lines to tell other servers, also those that are not kept. */
  private List<SharedLine> appended = new ArrayList<>();

  private final List<PostKeyTable.Row> keys = new ArrayList<>();
  private final Position before;
  private @Nullable SavedRoom saved;
  private RoomName name;
  private RetentionPolicy keep;
  private long last;
  private boolean unlogged;
  private boolean toBeSaved;
  private final boolean keptBefore;
  private boolean changesTopic;
  private boolean gone;
  private long shift;
  private @Nullable Instant time;

  /**
   * @param usual the retention of rooms that have none of their own
   */
  RoomChange(RoomState state, RetentionPolicy usual) {
    this.state = state;
    this.usual = usual;
    this.before = state.position();
    this.last = before.last();
    this.keep = state.keep();
    this.keptBefore = !keep.none();
    this.saved = state.stored.saved;
    this.name = state.stored.name;
    this.unlogged = state.decideUnlogged();
  }

  RoomState state() {
    return state;
  }

  /** Assigns the next offset to a line. */
  LogEntry append(Draft draft, RetentionPolicy retention) {
    last++;
    LogEntry entry = draft.at(last);
    keep = retention;
    boolean kept = !retention.none();
    unlogged = !kept && !state.stored.isShared();
    if (kept) {
      lines.add(entry);
    }
    if (state.stored.isShared()) {
      appended.add(new SharedLine(entry, draft.ref()));
    }
    if (draft.key() != null) {
      keys.add(new PostKeyTable.Row(draft.key(), entry, kept));
    }
    saved = saved(entry.at());
    if (entry.kind() == LogEntry.Kind.TOPIC) {
      changesTopic = true;
      saved = saved.withTopic(entry.text());
    }
    return entry;
  }

  /**
   * Saves the settings of a room. The topic of one that was saved before is the one in its log, and
   * the name is the one that it has by now.
   */
  void save(SavedRoom room) {
    saved = (saved == null ? room : room.withTopic(saved.topic())).named(name);
    keep = StoredRoom.retention(room, usual);
    unlogged |= keep.none() && !state.stored.isShared();
    toBeSaved = true;
  }

  /** Renames the room. */
  void rename(RoomName to) {
    name = to;
    saved = saved(Instant.EPOCH).named(to);
    toBeSaved = true;
  }

  /** Returns whether the room is renamed. */
  boolean renames() {
    return !name.value().equals(state.stored.name.value());
  }

  /** Returns the name after the change. */
  RoomName name() {
    return name;
  }

  /** Returns the lines to be stored. */
  List<LogEntry> lines() {
    return lines;
  }

  /** Returns the keys to be stored along with lines. */
  List<PostKeyTable.Row> keys() {
    return keys;
  }

  /** Returns whether the row of the room is to be updated, where the writer counts the lines. */
  boolean changesRow() {
    return !Objects.equals(saved, state.stored.saved) || changesMoreThanTheTopic();
  }

  /**
   * Returns whether the row of the room is to be updated before lines are appended, which changes
   * the topic and the last offset.
   */
  boolean changesMoreThanTheTopic() {
    return state.stored.saved == null
        || unlogged
        || state.stored.unlogged
        || toBeSaved
        || (state.stored.isShared() && keptBefore == keep.none());
  }

  /** Returns the row of the room after the change. */
  RoomRow row() {
    return row(last);
  }

  /** Returns the row of the room after the change, but for the lines. */
  RoomRow rowBeforeLines() {
    return row(before.last());
  }

  private RoomRow row(long end) {
    return new RoomRow(
        state.stored.id,
        saved(Instant.EPOCH),
        state.stored.epoch,
        keep.none() ? last + 1 : before.first(),
        end,
        unlogged);
  }

  /** Adds the lines to those that the database gives their offsets. */
  void addTo(LineBatch batch) {
    int room = state.stored.id;
    String topic = changesTopic && saved != null ? saved.topic() : null;
    batch.addRoom(room, before.last(), step(last), topic);
    for (LogEntry line : lines) {
      batch.addLine(room, step(line.offset()), line);
    }
    for (PostKeyTable.Row row : keys) {
      batch.addKey(room, step(row.entry().offset()), row.key(), row.kept());
    }
  }

  private int step(long offset) {
    return (int) (offset - before.last());
  }

  /** Moves the lines to where the database has put them. */
  void place(BatchReceipt.Place place, WriterConnection connection) throws SQLException {
    shift = place.base() - before.last();
    time = place.at();
    lines = new ArrayList<>(lines.stream().map(this::moved).toList());
    appended =
        appended.stream().map(line -> new SharedLine(moved(line.entry()), line.ref())).toList();
    last += shift;
    addOthers(place.others(), place.base(), connection);
  }

  private void addOthers(List<LogEntry> first, long base, WriterConnection connection)
      throws SQLException {
    List<LogEntry> page = first;
    long end = before.last();
    while (end < base) {
      if (page.isEmpty()) {
        page =
            connection.read(
                new LineRange(
                    state.stored.id, end + 1, base, Long.MIN_VALUE, false, OTHERS_AT_A_TIME));
      }
      if (page.isEmpty()) {
        break; // The rest has expired.
      }
      others.addAll(page);
      end = page.getLast().offset();
      page = List.of();
    }
    for (LogEntry other : others) {
      if (other.kind() == LogEntry.Kind.TOPIC && !changesTopic && saved != null) {
        saved = saved.withTopic(other.text());
      }
    }
  }

  /** Notes that the database has no such room any more. */
  void gone() {
    gone = true;
  }

  /** Returns a line as it is stored, or null where it is not. */
  @Nullable LogEntry placed(LogEntry line) {
    return gone ? null : moved(line);
  }

  private LogEntry moved(LogEntry line) {
    return time == null
        ? line
        : new LogEntry(line.offset() + shift, time, line.kind(), line.from(), line.text(), false);
  }

  /** Returns whether the database has no such room any more. */
  boolean isGone() {
    return gone;
  }

  /**
   * Returns what other servers are to be told, also lines that are not kept, once it is stored;
   * null for nothing.
   */
  @Nullable StoredLines stored() {
    return gone || appended.isEmpty()
        ? null
        : new StoredLines(state.stored.id, state.stored.epoch, appended);
  }

  /** Returns the lines before those of this change that others appended. */
  List<LogEntry> others() {
    return others;
  }

  private SavedRoom saved(Instant otherwiseMadeAt) {
    return saved != null ? saved : new SavedRoom(name, "", RoomSettings.AD_HOC, otherwiseMadeAt);
  }

  /** Applies the changes to the room after the commit. */
  void committed() {
    if (gone) {
      return;
    }
    StoredRoom stored = state.stored;
    stored.saved = saved;
    stored.name = name;
    stored.unlogged = unlogged;
    List<LogEntry> added = lines;
    if (!others.isEmpty()) {
      added = new ArrayList<>(others);
      added.addAll(lines);
    }
    if (!added.isEmpty()) {
      if (stored.oldest > stored.newest) {
        stored.oldest = added.getFirst().offset();
      }
      stored.newest = added.getLast().offset();
    }
    state.committed(saved, stored.deleted ? List.of() : added, keep, last, unlogged);
  }
}
