package dev.parley.load;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the lines that each member receives: every line of the other senders in its room once, in
 * the order in which it was sent, and in the same order as all other members.
 *
 * <p>Members are counted from 0. The first members are the senders, and member {@code i} is in room
 * {@code i % rooms}. One thread.
 */
final class DeliveryChecker {

  private static final int SAMPLES = 5;
  private static final int REMEMBERED = 1 << 19;

  private final int rooms;
  private final int senders;
  private final int[][] next;
  private final ReferenceOrder[] orders;
  private final ReferenceOrder.Progress[] progress;
  private final Set<Skipped> skipped = new HashSet<>();
  private final List<String> samples = new ArrayList<>();
  private long doubled;
  private long reordered;
  private long disordered;
  private long corrupted;
  private long refused;
  private long closed;

  /** A line that did not come before later lines of its sender. */
  private record Skipped(int receiver, int sender, int number) {}

  DeliveryChecker(int members, int rooms, int senders) {
    this.rooms = rooms;
    this.senders = senders;
    this.next = new int[members][(senders + rooms - 1) / rooms];
    this.orders = new ReferenceOrder[rooms];
    for (int room = 0; room < rooms; room++) {
      orders[room] = new ReferenceOrder(Math.max(1024, REMEMBERED / rooms));
    }
    this.progress = new ReferenceOrder.Progress[members];
    for (int member = 0; member < members; member++) {
      progress[member] =
          member < senders
              ? ReferenceOrder.Progress.sender(member)
              : ReferenceOrder.Progress.receiver();
    }
  }

  /** Returns true if a member can receive lines of a sender in a room. */
  boolean canReceive(int receiver, int room, int sender) {
    return room == receiver % rooms
        && sender >= 0
        && sender < senders
        && sender % rooms == room
        && sender != receiver;
  }

  /** Records a line that a member received. Returns false if the member had it already. */
  boolean received(int receiver, int sender, int number) {
    int[] expected = next[receiver];
    int slot = sender / rooms;
    if (number == expected[slot]) {
      expected[slot] = number + 1;
    } else if (number > expected[slot]) {
      for (int passed = expected[slot]; passed < number; passed++) {
        skipped.add(new Skipped(receiver, sender, passed));
      }
      expected[slot] = number + 1;
    } else if (skipped.remove(new Skipped(receiver, sender, number))) {
      reordered++;
      return true;
    } else {
      doubled++;
      return false;
    }
    disordered += orders[receiver % rooms].compare(progress[receiver], sender, number);
    return true;
  }

  /** Records a line that differs from all that were sent. */
  void corrupted(String line) {
    corrupted++;
    sample(line);
  }

  /** Records an error line of the server. */
  void refused(String line) {
    refused++;
    sample(line);
  }

  /** Records a connection that the server closed. */
  void closed() {
    closed++;
  }

  private void sample(String line) {
    if (samples.size() < SAMPLES) {
      samples.add(line);
    }
  }

  /**
   * Returns the number of lines of a sender that a member has yet to receive, without those that
   * were skipped.
   */
  int missing(int receiver, int sender, int sent) {
    return canReceive(receiver, sender % rooms, sender) ? sent - next[receiver][sender / rooms] : 0;
  }

  /**
   * Returns the faults so far.
   *
   * @param neverCame number of lines to count as lost, besides those that were skipped
   */
  Faults faults(long neverCame) {
    return new Faults(
        neverCame + skipped.size(),
        doubled,
        reordered,
        disordered,
        corrupted,
        refused,
        closed,
        List.copyOf(samples));
  }
}
