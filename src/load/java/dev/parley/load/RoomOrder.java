package dev.parley.load;

/**
 * The order in which a room's lines first came to a member who does not talk, against which every
 * other member's lines are held. It remembers the newest lines alone; what a member gets later than
 * that is not compared. In a room where everybody talks nothing is compared: nobody sees its own
 * lines, so nobody can say how the whole went. One thread.
 */
final class RoomOrder {

  /** How far back is looked for a line that was passed over. */
  private static final int LOOK_BACK = 4096;

  private final long[] lines;
  private long head;

  /** Remembers at least so many lines. */
  RoomOrder(int capacity) {
    this.lines = new long[Integer.highestOneBit(2 * capacity - 1)];
  }

  /** How far one member is, and what it got before anyone who could say where that belongs. */
  static final class Follower {

    private final int own;
    private final long[] waiting;
    private int first;
    private int count;
    private long position;
    private long passedOver;

    private Follower(int own, int waiting) {
      this.own = own;
      this.waiting = new long[waiting];
    }

    /** One who sees every line. */
    static Follower listener() {
      return new Follower(-1, 0);
    }

    /** One who sees all lines but its own. */
    static Follower talker(int sender) {
      return new Follower(sender, 4096);
    }
  }

  /**
   * Notes that a member got a line. Returns how many lines turned out to have come out of order.
   */
  int follow(Follower member, int sender, int number) {
    long line = (long) sender << 32 | number;
    member.position = Math.max(member.position, head - lines.length);
    if (member.own < 0) {
      if (member.position == head && (member.passedOver == 0 || !behind(member, line))) {
        append(line);
      }
      return step(member, line) ? 0 : 1;
    }
    if (member.count == member.waiting.length) {
      member.count = 0;
      member.position = head;
    }
    member.waiting[(member.first + member.count++) % member.waiting.length] = line;
    return catchUp(member);
  }

  private int catchUp(Follower talker) {
    int faults = 0;
    while (talker.count > 0) {
      while (talker.position < head && sender(at(talker.position)) == talker.own) {
        talker.position++;
      }
      long line = talker.waiting[talker.first];
      if (talker.position == head && (talker.passedOver == 0 || !behind(talker, line))) {
        return faults;
      }
      if (!step(talker, line)) {
        faults++;
      }
      talker.first = (talker.first + 1) % talker.waiting.length;
      talker.count--;
    }
    return faults;
  }

  /** Moves the member behind the line. Returns whether it was ahead, or is not known. */
  private boolean step(Follower member, long line) {
    for (long ahead = member.position; ahead < head; ahead++) {
      if (at(ahead) == line) {
        member.passedOver += ahead - member.position;
        member.position = ahead + 1;
        return true;
      }
    }
    if (behind(member, line)) {
      member.passedOver--;
      return false;
    }
    return true;
  }

  /** Whether the member is past the line. */
  private boolean behind(Follower member, long line) {
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
