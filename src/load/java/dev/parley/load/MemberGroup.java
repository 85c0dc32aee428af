package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** Connects the members of a workload and reads what they receive. Confined to one thread. */
final class MemberGroup implements AutoCloseable, LineListener {

  /** Prefix of the server's answer that a member is in a room. */
  static final String ENTERED = "-- You are ";

  /** Number of members who enter at a time; it is smaller than a listener's backlog. */
  private static final int MAX_CONNECTING = 100;

  /**
   * Receive buffer of members who stop reading, in bytes. The system's default grows to megabytes.
   */
  private static final int STALLED_BUFFER = 64 * 1024;

  private final Workload workload;
  private final Selector selector;
  private final MessageReader reader;
  private final Member[] members;
  private final Deque<Member> connecting = new ArrayDeque<>();
  private LineListener listener;
  private boolean connected;

  MemberGroup(Workload workload, LineListener listener) {
    this.workload = workload;
    this.listener = listener;
    this.reader = new MessageReader(workload.size(), this);
    this.members = new Member[workload.members()];
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Member[] members() {
    return members;
  }

  /**
   * Connects all members and waits until each is in its room. The listener is called only
   * afterwards.
   */
  void connectAll() {
    long deadline = System.nanoTime() + workload.deadline();
    for (int i = 0; i < members.length; i++) {
      while (connecting.size() >= MAX_CONNECTING) {
        await(deadline);
      }
      members[i] = connect(i);
    }
    while (!connecting.isEmpty()) {
      await(deadline);
    }
    connected = true;
  }

  private Member connect(int index) {
    boolean stalls = index >= workload.members() - workload.stalled();
    if (workload.isStream(index)) {
      return connectStream(index, Objects.requireNonNull(workload.http()));
    }
    Member member =
        Member.connect(
            workload.server(index), index, workload.names() + index, stalls ? STALLED_BUFFER : 0);
    register(member);
    if (workload.dialect() != Workload.LineDialect.PLAIN) {
      introduce(member);
      connecting.add(member);
    }
    return member;
  }

  private void introduce(Member member) {
    member.json = workload.dialect().json;
    String json = "";
    switch (workload.dialect()) {
      case WEB -> {
        member.framing = new WebSocketFraming();
        member.write(WebSocketFraming.request("localhost:" + workload.server().getPort()));
      }
      case JSON -> json = "/json on\n";
      case IRC -> {
        member.sendLines(
            "CAP REQ :message-tags server-time account-tag\nNICK %s\nUSER %s 0 * :%s\nCAP END\n"
                    .formatted(member.name, member.name, member.name)
                + "JOIN "
                + workload.channel(member.index)
                + "\n");
        return;
      }
      case PARLEY, PLAIN -> {}
    }
    String room = workload.rooms() > 1 ? "/join " + workload.roomName(member.index) + "\n" : "";
    member.sendLines(json + member.name + "\n" + room);
  }

  private Member connectStream(int index, HttpApi http) {
    InetSocketAddress address = new InetSocketAddress(workload.server().getAddress(), http.port());
    Member member = Member.connect(address, index, workload.names() + index);
    member.body = new ChunkedBody();
    member.json = true;
    register(member);
    member.write(http.streamRequest("lobby", workload.streamFormat()));
    connecting.add(member);
    return member;
  }

  private void register(Member member) {
    try {
      member.channel.register(selector, SelectionKey.OP_READ, member);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(long deadline) {
    poll(100_000_000);
    while (!connecting.isEmpty() && connecting.getFirst().roomsEntered == workload.entries()) {
      connecting.removeFirst();
    }
    if (System.nanoTime() > deadline) {
      throw new LoadException(
          connecting.getFirst().name
              + " has not arrived in "
              + workload.deadline() / 1_000_000_000
              + " s.");
    }
  }

  /**
   * Reads from the connections that are ready.
   *
   * @param nanos limit on the time to wait for one
   */
  void poll(long nanos) {
    try {
      selector.select(
          key -> reader.read((Member) key.attachment()), Math.max(1, nanos / 1_000_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops reading a member's connection. */
  void stall(Member member) {
    member.channel.keyFor(selector).interestOps(0);
  }

  /** Reads a member's connection again. */
  void resume(Member member) {
    SelectionKey key = member.channel.keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  @Override
  public void message(Member member, byte[] bytes, int lineFrom, int at, long now) {
    if (connected) {
      listener.message(member, bytes, lineFrom, at, now);
    }
  }

  @Override
  public void other(Member member, String line) {
    if (connected) {
      listener.other(member, line);
    } else if (line.startsWith(workload.dialect().entered)) {
      if (!line.startsWith(workload.dialect().entered + member.name + workload.dialect().end)) {
        throw new LoadException(member.name + " is taken; choose other --names. " + line);
      }
      member.roomsEntered++;
    } else if (line.startsWith(workload.dialect().refused)) {
      throw new LoadException(member.name + " was refused: " + line);
    }
  }

  @Override
  public void closed(Member member) {
    if (!connected) {
      throw new LoadException("The server closed the connection of " + member.name + ".");
    }
    listener.closed(member);
  }

  @Override
  public void close() {
    for (Member member : members) {
      if (member != null) {
        member.close();
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
