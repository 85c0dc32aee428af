package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A connection of the {@link BaselineServer}. Confined to the server's thread. */
final class BaselineClient {

  final SocketChannel channel;
  private final int maxQueued;
  @Nullable SelectionKey key;
  @Nullable BaselineRoom room;

  /** Index in the room's array of members. */
  int index;

  /** Ranges of the pending bytes that hold the client's own lines: from, to, from, to. */
  int[] ownRanges = new int[16];

  int ownRangeCount;
  String name = "";
  byte[] prefix = {};
  byte[] partialLine = Member.NO_BYTES;
  private @Nullable ByteBuffer queued;

  BaselineClient(SocketChannel channel, int maxQueued) {
    this.channel = channel;
    this.maxQueued = maxQueued;
  }

  void name(String given) {
    name = given;
    prefix = ("<" + given + "> ").getBytes(StandardCharsets.UTF_8);
  }

  void enter(BaselineRoom entered) {
    if (room != null) {
      room.remove(this);
    }
    room = entered;
    entered.add(this);
  }

  void keepPartialLine(byte[] bytes, int from, int to) {
    partialLine = from == to ? Member.NO_BYTES : Arrays.copyOfRange(bytes, from, to);
  }

  void addOwnRange(int from, int to) {
    if (ownRangeCount == ownRanges.length) {
      ownRanges = Arrays.copyOf(ownRanges, 2 * ownRangeCount);
    }
    if (ownRangeCount > 0 && ownRanges[ownRangeCount - 1] == from) {
      ownRanges[ownRangeCount - 1] = to;
    } else {
      ownRanges[ownRangeCount++] = from;
      ownRanges[ownRangeCount++] = to;
    }
  }

  /** Writes bytes, and queues those that the socket does not take. */
  void write(ByteBuffer bytes) throws IOException {
    if (queued == null) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      enqueue(bytes);
    }
  }

  /** Writes several buffers, and queues the bytes that the socket does not take. */
  void write(ByteBuffer[] parts, int count) throws IOException {
    if (queued == null) {
      channel.write(parts, 0, count);
    }
    for (int i = 0; i < count; i++) {
      if (parts[i].hasRemaining()) {
        enqueue(parts[i]);
      }
    }
  }

  private void enqueue(ByteBuffer bytes) {
    ByteBuffer queue = queued == null ? ByteBuffer.allocate(0) : queued;
    if (queue.remaining() + bytes.remaining() > maxQueued) {
      close();
      return;
    }
    queued =
        ByteBuffer.allocate(queue.remaining() + bytes.remaining()).put(queue).put(bytes).flip();
    interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  void flush() throws IOException {
    if (queued != null) {
      channel.write(queued);
      if (!queued.hasRemaining()) {
        queued = null;
        interest(SelectionKey.OP_READ);
      }
    }
  }

  private void interest(int operations) {
    if (key != null && key.isValid()) {
      key.interestOps(operations);
    }
  }

  void close() {
    if (room != null) {
      room.remove(this);
      room = null;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // A connection that cannot be closed is closed already.
    }
  }
}
