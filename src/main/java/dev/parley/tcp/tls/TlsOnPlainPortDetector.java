package dev.parley.tcp.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Detects a TLS handshake on a port without TLS by its first two bytes, and answers it with a TLS
 * alert. Otherwise it removes itself from the pipeline.
 */
public final class TlsOnPlainPortDetector extends ByteToMessageDecoder {

  /** The type of a TLS record of the handshake (RFC 8446, section 5.1). */
  static final int HANDSHAKE = 0x16;

  private static final int MAJOR_VERSION = 3;

  private final TlsConnection connection;

  public TlsOnPlainPortDetector(TlsConnection connection) {
    this.connection = connection;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int first = in.readerIndex();
    if (in.getByte(first) != HANDSHAKE) {
      context.pipeline().remove(this);
    } else if (in.readableBytes() > 1) {
      if (in.getByte(first + 1) == MAJOR_VERSION) {
        in.skipBytes(in.readableBytes());
        connection.rejectTls();
      }
      context.pipeline().remove(this);
    }
  }
}
