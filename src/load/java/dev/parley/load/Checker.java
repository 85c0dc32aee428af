package dev.parley.load;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds what every member got against what was sent: each line of the others in its room once, in
 * the order of its sender, and in one order for all. Members and senders are counted from 0; the
 * first members are the senders, and member {@code i} is in room {@code i % rooms}. One thread.
 */
final class Checker {

  private static final int SAMPLES = 5;
  private static final int REMEMBERED = 1 << 19;

  private final int rooms;
  private final int senders;
  private final int[][] next;
  private final RoomOrder[] orders;
  private final RoomOrder.Follower[] followers;
  private final Set<Missing> missing = new HashSet<>();
  private final List<String> samples = new ArrayList<>();
  private long doubled;
  private long reordered;
  private long disordered;
  private long corrupted;
  private long refused;
  private long closed;

  /** A line that was passed over. */
  private record Missing(int receiver, int sender, int number) {}

  Checker(int members, int rooms, int senders) {
    this.rooms = rooms;
    this.senders = senders;
    this.next = new int[members][(senders + rooms - 1) / rooms];
    this.orders = new RoomOrder[rooms];
    for (int room = 0; room < rooms; room++) {
      orders[room] = new RoomOrder(Math.max(1024, REMEMBERED / rooms));
    }
    this.followers = new RoomOrder.Follower[members];
    for (int member = 0; member < members; member++) {
      followers[member] =
          member < senders ? RoomOrder.Follower.talker(member) : RoomOrder.Follower.listener();
    }
  }

  /** Whether a line can be what it says: of another who talks in the receiver's room. */
  boolean known(int receiver, int room, int sender) {
    return room == receiver % rooms
        && sender >= 0
        && sender < senders
        && sender % rooms == room
        && sender != receiver;
  }

  /** Notes that a member got a line. Returns whether it was due, and is not a double. */
  boolean received(int receiver, int sender, int number) {
    int[] expected = next[receiver];
    int slot = sender / rooms;
    if (number == expected[slot]) {
      expected[slot] = number + 1;
    } else if (number > expected[slot]) {
      for (int skipped = expected[slot]; skipped < number; skipped++) {
        missing.add(new Missing(receiver, sender, skipped));
      }
      expected[slot] = number + 1;
    } else if (missing.remove(new Missing(receiver, sender, number))) {
      reordered++;
      return true;
    } else {
      doubled++;
      return false;
    }
    disordered += orders[receiver % rooms].follow(followers[receiver], sender, number);
    return true;
  }

  /** Notes a line that nobody can have sent. */
  void corrupted(String line) {
    corrupted++;
    sample(line);
  }

  /** Notes that the server refused something. */
  void refused(String line) {
    refused++;
    sample(line);
  }

  /** Notes that the server ended a connection. */
  void closed() {
    closed++;
  }

  private void sample(String line) {
    if (samples.size() < SAMPLES) {
      samples.add(line);
    }
  }

  /** How many lines of a sender a member has still to get, those passed over not counted. */
  int due(int receiver, int sender, int sent) {
    return known(receiver, sender % rooms, sender) ? sent - next[receiver][sender / rooms] : 0;
  }

  /** What was wrong, where so many lines more never came. */
  Faults faults(long neverCame) {
    return new Faults(
        neverCame + missing.size(),
        doubled,
        reordered,
        disordered,
        corrupted,
        refused,
        closed,
        List.copyOf(samples));
  }
}
