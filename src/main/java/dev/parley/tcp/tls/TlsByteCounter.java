package dev.parley.tcp.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Counts the bytes of one connection before and after encryption, which relates the acknowledged
 * bytes to the plain ones. Confined to the connection's event loop.
 */
public final class TlsByteCounter {

  private final Counter plain = new Counter();
  private final Counter encrypted = new Counter();

  /** Counts the bytes that pass through it. */
  private static final class Counter extends ChannelOutboundHandlerAdapter {
    private long bytes;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      bytes += ((ByteBuf) message).readableBytes();
      var _ = context.write(message, promise);
    }
  }

  /** Returns the handler for the place in the pipeline where bytes are plain. */
  ChannelHandler plain() {
    return plain;
  }

  /** Returns the handler for the place in the pipeline where bytes are encrypted. */
  ChannelHandler encrypted() {
    return encrypted;
  }

  /**
   * Returns a lower bound of the plain bytes that have arrived, for a number of acknowledged
   * encrypted bytes.
   */
  public long arrived(long acknowledged) {
    return plain.bytes - (encrypted.bytes - acknowledged);
  }
}
