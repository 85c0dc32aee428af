package dev.parley.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A named connection. One thread reads, and one thread, possibly another, writes. */
final class Member implements AutoCloseable {

  private static final long WRITE_NANOS = 30_000_000_000L;
  static final byte[] NO_BYTES = {};

  final int index;
  final String name;
  final SocketChannel channel;

  /** Bytes of a line whose end has not arrived. */
  byte[] partialLine = NO_BYTES;

  /** Number of answers that the member is in a room. */
  int roomsEntered;

  /** Time before connecting, in nanoseconds. */
  final long createdNanos = System.nanoTime();

  /** The response that the connection brings, null if it is a line connection. */
  @Nullable ChunkedBody body;

  /** The framing of a WebSocket, null if it is another connection. */
  @Nullable WebSocketFraming framing;

  /** Whether the lines that it receives are JSON objects. */
  boolean json;

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
   * @param receiveBuffer size of the socket's receive buffer in bytes, 0 for the system's default
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

  /** Sends lines, each with its terminator, in the member's framing. */
  void sendLines(String lines) {
    if (framing == null) {
      write(lines);
    } else {
      write(ByteBuffer.wrap(WebSocketFraming.frames(lines)));
    }
  }

  void write(String text) {
    write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes all bytes, and waits while the server does not read.
   *
   * @throws LoadException if the server reads nothing for 30 seconds
   */
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
      // A connection that cannot be closed is closed already.
    }
  }
}
