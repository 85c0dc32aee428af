package dev.parley.load;

import java.net.InetSocketAddress;

/**
 * What a run is to do.
 *
 * @param server where the server is
 * @param dialect how it is spoken to
 * @param pid its process, 0 where that is not on this machine
 * @param names what the members' names begin with
 * @param members how many there are
 * @param rooms how many rooms they are spread over; one is the lobby
 * @param senders how many of them talk
 * @param stalled how many stop reading half-way
 * @param size bytes in a message, the line end not counted
 * @param outstanding closed loop: messages that each sender has under way
 * @param rate open loop: messages a second of all senders together, 0 for a closed loop
 * @param messages how many are sent at least before a measurement ends
 * @param warmup nanoseconds before anything is measured
 * @param duration nanoseconds that are measured
 * @param deadline nanoseconds that arriving, and the last lines, may take
 */
record Workload(
    InetSocketAddress server,
    Dialect dialect,
    long pid,
    String names,
    int members,
    int rooms,
    int senders,
    int stalled,
    int size,
    int outstanding,
    double rate,
    long messages,
    long warmup,
    long duration,
    long deadline) {

  /** How to speak to a server. */
  enum Dialect {
    /** The first line is a name, and the server says when one is in a room. */
    PARLEY,
    /** Nothing is asked and nothing is said: what one sends, all others get. */
    PLAIN
  }

  Workload {
    check(members > 0 && rooms > 0 && senders >= 0, "There must be members and rooms.");
    check(rooms <= 9999 && senders <= 99_999, "At most 9999 rooms and 99999 senders.");
    check(senders + stalled <= members, "There are more senders and stalled than members.");
    check(stalled == 0 || rate > 0, "--stalled wants a --rate: a closed loop would wait for them.");
    check(dialect == Dialect.PARLEY || rooms == 1, "--dialect plain knows one room only.");
    check(
        size >= Message.HEAD && size <= 32 * 1024,
        "--size must be between " + Message.HEAD + " and 32768.");
    check(outstanding > 0 || rate > 0, "--outstanding or --rate must be more than 0.");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new LoadException(sentence);
    }
  }

  boolean closedLoop() {
    return rate == 0;
  }

  String roomName(int member) {
    return "load-" + member % rooms;
  }

  /** How many members are in a member's room. */
  int population(int member) {
    int room = member % rooms;
    return members / rooms + (room < members % rooms ? 1 : 0);
  }
}
