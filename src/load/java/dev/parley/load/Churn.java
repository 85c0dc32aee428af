package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.HdrHistogram.Histogram;

/**
 * Connects, enters a name, waits for the server's answer and disconnects: at a fixed rate, or as
 * often as the server can take. One thread.
 */
final class Churn implements LineListener, AutoCloseable {

  /** Number of connections that wait for an answer at a time. */
  private static final int MAX_CONNECTING = 64;

  private final InetSocketAddress server;
  private final String names;
  private final double rate;
  private final Selector selector;
  private final MessageReader reader = new MessageReader(Message.MIN_SIZE, this);
  private final Histogram latency = Latency.histogram();
  private int started;
  private int connecting;
  private long arrived;

  /**
   * Creates a churn that has not started.
   *
   * @param names prefix of the names
   * @param rate connections a second, 0 for as many as possible
   */
  Churn(InetSocketAddress server, String names, double rate) {
    this.server = server;
    this.names = names;
    this.rate = rate;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects and disconnects for a number of nanoseconds. */
  void run(long nanos) {
    long from = System.nanoTime();
    long end = from + nanos;
    long last = from;
    long before = arrived;
    int due = 0;
    for (long now = from; now < end; now = System.nanoTime()) {
      while (connecting < MAX_CONNECTING && (rate == 0 || due < (now - from) / 1e9 * rate)) {
        connect();
        due++;
      }
      poll();
      last = arrived > before ? now : last;
      before = arrived;
      if (now - last > 30_000_000_000L && connecting > 0) {
        throw new LoadException("Nobody has arrived for 30 s.");
      }
    }
  }

  /** Returns the number of connections that were answered since the start. */
  long arrived() {
    return arrived;
  }

  /** Returns the time from connecting to the answer, of all connections since the last call. */
  Latency latency() {
    Latency taken = Latency.of(latency);
    latency.reset();
    return taken;
  }

  private void connect() {
    Member member = Member.connect(server, started, names + started);
    started++;
    connecting++;
    try {
      member.channel.register(selector, SelectionKey.OP_READ, member);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    member.write(member.name + "\n");
  }

  private void poll() {
    try {
      selector.select(key -> reader.read((Member) key.attachment()), 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void message(Member member, byte[] bytes, int lineFrom, int at, long now) {}

  @Override
  public void other(Member member, String line) {
    if (line.startsWith(MemberGroup.ENTERED) && !member.closed) {
      latency.recordValue(System.nanoTime() - member.createdNanos);
      arrived++;
      connecting--;
      member.close();
    } else if (line.startsWith("!! ")) {
      throw new LoadException(member.name + " was refused: " + line);
    }
  }

  @Override
  public void closed(Member member) {
    throw new LoadException("The server closed the connection of " + member.name + ".");
  }

  @Override
  public void close() {
    for (SelectionKey key : selector.keys()) {
      ((Member) key.attachment()).close();
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
