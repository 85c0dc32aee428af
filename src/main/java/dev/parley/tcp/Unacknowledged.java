package dev.parley.tcp;

import dev.parley.chat.RoomName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How far the rooms' lines have come on the way to one connection: which of them are sent, and not
 * yet acknowledged by the system at the other end. Those may never have arrived if the connection
 * is lost, and so count as missed.
 *
 * <p>What is acknowledged is asked for only when there is no more space for notes, and at the end.
 * Confined to the connection's event loop.
 */
final class Unacknowledged {

  /** Told of what has arrived. */
  interface Listener {
    /** All lines of a room up to this one have arrived, or were not to be shown. */
    void arrived(RoomName room, long offset);
  }

  private static final int FIRST_SPACE = 32;
  private static final int MOST_SPACE = 1024;

  private final LongSupplier acknowledged;
  private final Listener listener;
  private RoomName[] rooms = {};
  private long[] offsets = {};
  private long[] ends = {};
  private int count;

  /**
   * @param acknowledged gives the number of bytes that the other end has acknowledged so far
   */
  Unacknowledged(LongSupplier acknowledged, Listener listener) {
    this.acknowledged = acknowledged;
    this.listener = listener;
  }

  /**
   * Notes that a room's lines are sent up to this one.
   *
   * @param end how many bytes were ever sent by then
   */
  @SuppressWarnings("ReferenceEquality") // A room's events bear the room's own name.
  void note(RoomName room, long offset, long end) {
    if (count > 0 && rooms[count - 1] == room && ends[count - 1] == end) {
      offsets[count - 1] = offset;
      return;
    }
    if (count == rooms.length) {
      makeSpace();
    }
    rooms[count] = room;
    offsets[count] = offset;
    ends[count] = end;
    count++;
  }

  /** Tells the listener of what has arrived by now, and forgets it. */
  void settle() {
    long arrived = acknowledged.getAsLong();
    int done = 0;
    while (done < count && ends[done] <= arrived) {
      listener.arrived(rooms[done], offsets[done]);
      done++;
    }
    remove(done);
  }

  private void remove(int first) {
    System.arraycopy(rooms, first, rooms, 0, count - first);
    System.arraycopy(offsets, first, offsets, 0, count - first);
    System.arraycopy(ends, first, ends, 0, count - first);
    count -= first;
  }

  private void makeSpace() {
    settle();
    if (count >= MOST_SPACE) {
      thin();
    }
    if (count >= rooms.length / 2) {
      int space = Math.max(FIRST_SPACE, rooms.length * 2);
      rooms = Arrays.copyOf(rooms, space);
      offsets = Arrays.copyOf(offsets, space);
      ends = Arrays.copyOf(ends, space);
    }
  }

  /** Forgets every second note of each room. What it said, a later one says too, only later. */
  private void thin() {
    Set<RoomName> odd = new HashSet<>();
    int to = count;
    for (int from = count - 1; from >= 0; from--) {
      if (odd.add(rooms[from])) {
        to--;
        rooms[to] = rooms[from];
        offsets[to] = offsets[from];
        ends[to] = ends[from];
      } else {
        odd.remove(rooms[from]);
      }
    }
    remove(to);
  }
}
