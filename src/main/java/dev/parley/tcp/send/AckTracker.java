package dev.parley.tcp.send;

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
public final class AckTracker {

  /** Told of what has arrived. */
  public interface Listener {
    /** All lines of a room's epoch up to this one have arrived, or were not to be shown. */
    void arrived(String epoch, long offset);
  }

  private static final int FIRST_SPACE = 16;

  /** From here on it costs less to ask what has arrived than to keep more notes. */
  private static final int USUAL_SPACE = 128;

  /** The bound: beyond it the notes are made fewer instead. */
  static final int MOST_SPACE = 1024;

  private final LongSupplier acknowledged;
  private final Listener listener;

  /** For each note whose line it is: by the epoch, as a name may be another room's by the end. */
  private String[] epochs = {};

  /** For each note the line's offset, and how many bytes were ever sent by then. */
  private long[] lines = {};

  private int count;

  /**
   * @param acknowledged gives the number of bytes that the other end has acknowledged so far
   */
  public AckTracker(LongSupplier acknowledged, Listener listener) {
    this.acknowledged = acknowledged;
    this.listener = listener;
  }

  /**
   * Notes that a room's lines are sent up to this one.
   *
   * @param epoch the room's, in which the offset counts
   * @param end how many bytes were ever sent by then
   */
  @SuppressWarnings("ReferenceEquality") // A room's events bear the very same epoch.
  public void note(String epoch, long offset, long end) {
    if (count > 0 && epochs[count - 1] == epoch && end(count - 1) == end) {
      count--;
    }
    if (count == epochs.length) {
      makeSpace();
    }
    epochs[count] = epoch;
    lines[2 * count] = offset;
    lines[2 * count + 1] = end;
    count++;
  }

  /** Tells the listener of what has arrived by now, and forgets it. */
  public void settle() {
    long arrived = acknowledged.getAsLong();
    int done = 0;
    while (done < count && end(done) <= arrived) {
      listener.arrived(epochs[done], lines[2 * done]);
      done++;
    }
    removeFirst(done);
  }

  private long end(int note) {
    return lines[2 * note + 1];
  }

  private void removeFirst(int notes) {
    count -= notes;
    System.arraycopy(epochs, notes, epochs, 0, count);
    System.arraycopy(lines, 2 * notes, lines, 0, 2 * count);
  }

  /** How many notes there is space for, which never is more than the bound. */
  int space() {
    return epochs.length;
  }

  private void makeSpace() {
    int space = epochs.length;
    if (space >= USUAL_SPACE) {
      settle();
    }
    if (count < space / 2) {
      return;
    }
    if (space < MOST_SPACE) {
      grow(Math.max(FIRST_SPACE, space * 2));
    } else if (tight()) {
      thin();
      if (tight()) {
        removeFirst(count / 2); // Of so many rooms, some have lines that may be shown twice.
      }
    }
  }

  private void grow(int space) {
    epochs = Arrays.copyOf(epochs, space);
    lines = Arrays.copyOf(lines, 2 * space);
  }

  /** Whether there is so little space left that it would soon have to be made again. */
  private boolean tight() {
    return count > epochs.length / 4 * 3;
  }

  /** Forgets every second note of each room. What it said, a later one says too, only later. */
  private void thin() {
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
