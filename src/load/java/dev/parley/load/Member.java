package dev.parley.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** One connection, with a name. One thread reads it; one, maybe another, writes it. */
final class Member implements AutoCloseable {

  private static final long WRITE_NANOS = 30_000_000_000L;
  static final byte[] NOTHING = {};

  final int index;
  final String name;
  final SocketChannel channel;

  /** The beginning of a line whose end has not come. */
  byte[] kept = NOTHING;

  /** How often it was told where it is; it has arrived when that is as often as it asked. */
  int told;

  /** When it began to connect. */
  final long born = System.nanoTime();

  boolean closed;

  private Member(int index, String name, SocketChannel channel) {
    this.index = index;
    this.name = name;
    this.channel = channel;
  }

  static Member connect(InetSocketAddress server, int index, String name) {
    return connect(server, index, name, 0);
  }

  /**
   * Connects.
   *
   * @param receiveBuffer how much the kernel may take while nobody reads, 0 to leave that to it
   */
  static Member connect(InetSocketAddress server, int index, String name, int receiveBuffer) {
    try {
      SocketChannel channel = SocketChannel.open();
      if (receiveBuffer > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
      }
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(server);
      channel.configureBlocking(false);
      return new Member(index, name, channel);
    } catch (IOException e) {
      throw new LoadException("Cannot connect to " + server, e);
    }
  }

  void write(String text) {
    write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes all of it, and waits where the server does not read. */
  void write(ByteBuffer bytes) {
    try {
      long deadline = 0;
      while (bytes.hasRemaining()) {
        if (channel.write(bytes) == 0) {
          long now = System.nanoTime();
          deadline = deadline == 0 ? now + WRITE_NANOS : deadline;
          if (now > deadline) {
            throw new LoadException("The server has read nothing from " + name + " for 30 s.");
          }
          LockSupport.parkNanos(50_000);
        }
      }
    } catch (IOException e) {
      throw new LoadException("Cannot send as " + name, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
