package dev.parley.tcp;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.LogUnavailableException;
import dev.parley.chat.history.Retention;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log that, while it is held, stores nothing until it is let go. */
public final class HeldRoomLog implements RoomLog {

  private final RoomLog log;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean held;
  private boolean broken;

  /** Stores in that log. */
  public HeldRoomLog(RoomLog log) {
    this.log = log;
  }

  /** From now on nothing is stored. */
  public void hold() {
    held = true;
  }

  /** From now on nothing can be read. */
  public void breakDown() {
    broken = true;
  }

  /** Stores the oldest of what waits. */
  public void letOne() {
    waiting.remove().run();
  }

  /** Stores all that waits, and what comes at once. */
  public void letGo() {
    held = false;
    while (!waiting.isEmpty()) {
      letOne();
    }
  }

  /** How much waits. */
  public int waiting() {
    return waiting.size();
  }

  @Override
  public void append(RoomName room, Draft draft, Retention keep, Consumer<Appended> then) {
    Position now = log.position(room);
    waiting.add(() -> {
      Position later = log.position(room);
      if (now != null && (later == null || !later.epoch().equals(now.epoch()))) {
        then.accept(new Appended.Failed(room + " is gone."));
      } else {
        log.append(room, draft, keep, then);
      }
    });
    if (!held) {
      letGo();
    }
  }

  @Override
  public List<SavedRoom> saved() {
    return List.of();
  }

  @Override
  public void save(SavedRoom room, Consumer<@Nullable String> then) {
    then.accept(null);
  }

  @Override
  public String describe() {
    return "test";
  }

  @Override
  public @Nullable String problem() {
    return null;
  }

  @Override
  public Position follow(RoomName room, Follower follower) {
    return log.follow(room, follower);
  }

  @Override
  public List<LogEntry> recent(RoomName room, int limit) {
    return log.recent(room, limit);
  }

  @Override
  public List<LogEntry> read(RoomName room, Query query) {
    if (broken) {
      throw new LogUnavailableException("The log is broken.");
    }
    return log.read(room, query);
  }

  @Override
  public @Nullable LogEntry entry(RoomName room, long offset) {
    return log.entry(room, offset);
  }

  @Override
  public @Nullable LogEntry redact(RoomName room, long offset) {
    return log.redact(room, offset);
  }

  @Override
  public @Nullable Position position(RoomName room) {
    return log.position(room);
  }

  @Override
  public void delete(RoomName room, Consumer<@Nullable String> then) {
    log.delete(room, then);
  }
}
