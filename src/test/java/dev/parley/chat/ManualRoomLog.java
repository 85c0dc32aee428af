package dev.parley.chat;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Implements a log that stores nothing until it is told to, as a durable one would between an
 * append and its commit.
 */
public final class ManualRoomLog implements RoomLog {

  private final Map<RoomName, List<LogEntry>> stored = new HashMap<>();
  private final Map<RoomName, Follower> followers = new HashMap<>();
  private final Queue<Runnable> pending = new ArrayDeque<>();
  private final Map<RoomName, Integer> deletions = new HashMap<>();
  private final Map<RoomName, String> epochs = new HashMap<>();
  private final Map<RoomName, RoomName> renamed = new HashMap<>();
  private boolean immediate = true;
  private boolean newsFirst;
  private Runnable whileRenaming = () -> {};
  private @Nullable Observer observer;
  private int reads;
  private @Nullable String failure;
  private @Nullable RuntimeException fault;

  /** Holds appends until {@link #commit}. */
  public void hold() {
    immediate = false;
  }

  /** Completes all appends that wait. */
  public void commit() {
    while (!pending.isEmpty()) {
      pending.remove().run();
    }
  }

  /** Tells that a room is created before it answers who creates it. */
  void tellNewsFirst() {
    newsFirst = true;
  }

  /** Sets a task to run while a new name is being stored. */
  public void whileRenaming(Runnable task) {
    whileRenaming = task;
  }

  /** Has the log of a room go on in a new epoch, as after a fail-over. */
  public void renew(RoomName room) {
    String before = epoch(room);
    end(room);
    Objects.requireNonNull(observer)
        .renewed(new SavedRoom(room, "", RoomSettings.PERSISTENT, Instant.EPOCH), before);
  }

  /** Returns the number of readings that may not be served from memory. */
  int reads() {
    return reads;
  }

  /** Makes appends and deletions fail. */
  public void failWith(@Nullable String reason) {
    failure = reason;
  }

  /** Makes reading and appending throw this, or no longer: null. */
  public void faultWith(@Nullable RuntimeException thrown) {
    fault = thrown;
  }

  @Override
  public List<SavedRoom> saved() {
    return List.of();
  }

  @Override
  public void observe(Observer others) {
    observer = others;
  }

  @Override
  public void create(SavedRoom room, Consumer<Created> then) {
    if (newsFirst && observer != null) {
      observer.saved(room);
    }
    then.accept(new Created.Ready(room, true));
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
    followers.put(room, follower);
    renamed.remove(room);
    stored.computeIfAbsent(room, name -> new ArrayList<>());
    return position(room);
  }

  @Override
  public void append(RoomName name, Draft draft, RetentionPolicy keep, Consumer<Appended> then) {
    if (fault != null) {
      throw fault;
    }
    String epoch = epoch(name);
    pending.add(() -> {
      RoomName room = renamed.getOrDefault(name, name);
      if (failure != null) {
        then.accept(new Appended.Failed(failure));
        return;
      }
      List<LogEntry> log = stored.computeIfAbsent(room, absent -> new ArrayList<>());
      LogEntry entry = draft.at(log.size() + 1);
      log.add(entry);
      tell(room, entry, draft);
      then.accept(new Appended.Stored(epoch, entry));
    });
    if (immediate) {
      commit();
    }
  }

  /** Tells the follower of a room a line. */
  public void tell(RoomName room, LogEntry entry, @Nullable Draft draft) {
    followers.get(room).stored(entry, draft);
  }

  @Override
  public List<LogEntry> recent(RoomName room, int limit) {
    List<LogEntry> log = stored.getOrDefault(room, List.of());
    return List.copyOf(log.subList(Math.max(0, log.size() - limit), log.size()));
  }

  @Override
  public List<LogEntry> read(RoomName room, Query query) {
    reads++;
    if (fault != null) {
      throw fault;
    }
    List<LogEntry> found =
        stored.getOrDefault(room, List.of()).stream()
            .filter(entry -> entry.offset() > query.after() && entry.offset() < query.before())
            .filter(query::matches)
            .toList();
    int cut = Math.max(0, found.size() - query.limit());
    return query.newest() ? found.subList(cut, found.size()) : found.subList(0, found.size() - cut);
  }

  @Override
  public @Nullable LogEntry entry(RoomName room, long offset) {
    reads++;
    List<LogEntry> log = stored.getOrDefault(room, List.of());
    return offset < 1 || offset > log.size() ? null : log.get((int) offset - 1);
  }

  @Override
  public @Nullable LogEntry redact(RoomName room, long offset) {
    List<LogEntry> log = stored.getOrDefault(room, List.of());
    if (offset < 1 || offset > log.size()) {
      return null;
    }
    LogEntry redacted = log.get((int) offset - 1).redact();
    log.set((int) offset - 1, redacted);
    return redacted;
  }

  @Override
  public Position position(RoomName room) {
    return new Position(epoch(room), 1, stored.getOrDefault(room, List.of()).size());
  }

  /** Returns the epoch of a room's log, which no other has. */
  private String epoch(RoomName room) {
    return epochs.computeIfAbsent(
        room,
        name -> {
          int before = deletions.getOrDefault(name, 0);
          String first = name.equals(RoomName.LOBBY) ? "e" : "e-" + name.value();
          return before == 0 ? first : first + before;
        });
  }

  private void end(RoomName room) {
    deletions.merge(room, 1, Integer::sum);
    epochs.remove(room);
  }

  @Override
  public void rename(RoomName room, RoomName to, Consumer<Renamed> then) {
    if (failure != null) {
      then.accept(new Renamed.Failed(failure));
      return;
    }
    whileRenaming.run();
    String epoch = epoch(room);
    List<LogEntry> lines = stored.getOrDefault(room, new ArrayList<>());
    Follower follower = followers.get(room);
    if (!room.equals(to)) {
      end(room);
      stored.remove(room);
      followers.remove(room);
      renamed.put(room, to);
    }
    epochs.put(to, epoch);
    stored.put(to, lines);
    followers.put(to, follower);
    then.accept(new Renamed.Done());
  }

  @Override
  public void delete(RoomName room, Consumer<@Nullable String> then) {
    stored.remove(room);
    end(room);
    then.accept(failure);
  }
}
