package dev.parley.store.vendor;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines that are appended by one statement. The step of a line is its number among
 * those of its room, from 1. Not safe for use from several threads at a time.
 */
public final class LineBatch {

  final long number;
  final List<Room> rooms = new ArrayList<>();
  final List<Line> lines = new ArrayList<>();
  final List<Key> keys = new ArrayList<>();

  /** A room, with the last offset that the server knows, and its topic where that changes. */
  record Room(int id, long known, int steps, @Nullable String topic) {}

  /** A line that is stored. */
  record Line(int room, int step, LogEntry entry) {}

  /** A key that is stored along with a line. */
  record Key(int room, int step, PostKey key, boolean kept) {}

  /**
   * @param number the number of the batch, which no other of the server has
   */
  public LineBatch(long number) {
    this.number = number;
  }

  /**
   * Adds a room.
   *
   * @param known the last offset that the server knows
   * @param steps the number of lines that get an offset
   * @param topic the topic that the lines change the room's to, or null
   */
  public void addRoom(int id, long known, int steps, @Nullable String topic) {
    rooms.add(new Room(id, known, steps, topic));
  }

  /** Adds a line to be stored; its offset and time do not matter. */
  public void addLine(int room, int step, LogEntry entry) {
    lines.add(new Line(room, step, entry));
  }

  /** Adds the key that a line was posted under. */
  public void addKey(int room, int step, PostKey key, boolean kept) {
    keys.add(new Key(room, step, key, kept));
  }
}
