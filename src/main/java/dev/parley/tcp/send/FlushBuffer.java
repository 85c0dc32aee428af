package dev.parley.tcp.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** The bytes that one turn of an event loop sends, each piece once. Confined to that loop. */
final class FlushBuffer {

  private @Nullable ByteBuf buffer;

  /** Puts bytes behind the others, and returns where they are. */
  long put(byte[] bytes) {
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

  /** How many bytes there are. */
  int size() {
    return buffer == null ? 0 : buffer.readableBytes();
  }

  /** Takes all out, for the caller to release; null where there is nothing. */
  @Nullable ByteBuf take() {
    ByteBuf taken = buffer;
    buffer = null;
    return taken;
  }
}
