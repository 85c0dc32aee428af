package dev.parley.tcp.send;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Tracks the lines that were sent on one connection and are not yet acknowledged by the system at
 * the other end. If the connection is lost they may never have arrived, and count as missed.
 *
 * <p>It reads the number of acknowledged bytes only when its entries are full, and at the end.
 * Confined to the connection's event loop.
 */
public final class AckTracker {

  /** Receives the acknowledged lines. */
  public interface Listener {
    /** Records that all lines of a room's epoch up to an offset have arrived or are hidden. */
    void acknowledged(String epoch, long offset);
  }

  private static final int INITIAL_CAPACITY = 16;

  /** The capacity from which on reading the acknowledged bytes is cheaper than growing. */
  private static final int USUAL_CAPACITY = 128;

  /** The maximum capacity, beyond which entries are merged. */
  static final int MAX_CAPACITY = 1024;

  private final LongSupplier acknowledged;
  private final Listener listener;

  /** The epoch of each entry; a name may be that of another room by the end. */
  private String[] epochs = {};

  /** The offset of each entry, and the number of bytes ever sent by then. */
  private long[] lines = {};

  private int count;

  /**
   * @param acknowledged returns the number of bytes that the other end has acknowledged so far
   */
  public AckTracker(LongSupplier acknowledged, Listener listener) {
    this.acknowledged = acknowledged;
    this.listener = listener;
  }

  /**
   * Records that a room's lines are sent up to an offset.
   *
   * @param epoch the epoch of the room in which the offset counts
   * @param end the number of bytes ever sent by then
   */
  @SuppressWarnings("ReferenceEquality") // A room's events bear the very same epoch.
  public void record(String epoch, long offset, long end) {
    if (count > 0 && epochs[count - 1] == epoch && end(count - 1) == end) {
      count--;
    }
    if (count == epochs.length) {
      makeRoom();
    }
    epochs[count] = epoch;
    lines[2 * count] = offset;
    lines[2 * count + 1] = end;
    count++;
  }

  /** Reports the acknowledged lines to the listener, and removes their entries. */
  public void reportAcknowledged() {
    long arrived = acknowledged.getAsLong();
    int done = 0;
    while (done < count && end(done) <= arrived) {
      listener.acknowledged(epochs[done], lines[2 * done]);
      done++;
    }
    removeFirst(done);
  }

  private long end(int entry) {
    return lines[2 * entry + 1];
  }

  private void removeFirst(int entries) {
    count -= entries;
    System.arraycopy(epochs, entries, epochs, 0, count);
    System.arraycopy(lines, 2 * entries, lines, 0, 2 * count);
  }

  /** Returns the capacity in entries, which never exceeds the maximum. */
  int capacity() {
    return epochs.length;
  }

  private void makeRoom() {
    int capacity = epochs.length;
    if (capacity >= USUAL_CAPACITY) {
      reportAcknowledged();
    }
    if (count < capacity / 2) {
      return;
    }
    if (capacity < MAX_CAPACITY) {
      grow(Math.max(INITIAL_CAPACITY, capacity * 2));
    } else if (isNearlyFull()) {
      dropEverySecond();
      if (isNearlyFull()) {
        removeFirst(count / 2); // With so many rooms, some lines may be shown twice.
      }
    }
  }

  private void grow(int capacity) {
    epochs = Arrays.copyOf(epochs, capacity);
    lines = Arrays.copyOf(lines, 2 * capacity);
  }

  /** Returns true if so little room is left that it would soon be full again. */
  private boolean isNearlyFull() {
    return count > epochs.length / 4 * 3;
  }

  /** Drops every second entry of each room, as a later one covers it. */
  private void dropEverySecond() {
    Set<String> odd = new HashSet<>();
    int to = count;
    for (int from = count - 1; from >= 0; from--) {
      if (odd.add(epochs[from])) {
        to--;
        epochs[to] = epochs[from];
        lines[2 * to] = lines[2 * from];
        lines[2 * to + 1] = lines[2 * from + 1];
      } else {
        odd.remove(epochs[from]);
      }
    }
    removeFirst(to);
  }
}
