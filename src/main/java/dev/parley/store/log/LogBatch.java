package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Created;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.RoomName;
import dev.parley.store.vendor.BatchReceipt;
import dev.parley.store.vendor.LineBatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out tasks in one transaction: {@link #plan}, {@link #write}, {@link #append}, and then
 * either {@link #committed} or {@link #refused}. After that {@link #answer} answers the askers in
 * order. Where the outcome of a commit was unknown, {@link #isStored} finds it out. Confined to the
 * writer.
 */
final class LogBatch {

  private static final Logger log = LoggerFactory.getLogger(JdbcRoomLog.class);

  private final List<WriteTask> tasks;
  private final RoomDeletions deletions;
  private final RetentionPolicy usual;
  private final @Nullable LogSync sync;
  private final Map<RoomState, RoomChange> changes = new HashMap<>();
  private final @Nullable LogEntry[] results;
  private @Nullable String failure;
  private int unsettled;
  private boolean settledAll;
  private long number;
  private boolean foundStored;

  /**
   * @param usual the retention of rooms that have none of their own
   * @param sync what connects the log to other servers, null where it is not shared
   */
  LogBatch(
      List<WriteTask> tasks,
      RoomDeletions deletions,
      RetentionPolicy usual,
      @Nullable LogSync sync) {
    this.sync = sync;
    this.tasks = tasks;
    this.deletions = deletions;
    this.usual = usual;
    this.results = new LogEntry[tasks.size()];
  }

  /**
   * Assigns ids to rooms and offsets to lines. Where the database gives offsets, these only tell
   * the order of a room's lines.
   *
   * @param batch the number of the batch, which no other has
   */
  void plan(long batch) {
    number = batch;
    for (int i = 0; i < results.length; i++) {
      switch (tasks.get(i)) {
        case WriteTask.Append(RoomState room, Draft draft, RetentionPolicy keep, var _) -> {
          if (!room.stored.deleted) {
            results[i] = change(room).append(draft, keep);
          }
        }
        case WriteTask.Save(RoomState room, var saved, var _) -> {
          if (!room.stored.deleted) {
            change(room).save(saved);
          }
        }
        case WriteTask.Rename(RoomState room, RoomName to, var _, var _) -> {
          if (!room.stored.deleted) {
            change(room).rename(to);
          }
        }
        case WriteTask.Delete(RoomState room, var _) -> {
          changes.remove(room);
          deletions.delete(room);
        }
        case WriteTask.Redact _, WriteTask.Settle _, WriteTask.Stop _ -> {}
        default -> throw new IllegalStateException("Not part of a batch: " + tasks.get(i));
      }
    }
  }

  private RoomChange change(RoomState room) {
    if (room.stored.id == 0 && sync == null) {
      room.stored.id = deletions.allocateId();
    }
    return changes.computeIfAbsent(room, state -> new RoomChange(state, usual));
  }

  /** Returns whether nothing of the batch is stored. */
  boolean isFailed() {
    return failure != null;
  }

  /** Returns the number of lines that are stored, but not in their place yet. */
  int unsettledLines() {
    return unsettled;
  }

  /** Returns whether all lines, those of earlier batches included, are in their place. */
  boolean hasSettledAll() {
    return settledAll;
  }

  /** Returns the rooms that the batch changes. */
  Collection<RoomState> rooms() {
    return changes.keySet();
  }

  /** Writes all but what {@link #append} does. */
  void write(WriterConnection connection) throws SQLException {
    unsettled = 0;
    settledAll = false;
    deletions.write(connection);
    if (sync != null) {
      writeShared(sync, connection);
      return;
    }
    List<RoomChange> ordered = new ArrayList<>(changes.values());
    // In the order of the search index, which would otherwise be written in small pieces.
    ordered.sort(Comparator.comparingInt(change -> change.state().stored.id));
    for (RoomChange change : ordered) {
      if (connection.givesOffsets()) {
        if (change.changesMoreThanTheTopic()) {
          connection.saveRoom(change.rowBeforeLines());
        }
      } else {
        write(change, connection);
      }
    }
    for (RoomChange change : ordered) {
      if (change.renames()) {
        connection.renameRules(change.state().stored, change.name());
      }
    }
    boolean settle = false;
    for (int i = 0; i < results.length; i++) {
      if (tasks.get(i) instanceof WriteTask.Redact(RoomState room, long offset, var _)) {
        results[i] = room.has(offset) ? connection.redact(room.stored.id, offset) : null;
      }
      settle |= tasks.get(i) instanceof WriteTask.Settle;
    }
    if (settle) {
      settledAll = !connection.settle();
    }
  }

  /** Writes each change in one statement by itself, which may be repeated after a failure. */
  private void writeShared(LogSync shared, WriterConnection connection) throws SQLException {
    for (RoomChange change : changes.values()) {
      if (change.changesMoreThanTheTopic()) {
        save(change, shared, connection);
      }
    }
    for (int i = 0; i < results.length; i++) {
      if (tasks.get(i) instanceof WriteTask.Redact(RoomState room, long offset, var _)) {
        results[i] = room.has(offset) ? connection.redactShared(room.stored.id, offset) : null;
      }
    }
    settledAll = true;
  }

  private static void save(RoomChange change, LogSync shared, WriterConnection connection)
      throws SQLException {
    StoredRoom room = change.state().stored;
    RoomTable.Identity saved = connection.saveShared(change.rowBeforeLines());
    if (saved == null || !saved.epoch().equals(room.epoch)) {
      change.gone();
    } else if (room.id == 0) {
      room.id = saved.id();
      shared.know(change.state());
    }
  }

  private void write(RoomChange change, WriterConnection connection) throws SQLException {
    if (change.changesRow()) {
      connection.saveRoom(change.row());
    }
    List<LogEntry> lines = change.lines();
    if (!connection.insert(change.state().stored.id, lines)) {
      change.state().markUnsettled(lines.getFirst().offset());
      unsettled += lines.size();
    }
    for (PostKeyTable.Row key : change.keys()) {
      connection.run(client -> PostKeyTable.insert(client, change.state().stored, key));
    }
  }

  /** Appends the lines where the database gives them their offsets. */
  void append(WriterConnection connection) throws SQLException {
    if (connection.givesOffsets() && (!changes.isEmpty() || redactsLines())) {
      LineBatch lines = new LineBatch(number);
      changes.values().stream()
          .filter(change -> !change.isGone())
          .forEach(change -> change.addTo(lines));
      place(connection.append(lines), connection);
    }
  }

  private boolean redactsLines() {
    return tasks.stream().anyMatch(WriteTask.Redact.class::isInstance);
  }

  private void place(BatchReceipt receipt, WriterConnection connection) throws SQLException {
    Map<Integer, BatchReceipt.Place> places = new HashMap<>();
    receipt.places().forEach(place -> places.put(place.room(), place));
    for (RoomChange change : changes.values()) {
      BatchReceipt.Place place = places.get(change.state().stored.id);
      if (place == null) {
        change.gone();
      } else {
        change.place(place, connection);
      }
    }
    for (int i = 0; i < results.length; i++) {
      LogEntry planned = results[i];
      if (planned != null && tasks.get(i) instanceof WriteTask.Append append) {
        RoomChange change = changes.get(append.room());
        results[i] = change == null ? planned : change.placed(planned);
      }
    }
  }

  /** Finds out whether the batch is stored, over another connection than it was written with. */
  boolean isStored(WriterConnection connection) throws SQLException {
    if (connection.givesOffsets()) {
      BatchReceipt last = connection.lastStored();
      if (last.number() != number) {
        return false;
      }
      place(last, connection);
      return true;
    }
    // Nobody else writes: what the store has beyond the last offset from before is of this batch.
    for (RoomChange change : changes.values()) {
      if (!change.lines().isEmpty()) {
        long first = change.lines().getFirst().offset();
        return connection.line(change.state().stored.id, first) != null;
      }
    }
    return hasStoredRows(connection) && hasStoredRedactions(connection);
  }

  private boolean hasStoredRows(WriterConnection connection) throws SQLException {
    for (RoomChange change : changes.values()) {
      int id = change.state().stored.id;
      @Nullable RoomRow found =
          connection.<@Nullable RoomRow>run(client -> RoomTable.find(client, id));
      if (!change.row().equals(found)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasStoredRedactions(WriterConnection connection) throws SQLException {
    for (int i = 0; i < results.length; i++) {
      if (results[i] != null && tasks.get(i) instanceof WriteTask.Redact redact) {
        LogEntry line = connection.line(redact.room().stored.id, redact.offset());
        if (line == null || !line.redacted()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Applies the changes to the rooms after the commit. */
  void committed() {
    boolean deleted = deletions.hasPending();
    deletions.committed();
    apply(deleted);
  }

  /** Tells other servers what is stored, and applies it to the rooms. */
  private void apply(boolean deleted) {
    if (sync != null) {
      publish(sync, deleted);
    }
    changes.values().forEach(RoomChange::committed);
  }

  private void publish(LogSync shared, boolean deleted) {
    boolean changed =
        deleted
            || redactsLines()
            || changes.values().stream().anyMatch(RoomChange::changesMoreThanTheTopic);
    List<StoredLines> stored = new ArrayList<>();
    for (RoomChange change : changes.values()) {
      StoredLines lines = change.stored();
      if (lines != null) {
        stored.add(lines);
      }
    }
    shared.publish(stored, changed);
  }

  /** Fails the tasks, none of which is stored. */
  void refused(String reason) {
    failure = reason;
    changes.keySet().forEach(RoomState::refused);
  }

  /** Fails the tasks where they may or may not be stored, until {@link #resolve} is called. */
  void inDoubt(String reason) {
    failure = reason;
    changes.keySet().forEach(RoomState::markInDoubt);
  }

  /**
   * Notes what has become of the batch, and applies it where the tasks were failed meanwhile.
   * Deleted rooms are written once more in any case.
   */
  void resolve(boolean stored) {
    foundStored = stored;
    if (failure == null) {
      return;
    }
    changes.keySet().forEach(RoomState::resolve);
    if (stored) {
      apply(false);
    } else {
      changes.keySet().forEach(RoomState::refused);
    }
  }

  /** Returns whether the batch is stored although the outcome of its commit was unknown. */
  boolean isFoundStored() {
    return foundStored;
  }

  /** Tells what is stored, after the askers were told that it failed. */
  void tellLate() {
    tellOthers();
    for (WriteTask task : tasks) {
      if (task instanceof WriteTask.Rename rename) {
        try {
          rename.late().run();
        } catch (RuntimeException e) {
          log.error("The new name of a room is not applied", e);
        }
      }
    }
    for (int i = 0; i < results.length; i++) {
      LogEntry result = results[i];
      if (result != null) {
        switch (tasks.get(i)) {
          case WriteTask.Append(RoomState room, var _, var _, var _) -> {
            if (!room.stored.deleted) {
              tell(room, result, null, () -> {});
            }
          }
          case WriteTask.Redact(RoomState room, var _, var _) -> room.redacted(result);
          default -> {}
        }
      }
    }
  }

  /** Tells followers the lines of others, each before those of the batch in its room. */
  private void tellOthers() {
    for (RoomChange change : changes.values()) {
      for (LogEntry line : change.others()) {
        tell(change.state(), line, null, () -> {});
      }
    }
  }

  /** Answers the askers, which may take any time and lock. */
  void answer() {
    if (failure == null) {
      tellOthers();
    }
    for (int i = 0; i < results.length; i++) {
      try {
        if (failure == null) {
          answer(tasks.get(i), results[i]);
        } else {
          refuse(tasks.get(i), failure);
        }
      } catch (RuntimeException e) {
        log.error("What was to follow on a line failed", e);
      }
    }
  }

  private void answer(WriteTask task, @Nullable LogEntry result) {
    switch (task) {
      case WriteTask.Append(RoomState room, Draft draft, var _, var then) -> {
        if (result == null) {
          room.answered();
          then.accept(new Appended.Failed(room.stored.goneReason()));
        } else if (isCutOff()) {
          Objects.requireNonNull(sync).expect(room, result.offset());
          room.answered();
          then.accept(
              new Appended.Failed(
                  "It is not known whether your line is stored: this server was cut off from the"
                      + " database for too long."));
        } else {
          tell(
              room,
              result,
              draft,
              () -> {
                room.answered();
                then.accept(new Appended.Stored(room.stored.epoch, result));
              });
        }
      }
      case WriteTask.Save(RoomState room, var _, var then) ->
          then.accept(room.stored.deleted ? room.stored.name + " is gone." : null);
      case WriteTask.Rename(RoomState room, var _, var then, var _) ->
          then.accept(
              room.stored.deleted
                  ? new Renamed.Failed(room.stored.name + " is gone.")
                  : new Renamed.Done());
      case WriteTask.Redact(RoomState room, var _, var then) -> {
        if (result != null) {
          room.redacted(result);
        }
        then.complete(result);
      }
      case WriteTask.Settle(var then) -> then.complete(!settledAll);
      case WriteTask.Delete(var _, var then) -> then.accept(null);
      default -> {}
    }
  }

  /** Returns whether other servers take this one for dead, so that it must not show anything. */
  private boolean isCutOff() {
    return sync != null && !sync.isLeased();
  }

  private void tell(RoomState room, LogEntry line, @Nullable Draft draft, Runnable then) {
    if (sync == null) {
      try {
        room.tell(line, draft);
      } catch (RuntimeException e) {
        log.error("A line is not shown", e);
      }
      then.run();
    } else if (isCutOff()) {
      sync.expect(room, line.offset());
    } else {
      sync.add(room, new LineSequence.Line(line, draft, then));
    }
  }

  private static void refuse(WriteTask task, String reason) {
    switch (task) {
      case WriteTask.Append(RoomState room, var _, var _, var then) -> {
        room.answered();
        then.accept(new Appended.Failed("Your line is not stored: " + reason + "."));
      }
      case WriteTask.Save(RoomState room, var _, var then) ->
          then.accept(room.stored.name + " is not saved: " + reason + ".");
      case WriteTask.Rename(RoomState room, var _, var then, var _) ->
          then.accept(new Renamed.Failed(room.stored.name + " is not renamed: " + reason + "."));
      case WriteTask.Redact(var _, var _, var then) ->
          then.completeExceptionally(
              new StoreUnavailableException("The line is not redacted: " + reason + "."));
      case WriteTask.Settle(var then) ->
          then.completeExceptionally(
              new StoreUnavailableException("The history cannot be read now: " + reason + "."));
      case WriteTask.Delete(RoomState room, var then) ->
          then.accept(room.stored.name + " is gone, but that is not stored yet: " + reason + ".");
      case WriteTask.Create(var room, var then) ->
          then.accept(new Created.Failed(room.name() + " is not created: " + reason + "."));
      default -> {}
    }
  }
}
