package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;

/** The members: brings them in, and reads what they get. One thread, that of the run. */
final class Crowd implements AutoCloseable, Inbox.Sink {

  /** What hears of the lines that the members get. */
  interface Listener {
    /** A line that has the form of a message. */
    void message(Member member, byte[] bytes, int lineFrom, int at, long now);

    /** Any other line, after all have arrived. */
    void other(Member member, String line);

    /** The server has ended a connection. */
    void closed(Member member);
  }

  /** How the line begins that says that one has arrived. */
  static final String HERE = "-- You are ";

  /** How many are on their way in at a time: fewer than a listener's backlog. */
  private static final int ARRIVING = 100;

  /** What the kernel takes for those who will stop reading: left to itself it takes megabytes. */
  private static final int STALLED_BUFFER = 64 * 1024;

  private final Workload workload;
  private final Selector selector;
  private final Inbox inbox;
  private final Member[] members;
  private final Deque<Member> arriving = new ArrayDeque<>();
  private Listener listener;
  private boolean arrived;

  Crowd(Workload workload, Listener listener) {
    this.workload = workload;
    this.listener = listener;
    this.inbox = new Inbox(workload.size(), this);
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

  /** Connects all and waits until each is in its room. */
  void arrive() {
    long deadline = System.nanoTime() + workload.deadline();
    for (int i = 0; i < members.length; i++) {
      while (arriving.size() >= ARRIVING) {
        await(deadline);
      }
      members[i] = connect(i);
    }
    while (!arriving.isEmpty()) {
      await(deadline);
    }
    arrived = true;
  }

  private Member connect(int index) {
    boolean stalls = index >= workload.members() - workload.stalled();
    Member member =
        Member.connect(
            workload.server(), index, workload.names() + index, stalls ? STALLED_BUFFER : 0);
    register(member);
    if (workload.dialect() == Workload.Dialect.PARLEY) {
      String room = workload.rooms() > 1 ? "/join " + workload.roomName(index) + "\n" : "";
      member.write(member.name + "\n" + room);
      arriving.add(member);
    }
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
    turn(100_000_000);
    while (!arriving.isEmpty() && arriving.getFirst().told == (workload.rooms() > 1 ? 2 : 1)) {
      arriving.removeFirst();
    }
    if (System.nanoTime() > deadline) {
      throw new LoadException(
          arriving.getFirst().name
              + " has not arrived in "
              + workload.deadline() / 1_000_000_000
              + " s.");
    }
  }

  /** Reads what has come; waits for it no longer than this. */
  void turn(long nanos) {
    try {
      selector.select(key -> inbox.read((Member) key.attachment()), Math.max(1, nanos / 1_000_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has a member read nothing any more. */
  void stall(Member member) {
    member.channel.keyFor(selector).interestOps(0);
  }

  /** Has a member read again. */
  void resume(Member member) {
    SelectionKey key = member.channel.keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  @Override
  public void message(Member member, byte[] bytes, int lineFrom, int at, long now) {
    if (arrived) {
      listener.message(member, bytes, lineFrom, at, now);
    }
  }

  @Override
  public void other(Member member, String line) {
    if (arrived) {
      listener.other(member, line);
    } else if (line.startsWith(HERE)) {
      if (!line.startsWith(HERE + member.name + " ")) {
        throw new LoadException(member.name + " is taken; choose other --names. " + line);
      }
      member.told++;
    } else if (line.startsWith("!! ")) {
      throw new LoadException(member.name + " was refused: " + line);
    }
  }

  @Override
  public void closed(Member member) {
    if (!arrived) {
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
