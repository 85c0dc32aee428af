package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out tasks in one transaction: {@link #plan}, {@link #write}, and then either {@link
 * #committed} or {@link #failed}. After that {@link #answer} answers the askers in order. Confined
 * to the writer.
 */
final class LogBatch {

  private static final Logger log = LoggerFactory.getLogger(JdbcRoomLog.class);

  private final List<WriteTask> tasks;
  private final RoomDeletions deletions;
  private final RetentionPolicy usual;
  private final Map<RoomState, RoomChange> changes = new HashMap<>();
  private final @Nullable LogEntry[] results;
  private @Nullable String failure;
  private int unsettled;
  private boolean settledAll;

  /**
   * @param usual the retention of rooms that have none of their own
   */
  LogBatch(List<WriteTask> tasks, RoomDeletions deletions, RetentionPolicy usual) {
    this.tasks = tasks;
    this.deletions = deletions;
    this.usual = usual;
    this.results = new LogEntry[tasks.size()];
  }

  /** Assigns offsets to lines and ids to rooms. */
  void plan() {
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
        case WriteTask.Delete(RoomState room, var _) -> {
          changes.remove(room);
          deletions.delete(room);
        }
        case WriteTask.Redact _, WriteTask.Settle _, WriteTask.Stop _ -> {}
      }
    }
  }

  private RoomChange change(RoomState room) {
    if (room.stored.id == 0) {
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

  void write(WriterConnection connection) throws SQLException {
    unsettled = 0;
    settledAll = false;
    deletions.write(connection);
    List<RoomChange> ordered = new ArrayList<>(changes.values());
    // In the order of the search index, which would otherwise be written in small pieces.
    ordered.sort(Comparator.comparingInt(change -> change.state().stored.id));
    for (RoomChange change : ordered) {
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
    for (int i = 0; i < results.length; i++) {
      if (tasks.get(i) instanceof WriteTask.Redact(RoomState room, long offset, var _)) {
        results[i] = room.has(offset) ? connection.redact(room.stored.id, offset) : null;
      }
    }
    if (tasks.stream().anyMatch(WriteTask.Settle.class::isInstance)) {
      settledAll = !connection.settle();
    }
  }

  /** Applies the changes to the rooms after the commit. */
  void committed() {
    deletions.committed();
    changes.values().forEach(RoomChange::committed);
  }

  /** Fails the tasks after the transaction was rolled back. */
  void refused(String reason) {
    failure = reason;
  }

  /**
   * Fails the tasks where the transaction may or may not be stored. Its changes are reverted before
   * anything else is written.
   */
  void failed(String reason) {
    changes.keySet().forEach(RoomState::markInDoubt);
    failure = reason;
  }

  /** Answers the askers, which may take any time and lock. */
  void answer() {
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
        if (result != null) {
          tell(room, result, draft);
        }
        room.answered();
        then.accept(
            result == null
                ? new Appended.Failed(room.stored.name + " is gone.")
                : new Appended.Stored(room.stored.epoch, result));
      }
      case WriteTask.Save(RoomState room, var _, var then) ->
          then.accept(room.stored.deleted ? room.stored.name + " is gone." : null);
      case WriteTask.Redact(RoomState room, var _, var then) -> {
        if (result != null) {
          room.redacted(result);
        }
        then.complete(result);
      }
      case WriteTask.Settle(var then) -> then.complete(!settledAll);
      case WriteTask.Delete(var _, var then) -> then.accept(null);
      case WriteTask.Stop _ -> {}
    }
  }

  private static void tell(RoomState room, LogEntry line, Draft draft) {
    try {
      room.tell(line, draft);
    } catch (RuntimeException e) {
      log.error("A line is not shown", e);
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
      case WriteTask.Redact(var _, var _, var then) ->
          then.completeExceptionally(
              new StoreUnavailableException("The line is not redacted: " + reason + "."));
      case WriteTask.Settle(var then) ->
          then.completeExceptionally(
              new StoreUnavailableException("The history cannot be read now: " + reason + "."));
      case WriteTask.Delete(RoomState room, var then) ->
          then.accept(room.stored.name + " is gone, but that is not stored yet: " + reason + ".");
      case WriteTask.Stop _ -> {}
    }
  }
}
