package dev.parley.load;

/**
 * Compares the order in which members receive the lines of a room with that of a member who only
 * listens.
 *
 * <p>The newest lines are kept; older ones are not compared. Nothing is compared in a room where
 * everybody sends: members do not receive their own lines, so no member knows the whole order. One
 * thread.
 */
final class ReferenceOrder {

  /** Number of lines that are searched for a skipped one. */
  private static final int LOOK_BACK = 4096;

  private final long[] lines;
  private long head;

  /**
   * Creates an empty order.
   *
   * @param capacity least number of lines to keep
   */
  ReferenceOrder(int capacity) {
    this.lines = new long[Integer.highestOneBit(2 * capacity - 1)];
  }

  /** The position of a member in the order, and its lines that are not yet in the order. */
  static final class Progress {

    private final int own;
    private final long[] pending;
    private int first;
    private int count;
    private long position;
    private long skipped;

    private Progress(int own, int pending) {
      this.own = own;
      this.pending = new long[pending];
    }

    /** Creates the progress of a member who receives every line. */
    static Progress receiver() {
      return new Progress(-1, 0);
    }

    /** Creates the progress of a member who receives all lines but its own. */
    static Progress sender(int sender) {
      return new Progress(sender, 4096);
    }
  }

  /**
   * Records a line that a member received. Returns the number of lines that are found to be out of
   * order.
   */
  int compare(Progress member, int sender, int number) {
    long line = (long) sender << 32 | number;
    member.position = Math.max(member.position, head - lines.length);
    if (member.own < 0) {
      if (member.position == head && (member.skipped == 0 || !isPast(member, line))) {
        append(line);
      }
      return advance(member, line) ? 0 : 1;
    }
    if (member.count == member.pending.length) {
      member.count = 0;
      member.position = head;
    }
    member.pending[(member.first + member.count++) % member.pending.length] = line;
    return comparePending(member);
  }

  private int comparePending(Progress sender) {
    int faults = 0;
    while (sender.count > 0) {
      while (sender.position < head && sender(at(sender.position)) == sender.own) {
        sender.position++;
      }
      long line = sender.pending[sender.first];
      if (sender.position == head && (sender.skipped == 0 || !isPast(sender, line))) {
        return faults;
      }
      if (!advance(sender, line)) {
        faults++;
      }
      sender.first = (sender.first + 1) % sender.pending.length;
      sender.count--;
    }
    return faults;
  }

  /** Moves a member past a line. Returns false if the member was past it already. */
  private boolean advance(Progress member, long line) {
    for (long ahead = member.position; ahead < head; ahead++) {
      if (at(ahead) == line) {
        member.skipped += ahead - member.position;
        member.position = ahead + 1;
        return true;
      }
    }
    if (isPast(member, line)) {
      member.skipped--;
      return false;
    }
    return true;
  }

  /** Returns true if a member is past a line. */
  private boolean isPast(Progress member, long line) {
    long oldest = Math.max(0, Math.max(head - lines.length, member.position - LOOK_BACK));
    for (long passed = member.position - 1; passed >= oldest; passed--) {
      if (at(passed) == line) {
        return true;
      }
    }
    return false;
  }

  private void append(long line) {
    lines[(int) head & lines.length - 1] = line;
    head++;
  }

  private long at(long position) {
    return lines[(int) position & lines.length - 1];
  }

  private static int sender(long line) {
    return (int) (line >> 32);
  }
}
