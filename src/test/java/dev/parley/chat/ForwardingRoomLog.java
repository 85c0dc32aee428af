package dev.parley.chat;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Implements a log by another one, for those that differ from it in a few methods. */
public abstract class ForwardingRoomLog implements RoomLog {

  /** The other one. */
  protected final RoomLog log;

  /** Takes the other one. */
  protected ForwardingRoomLog(RoomLog log) {
    this.log = log;
  }

  @Override
  public List<SavedRoom> saved() {
    return log.saved();
  }

  @Override
  public void save(SavedRoom room, Consumer<@Nullable String> then) {
    log.save(room, then);
  }

  @Override
  public Position follow(RoomName room, Follower follower) {
    return log.follow(room, follower);
  }

  @Override
  public void rename(RoomName room, RoomName to, Consumer<Renamed> then) {
    log.rename(room, to, then);
  }

  @Override
  public void append(RoomName room, Draft draft, RetentionPolicy keep, Consumer<Appended> then) {
    log.append(room, draft, keep, then);
  }

  @Override
  public List<LogEntry> recent(RoomName room, int limit) {
    return log.recent(room, limit);
  }

  @Override
  public List<LogEntry> read(RoomName room, Query query) {
    return log.read(room, query);
  }

  @Override
  public @Nullable LogEntry entry(RoomName room, long offset) {
    return log.entry(room, offset);
  }

  @Override
  public @Nullable LogEntry topicLine(RoomName room) {
    return log.topicLine(room);
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

  @Override
  public String describe() {
    return log.describe();
  }

  @Override
  public @Nullable String problem() {
    return log.problem();
  }
}
