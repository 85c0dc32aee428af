package dev.parley.tcp.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a connection with TLS: it is opened once the handshake is done. Whoever does not
 * begin one is told in plain text that this port wants it, and whoever does not end it in time is
 * cut off.
 */
public final class TlsHandshakeHandler extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(TlsHandshakeHandler.class);

  private final TlsClient connection;
  private final TlsServer tls;
  private final Duration timeout;
  private boolean begun;
  private @Nullable ScheduledFuture<?> deadline;

  private TlsHandshakeHandler(TlsClient connection, TlsServer tls, Duration timeout) {
    this.connection = connection;
    this.tls = tls;
    this.timeout = timeout;
  }

  /**
   * Puts what it takes into a connection's pipeline.
   *
   * @param timeout how long the handshake may take, the wait for its first byte with it; zero for
   *     no limit
   */
  public static void add(
      ChannelPipeline pipeline, TlsClient connection, TlsServer tls, Duration timeout) {
    TlsHandshakeHandler start = new TlsHandshakeHandler(connection, tls, timeout);
    pipeline.addLast(start.new FirstByte(), start);
  }

  /** Makes way for TLS when the first byte is that of a handshake. */
  private final class FirstByte extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (connection.ending()) {
        in.skipBytes(in.readableBytes());
      } else if (in.getByte(in.readerIndex()) == TlsOnPlainPortDetector.HANDSHAKE) {
        begun = true;
        TlsByteCounter bytes = new TlsByteCounter();
        connection.encrypts(bytes);
        context.pipeline().addBefore(context.name(), null, bytes.encrypted());
        context.pipeline().addAfter(context.name(), null, bytes.plain());
        context.pipeline().replace(this, null, tls.newHandler(context.alloc()));
      } else {
        in.skipBytes(in.readableBytes());
        context.pipeline().remove(TlsHandshakeHandler.this);
        context.pipeline().remove(this);
        connection.rejectPlainText();
      }
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (!timeout.isZero()) {
      deadline =
          context.executor().schedule(() -> late(context), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ScheduledFuture<?> scheduled = deadline;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  private void late(ChannelHandlerContext context) {
    context.pipeline().remove(this);
    if (begun) {
      connection.failHandshake("it took longer than " + timeout.toMillis() + " ms");
    } else {
      connection.rejectPlainText();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      context.pipeline().remove(this);
      if (handshake.isSuccess()) {
        connection.open();
      } else {
        connection.failHandshake(String.valueOf(handshake.cause().getMessage()));
      }
    } else if (event instanceof ChannelInputShutdownEvent) {
      context.pipeline().remove(this);
      connection.failHandshake("the other side went away");
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /** What made a handshake fail is told by the event. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("In the TLS handshake of {}: {}", connection.id(), cause.toString());
  }
}
