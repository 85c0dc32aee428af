package dev.parley.load;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;

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

  static final Set<String> OPTIONS =
      Set.of(
          "host",
          "port",
          "dialect",
          "pid",
          "names",
          "members",
          "rooms",
          "senders",
          "stalled",
          "size",
          "outstanding",
          "rate",
          "messages",
          "warmup",
          "duration",
          "deadline");

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

  static Workload of(Options options) {
    if (!options.has("port")) {
      throw new LoadException("--port says where the server listens.");
    }
    return new Workload(
        new InetSocketAddress(options.text("host", "127.0.0.1"), options.number("port", 0)),
        dialect(options.text("dialect", "parley")),
        options.number("pid", 0),
        options.text("names", "u"),
        options.number("members", 100),
        options.number("rooms", 1),
        options.number("senders", 8),
        options.number("stalled", 0),
        options.number("size", 64),
        options.number("outstanding", 1),
        options.decimal("rate", 0),
        options.number("messages", 0),
        options.nanos("warmup", 10),
        options.nanos("duration", 10),
        options.nanos("deadline", 60));
  }

  private static Dialect dialect(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "parley" -> Dialect.PARLEY;
      case "plain" -> Dialect.PLAIN;
      default -> throw new LoadException("--dialect is parley or plain.");
    };
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
