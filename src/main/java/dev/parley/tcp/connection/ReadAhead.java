package dev.parley.tcp.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was read ahead of what can be carried out, each read by itself: left in the socket,
 * they would be joined to one. Bounded in bytes. Confined to the connection's event loop.
 */
final class ReadAhead {

  /** What one read costs besides its bytes. */
  static final int READ_COST = 64;

  private final int limit;
  private final Queue<ByteBuf> reads = new ArrayDeque<>(0);
  private long held;

  /**
   * @param limit the bytes beyond which nothing more should be read, 0 for never reading ahead
   */
  ReadAhead(int limit) {
    this.limit = limit;
  }

  /** Whether reads are kept apart. */
  boolean isOn() {
    return limit > 0;
  }

  /** Whether nothing more should be read now. */
  boolean isFull() {
    return held >= limit;
  }

  /** Takes a read over, in no more memory than it needs. */
  void add(ByteBuf read) {
    held += READ_COST + read.readableBytes();
    reads.add(Unpooled.copiedBuffer(read));
    read.release();
  }

  /** Hands out the oldest read, null where there is none. */
  @Nullable ByteBuf poll() {
    ByteBuf oldest = reads.poll();
    held -= oldest == null ? 0 : READ_COST + oldest.readableBytes();
    return oldest;
  }

  /** Forgets everything. */
  void clear() {
    for (ByteBuf read = poll(); read != null; read = poll()) {
      read.release();
    }
  }
}
