package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest lines of each room in memory, for tests of other classes. An append completes
 * before it returns; nothing blocks.
 */
public final class MemoryRoomLog implements RoomLog {

  private final ConcurrentMap<RoomName, MemoryLog> logs = new ConcurrentHashMap<>();
  private final ConcurrentMap<RoomName, SavedRoom> saved = new ConcurrentHashMap<>();
  private final Clock clock;
  private final int linesPerRoom;
  private final MemoryPostKeys keys;

  /**
   * @param clock determines the age of lines
   * @param linesPerRoom the largest number of lines of a room, whatever its retention
   */
  public MemoryRoomLog(Clock clock, int linesPerRoom) {
    this(clock, linesPerRoom, new MemoryPostKeys(clock));
  }

  /** Creates a log that keeps the keys of lines too. */
  public MemoryRoomLog(Clock clock, int linesPerRoom, MemoryPostKeys keys) {
    this.keys = keys;
    this.clock = clock;
    this.linesPerRoom = linesPerRoom;
  }

  @Override
  public List<SavedRoom> saved() {
    return List.copyOf(saved.values());
  }

  @Override
  public void save(SavedRoom room, Consumer<@Nullable String> then) {
    log(room.name());
    saved.merge(
        room.name(),
        room,
        (old, now) -> new SavedRoom(now.name(), old.topic(), now.settings(), now.createdAt()));
    then.accept(null);
  }

  @Override
  public String describe() {
    return "memory";
  }

  @Override
  public @Nullable String problem() {
    return null;
  }

  @Override
  public Position follow(RoomName room, Follower follower) {
    return log(room).follow(follower, clock.instant());
  }

  private MemoryLog log(RoomName room) {
    return logs.computeIfAbsent(room, name -> new MemoryLog(linesPerRoom));
  }

  @Override
  public void append(RoomName room, Draft draft, RetentionPolicy keep, Consumer<Appended> then) {
    MemoryLog log = logs.get(room);
    if (draft.kind() == LogEntry.Kind.TOPIC) {
      saved.computeIfPresent(
          room,
          (name, old) -> new SavedRoom(old.name(), draft.text(), old.settings(), old.createdAt()));
    }
    Appended appended =
        log == null
            ? new Appended.Failed(room + " is gone.")
            : log.append(draft, keep, clock.instant());
    if (draft.key() != null && appended instanceof Appended.Stored(String epoch, LogEntry entry)) {
      keys.keep(draft.key(), room, epoch, entry);
    }
    if (log != null && appended instanceof Appended.Stored stored) {
      log.tell(stored.entry(), draft);
    }
    then.accept(appended);
  }

  @Override
  public List<LogEntry> recent(RoomName room, int limit) {
    return limit <= 0 ? List.of() : read(room, Query.newest(limit));
  }

  @Override
  public List<LogEntry> read(RoomName room, Query query) {
    MemoryLog log = logs.get(room);
    return log == null ? List.of() : log.read(query, clock.instant());
  }

  @Override
  public @Nullable LogEntry entry(RoomName room, long offset) {
    MemoryLog log = logs.get(room);
    return log == null ? null : log.entry(offset, clock.instant());
  }

  @Override
  public @Nullable LogEntry redact(RoomName room, long offset) {
    MemoryLog log = logs.get(room);
    return log == null ? null : log.redact(offset, clock.instant());
  }

  @Override
  public @Nullable Position position(RoomName room) {
    MemoryLog log = logs.get(room);
    return log == null ? null : log.position(clock.instant());
  }

  @Override
  public void rename(RoomName room, RoomName to, Consumer<Renamed> then) {
    MemoryLog log = logs.get(room);
    MemoryLog there = log == null ? null : logs.putIfAbsent(to, log);
    if (log == null) {
      then.accept(new Renamed.Failed(room + " is gone."));
    } else if (there != null && there != log) {
      then.accept(new Renamed.Taken());
    } else {
      SavedRoom before = saved.remove(room);
      if (before != null) {
        saved.put(to, before.named(to));
      }
      then.accept(new Renamed.Done());
      if (!room.equals(to)) {
        logs.remove(room, log);
      }
    }
  }

  @Override
  public void delete(RoomName room, Consumer<@Nullable String> then) {
    logs.remove(room);
    saved.remove(room);
    then.accept(null);
  }
}
