package dev.parley.tcp.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bytes that one iteration of an event loop sends, each piece once. Confined to that
 * loop.
 */
final class FlushBuffer {

  private @Nullable ByteBuf buffer;

  /** Appends bytes, and returns their slice as a {@link PackedSlice}. */
  long append(byte[] bytes) {
    if (bytes.length == 0) {
      return PackedSlice.EMPTY;
    }
    ByteBuf into = buffer;
    if (into == null) {
      into = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length);
      buffer = into;
    }
    int from = into.writerIndex();
    into.writeBytes(bytes);
    return PackedSlice.of(from, into.writerIndex());
  }

  /** Returns the number of bytes. */
  int size() {
    return buffer == null ? 0 : buffer.readableBytes();
  }

  /** Removes and returns the buffer, which the caller releases; null if it is empty. */
  @Nullable ByteBuf take() {
    ByteBuf taken = buffer;
    buffer = null;
    return taken;
  }
}
