package dev.parley.tcp;

import dev.parley.chat.ForwardingRoomLog;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.RoomName;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Represents a room log that stores nothing while it is held. */
public final class HeldRoomLog extends ForwardingRoomLog {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean held;
  private boolean broken;

  /** Creates a log that stores in another one. */
  public HeldRoomLog(RoomLog log) {
    super(log);
  }

  /** Holds all lines from now on. */
  public void hold() {
    held = true;
  }

  /** Fails all reads from now on. */
  public void breakDown() {
    broken = true;
  }

  /** Stores the oldest line that is held. */
  public void letOne() {
    waiting.remove().run();
  }

  /** Stores all lines that are held, and holds no more. */
  public void letGo() {
    held = false;
    while (!waiting.isEmpty()) {
      letOne();
    }
  }

  /** Returns the number of lines that are held. */
  public int waiting() {
    return waiting.size();
  }

  @Override
  public void append(RoomName room, Draft draft, RetentionPolicy keep, Consumer<Appended> then) {
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
  public List<LogEntry> read(RoomName room, Query query) {
    if (broken) {
      throw new StoreUnavailableException("The log is broken.");
    }
    return super.read(room, query);
  }
}
