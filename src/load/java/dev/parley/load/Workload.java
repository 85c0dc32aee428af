package dev.parley.load;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a run.
 *
 * @param servers addresses of the servers, over which the members of each room are spread
 * @param dialect dialect of the line protocol
 * @param http the server's HTTP API, null if it is not used
 * @param pids processes of the servers, none if they are not on this machine
 * @param databasePid process that began the database, 0 if its CPU time is not measured
 * @param names prefix of the members' names
 * @param members number of members
 * @param rooms number of rooms that the members are spread over; a single one is the lobby
 * @param senders number of members who send
 * @param stalled number of members who stop reading half-way
 * @param streams number of the last members, who read an HTTP stream in place of a line connection
 * @param streamFormat format of the streams
 * @param joiners number of further members, who join while the others send
 * @param size bytes in a message without the line terminator
 * @param outstanding closed loop: outstanding messages of each sender
 * @param rate open loop: messages a second of all senders together, 0 for a closed loop
 * @param messages least number of messages in a measured interval
 * @param warmup nanoseconds before the first measured interval
 * @param duration nanoseconds of a measured interval
 * @param deadline limit on connecting all members, and on the last lines, in nanoseconds
 */
record Workload(
    List<InetSocketAddress> servers,
    LineDialect dialect,
    @Nullable HttpApi http,
    List<Long> pids,
    long databasePid,
    String names,
    int members,
    int rooms,
    int senders,
    int stalled,
    int streams,
    StreamFormat streamFormat,
    int joiners,
    int size,
    int outstanding,
    double rate,
    long messages,
    long warmup,
    long duration,
    long deadline) {

  /** The dialect of the line protocol. */
  enum LineDialect {
    /** The first line is a name, and the server says when one is in a room. */
    PARLEY(false, MemberGroup.ENTERED, " ", "!! "),
    /** The same in JSON mode. */
    JSON(true, "{\"type\":\"welcome\",\"nick\":\"", "\"", "{\"type\":\"refused\""),
    /** JSON mode in WebSockets. */
    WEB(true, JSON.entered, JSON.end, JSON.refused),
    /** IRC, with tags. */
    IRC(false, ":parley 366 ", " ", ":parley 4"),
    /** Each line is relayed to all others; there are no names and no answers. */
    PLAIN(false, MemberGroup.ENTERED, " ", "!! ");

    /** True if lines from the server are JSON objects, and senders receive their own. */
    final boolean json;

    /** Prefix of the line that one is in a room; a name comes behind it. */
    final String entered;

    /** The text behind that name. */
    final String end;

    /** Prefix of a refusal. */
    final String refused;

    LineDialect(boolean json, String entered, String end, String refused) {
      this.json = json;
      this.entered = entered;
      this.end = end;
      this.refused = refused;
    }

    /** Returns true if a line without a message belongs to the dialect. */
    boolean accepts(String line) {
      if (this == IRC) {
        return (line.startsWith(":") || line.startsWith("@")) && !line.startsWith(refused);
      }
      return json
          ? line.startsWith("{\"type\":") && !line.startsWith(refused)
          : line.startsWith("-- ");
    }
  }

  Workload {
    check(members > 0 && rooms > 0 && senders >= 0, "There must be members and rooms.");
    check(rooms <= 9999 && senders <= 99_999, "At most 9999 rooms and 99999 senders.");
    check(senders + stalled <= members, "There are more senders and stalled than members.");
    check(stalled == 0 || rate > 0, "--stalled wants a --rate: a closed loop would wait for them.");
    check(senders + streams <= members, "There are more senders and streams than members.");
    check(streams == 0 || stalled == 0, "--streams and --stalled exclude each other.");
    check(streams == 0 || rooms == 1, "--streams knows one room only.");
    check(streams == 0 || http != null, "--streams wants --http-port and --password.");
    check(joiners >= 0 && joiners <= 99_999, "At most 99999 joiners.");
    check(joiners == 0 || (rooms == 1 && rate > 0), "--joiners wants one room and a --rate.");
    check(dialect == LineDialect.PARLEY || joiners == 0, "--joiners wants --dialect parley.");
    check(dialect != LineDialect.PLAIN || rooms == 1, "--dialect plain knows one room only.");
    check(
        size >= Message.MIN_SIZE && size <= 32 * 1024,
        "--size must be between " + Message.MIN_SIZE + " and 32768.");
    check(outstanding > 0 || rate > 0, "--outstanding or --rate must be more than 0.");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new LoadException(sentence);
    }
  }

  /** Returns the address of the server, or of the first. */
  InetSocketAddress server() {
    return servers.getFirst();
  }

  /** Returns the address of a member's server. */
  InetSocketAddress server(int member) {
    return servers.get(serverIndex(member));
  }

  private int serverIndex(int member) {
    return member / rooms % servers.size();
  }

  /** Returns whether two members are at different servers. */
  boolean isRemote(int member, int other) {
    return serverIndex(member) != serverIndex(other);
  }

  /** Returns the process of the server, or of the first; 0 if it is not on this machine. */
  long pid() {
    return pids.isEmpty() ? 0 : pids.getFirst();
  }

  boolean closedLoop() {
    return rate == 0;
  }

  /** Returns the same workload with the joiners as its members, of whom nobody sends. */
  Workload ofJoiners() {
    return new Workload(
        servers,
        dialect,
        null,
        pids,
        databasePid,
        names + "j",
        joiners,
        rooms,
        0,
        0,
        0,
        streamFormat,
        0,
        size,
        outstanding,
        rate,
        messages,
        warmup,
        duration,
        deadline);
  }

  /** Returns true if a member reads an HTTP stream. */
  boolean isStream(int member) {
    return member >= members - streams;
  }

  String roomName(int member) {
    return "load-" + member % rooms;
  }

  /** Returns the name of a member's room in IRC. */
  String channel(int member) {
    return rooms > 1 ? "#" + roomName(member) : "#lobby";
  }

  /** Returns the number of answers that a member is in a room, until it is in its own. */
  int entries() {
    return rooms > 1 && dialect != LineDialect.IRC ? 2 : 1;
  }

  /** Returns the number of members in a member's room. */
  int population(int member) {
    int room = member % rooms;
    return members / rooms + (room < members % rooms ? 1 : 0);
  }
}
