package dev.parley.tcp.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Buffers the reads that cannot be handled yet, one by one, as the socket would join them. Bounded
 * in bytes. Confined to the connection's event loop.
 */
final class ReadAheadBuffer {

  /** The bytes that each read counts beside its own. */
  static final int READ_COST = 64;

  private final int limit;
  private final Queue<ByteBuf> reads = new ArrayDeque<>(0);
  private long held;

  /**
   * @param limit the bytes from which on reading has to pause, 0 for no read-ahead
   */
  ReadAheadBuffer(int limit) {
    this.limit = limit;
  }

  /** Returns true if reads are kept apart. */
  boolean isOn() {
    return limit > 0;
  }

  /** Returns true if reading has to pause. */
  boolean isFull() {
    return held >= limit;
  }

  /** Adds a copy of a read, and releases the read. */
  void add(ByteBuf read) {
    held += READ_COST + read.readableBytes();
    reads.add(Unpooled.copiedBuffer(read));
    read.release();
  }

  /** Removes the oldest read, and returns it, or null if there is none. */
  @Nullable ByteBuf poll() {
    ByteBuf oldest = reads.poll();
    held -= oldest == null ? 0 : READ_COST + oldest.readableBytes();
    return oldest;
  }

  /** Releases all reads. */
  void clear() {
    for (ByteBuf read = poll(); read != null; read = poll()) {
      read.release();
    }
  }
}
