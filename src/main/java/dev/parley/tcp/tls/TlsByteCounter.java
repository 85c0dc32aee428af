package dev.parley.tcp.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * How many bytes were encrypted on one connection, and how many that made. The other end
 * acknowledges those; what that says of the first can only be told from below. Confined to the
 * connection's event loop.
 */
public final class TlsByteCounter {

  private final Counter plain = new Counter();
  private final Counter encrypted = new Counter();

  /** Counts what passes it on its way out. */
  private static final class Counter extends ChannelOutboundHandlerAdapter {
    private long bytes;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      bytes += ((ByteBuf) message).readableBytes();
      var _ = context.write(message, promise);
    }
  }

  /** Stands where bytes are not encrypted yet. */
  ChannelHandler plain() {
    return plain;
  }

  /** Stands where bytes are encrypted. */
  ChannelHandler encrypted() {
    return encrypted;
  }

  /** So many bytes at least have arrived, where so many encrypted ones were acknowledged. */
  public long arrived(long acknowledged) {
    return plain.bytes - (encrypted.bytes - acknowledged);
  }
}
