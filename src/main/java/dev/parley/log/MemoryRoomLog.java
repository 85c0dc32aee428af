package dev.parley.log;

import dev.parley.chat.Draft;
import dev.parley.chat.Entry;
import dev.parley.chat.Retention;
import dev.parley.chat.RoomLog;
import dev.parley.chat.RoomName;
import dev.parley.chat.SavedRoom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest lines of each room in memory, up to a bound, and forgets them with the process.
 * An append completes before it returns; nothing here blocks.
 */
public final class MemoryRoomLog implements RoomLog {

  private final ConcurrentMap<RoomName, MemoryLog> logs = new ConcurrentHashMap<>();
  private final Clock clock;
  private final int linesPerRoom;

  /**
   * @param clock tells the age of lines
   * @param linesPerRoom how many lines of a room are kept at the most, whatever its retention says
   */
  public MemoryRoomLog(Clock clock, int linesPerRoom) {
    this.clock = clock;
    this.linesPerRoom = linesPerRoom;
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
    return "memory";
  }

  @Override
  public @Nullable String problem() {
    return null;
  }

  @Override
  public Position open(RoomName room) {
    return logs.computeIfAbsent(room, name -> new MemoryLog(linesPerRoom)).position();
  }

  @Override
  public void append(RoomName room, Draft draft, Retention keep, Consumer<Appended> then) {
    MemoryLog log = logs.get(room);
    then.accept(
        log == null
            ? new Appended.Failed(room + " is gone.")
            : log.append(draft, keep, clock.instant()));
  }

  @Override
  public List<Entry> recent(RoomName room, int limit) {
    return limit == 0 ? List.of() : read(room, Query.newest(limit));
  }

  @Override
  public List<Entry> read(RoomName room, Query query) {
    MemoryLog log = logs.get(room);
    return log == null ? List.of() : log.read(query);
  }

  @Override
  public @Nullable Entry entry(RoomName room, long offset) {
    MemoryLog log = logs.get(room);
    return log == null ? null : log.entry(offset);
  }

  @Override
  public @Nullable Entry redact(RoomName room, long offset) {
    MemoryLog log = logs.get(room);
    return log == null ? null : log.redact(offset);
  }

  @Override
  public @Nullable Position position(RoomName room) {
    MemoryLog log = logs.get(room);
    return log == null ? null : log.position();
  }

  @Override
  public void delete(RoomName room) {
    logs.remove(room);
  }
}
