package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A connection of the {@link Floor}. */
final class FloorClient {

  final SocketChannel channel;
  private final int most;
  @Nullable SelectionKey key;
  @Nullable FloorRoom room;

  /** Its place in its room. */
  int place;

  /** Where in the room's turn its own lines stand: from, to, from, to. */
  int[] own = new int[16];

  int owned;
  String name = "";
  byte[] prefix = {};
  byte[] kept = Member.NOTHING;
  private @Nullable ByteBuffer behind;

  FloorClient(SocketChannel channel, int most) {
    this.channel = channel;
    this.most = most;
  }

  void name(String given) {
    name = given;
    prefix = ("<" + given + "> ").getBytes(StandardCharsets.UTF_8);
  }

  void enter(FloorRoom entered) {
    if (room != null) {
      room.remove(this);
    }
    room = entered;
    entered.add(this);
  }

  void keep(byte[] bytes, int from, int to) {
    kept = from == to ? Member.NOTHING : Arrays.copyOfRange(bytes, from, to);
  }

  void own(int from, int to) {
    if (owned == own.length) {
      own = Arrays.copyOf(own, 2 * owned);
    }
    if (owned > 0 && own[owned - 1] == from) {
      own[owned - 1] = to;
    } else {
      own[owned++] = from;
      own[owned++] = to;
    }
  }

  /** Writes now what can be, and the rest when it can be. */
  void write(ByteBuffer bytes) throws IOException {
    if (behind == null) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      later(bytes);
    }
  }

  /** The same with several parts. */
  void write(ByteBuffer[] parts, int count) throws IOException {
    if (behind == null) {
      channel.write(parts, 0, count);
    }
    for (int i = 0; i < count; i++) {
      if (parts[i].hasRemaining()) {
        later(parts[i]);
      }
    }
  }

  private void later(ByteBuffer bytes) {
    ByteBuffer queue = behind == null ? ByteBuffer.allocate(0) : behind;
    if (queue.remaining() + bytes.remaining() > most) {
      close();
      return;
    }
    behind =
        ByteBuffer.allocate(queue.remaining() + bytes.remaining()).put(queue).put(bytes).flip();
    interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  void flush() throws IOException {
    if (behind != null) {
      channel.write(behind);
      if (!behind.hasRemaining()) {
        behind = null;
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
      // It is gone either way.
    }
  }
}
