package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
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

  private final RoomState state;
  private final RetentionPolicy usual;
  private final List<LogEntry> lines = new ArrayList<>();
  private final List<PostKeyTable.Row> keys = new ArrayList<>();
  private final Position before;
  private @Nullable SavedRoom saved;
  private RetentionPolicy keep;
  private long last;
  private boolean unlogged;
  private boolean toBeSaved;

  /**
   * @param usual the retention of rooms that have none of their own
   */
  RoomChange(RoomState state, RetentionPolicy usual) {
    this.state = state;
    this.usual = usual;
    this.before = state.position();
    this.last = before.last();
    this.keep = state.keep();
    this.saved = state.stored.saved;
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
    unlogged = retention.none();
    if (!unlogged) {
      lines.add(entry);
    }
    if (draft.key() != null) {
      keys.add(new PostKeyTable.Row(draft.key(), entry, !unlogged));
    }
    SavedRoom room = saved(entry.at());
    saved =
        entry.kind() == LogEntry.Kind.TOPIC
            ? new SavedRoom(room.name(), entry.text(), room.settings(), room.createdAt())
            : room;
    return entry;
  }

  /** Saves the settings of a room. The topic of one that was saved before is the one in its log. */
  void save(SavedRoom room) {
    String topic = saved == null ? room.topic() : saved.topic();
    saved = new SavedRoom(room.name(), topic, room.settings(), room.createdAt());
    RetentionPolicy own = room.settings().retention();
    keep = own == null ? usual : own;
    unlogged |= keep.none();
    toBeSaved = true;
  }

  /** Returns the lines to be stored. */
  List<LogEntry> lines() {
    return lines;
  }

  /** Returns the keys to be stored along with lines. */
  List<PostKeyTable.Row> keys() {
    return keys;
  }

  /** Returns whether the row of the room is to be updated. */
  boolean changesRow() {
    return !Objects.equals(saved, state.stored.saved)
        || unlogged
        || state.stored.unlogged
        || toBeSaved;
  }

  /** Returns the row of the room after the change. */
  RoomRow row() {
    return new RoomRow(
        state.stored.id,
        saved(Instant.EPOCH),
        state.stored.epoch,
        keep.none() ? last + 1 : before.first(),
        last,
        unlogged);
  }

  private SavedRoom saved(Instant otherwiseMadeAt) {
    return saved != null
        ? saved
        : new SavedRoom(state.stored.name, "", RoomSettings.AD_HOC, otherwiseMadeAt);
  }

  /** Applies the changes to the room after the commit. */
  void committed() {
    StoredRoom stored = state.stored;
    stored.saved = saved;
    stored.unlogged = unlogged;
    if (!lines.isEmpty()) {
      if (stored.oldest > stored.newest) {
        stored.oldest = lines.getFirst().offset();
      }
      stored.newest = lines.getLast().offset();
    }
    state.committed(saved, lines, keep, last, unlogged);
  }
}
