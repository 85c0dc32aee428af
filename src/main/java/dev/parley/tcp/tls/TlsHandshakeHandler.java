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
 * Opens a connection once its TLS handshake is done. A client that starts with plain text is told
 * that this port uses TLS. A handshake that takes too long closes the connection.
 */
public final class TlsHandshakeHandler extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(TlsHandshakeHandler.class);

  private final TlsConnection connection;
  private final TlsServer tls;
  private final Duration timeout;
  private boolean started;
  private @Nullable ScheduledFuture<?> deadline;

  private TlsHandshakeHandler(TlsConnection connection, TlsServer tls, Duration timeout) {
    this.connection = connection;
    this.tls = tls;
    this.timeout = timeout;
  }

  /**
   * Adds the handlers to the pipeline of a connection.
   *
   * @param timeout the time for the handshake, including the wait for its first byte; zero for no
   *     limit
   */
  public static void add(
      ChannelPipeline pipeline, TlsConnection connection, TlsServer tls, Duration timeout) {
    TlsHandshakeHandler handler = new TlsHandshakeHandler(connection, tls, timeout);
    pipeline.addLast(handler.new FirstByte(), handler);
  }

  /** Replaces itself with the TLS handler if the first byte is that of a handshake. */
  private final class FirstByte extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (connection.isEnding()) {
        in.skipBytes(in.readableBytes());
      } else if (in.getByte(in.readerIndex()) == TlsOnPlainPortDetector.HANDSHAKE) {
        started = true;
        TlsByteCounter bytes = new TlsByteCounter();
        TlsComputations computations = new TlsComputations(tls.handshakes());
        connection.encrypts(bytes);
        context.pipeline().addBefore(context.name(), null, bytes.encrypted());
        context.pipeline().addBefore(context.name(), null, computations);
        context.pipeline().addAfter(context.name(), null, bytes.plain());
        context.pipeline().replace(this, null, tls.newHandler(context.alloc(), computations));
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
          context
              .executor()
              .schedule(() -> timedOut(context), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ScheduledFuture<?> scheduled = deadline;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  private void timedOut(ChannelHandlerContext context) {
    context.pipeline().remove(this);
    if (started) {
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

  /** Logs the cause; the completion event handles the failure. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("In the TLS handshake of {}: {}", connection.id(), cause.toString());
  }
}
