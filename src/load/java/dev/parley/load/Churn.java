package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.HdrHistogram.Histogram;

/**
 * People who connect, give a name, are told where they are, and leave: so many a second, or as many
 * as the server can take. One thread.
 */
final class Churn implements Inbox.Sink, AutoCloseable {

  /** How many are on their way in at a time. */
  private static final int ARRIVING = 64;

  private final InetSocketAddress server;
  private final String names;
  private final double rate;
  private final Selector selector;
  private final Inbox inbox = new Inbox(Message.HEAD, this);
  private final Histogram latency = Latency.histogram();
  private int begun;
  private int arriving;
  private long arrived;

  /**
   * @param names what their names begin with
   * @param rate how many come in a second, 0 for as many as can
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

  /** Has them come and go for so long. */
  void run(long nanos) {
    long from = System.nanoTime();
    long end = from + nanos;
    long last = from;
    long before = arrived;
    int here = 0;
    for (long now = from; now < end; now = System.nanoTime()) {
      while (arriving < ARRIVING && (rate == 0 || here < (now - from) / 1e9 * rate)) {
        connect();
        here++;
      }
      turn();
      last = arrived > before ? now : last;
      before = arrived;
      if (now - last > 30_000_000_000L && arriving > 0) {
        throw new LoadException("Nobody has arrived for 30 s.");
      }
    }
  }

  /** How many have arrived, ever. */
  long arrived() {
    return arrived;
  }

  /**
   * From when somebody began to connect to when they were in, since the last time this was asked.
   */
  Latency latency() {
    Latency taken = Latency.of(latency);
    latency.reset();
    return taken;
  }

  private void connect() {
    Member member = Member.connect(server, begun, names + begun);
    begun++;
    arriving++;
    try {
      member.channel.register(selector, SelectionKey.OP_READ, member);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    member.write(member.name + "\n");
  }

  private void turn() {
    try {
      selector.select(key -> inbox.read((Member) key.attachment()), 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void message(Member member, byte[] bytes, int lineFrom, int at, long now) {}

  @Override
  public void other(Member member, String line) {
    if (line.startsWith(Crowd.HERE) && !member.closed) {
      latency.recordValue(System.nanoTime() - member.born);
      arrived++;
      arriving--;
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
