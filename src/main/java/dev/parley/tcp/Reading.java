package dev.parley.tcp;

import dev.parley.chat.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes in on one connection: its bytes are cut into frames and each is dispatched, one after
 * the other, unless reading is paused. While it is paused the socket is not read, so the other side
 * is slowed by TCP itself; what was read before the pause waits here and is no more than one read.
 *
 * <p>Confined to the connection's event loop; the counters may be read elsewhere, where they may
 * lag behind.
 */
final class Reading extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(Reading.class);

  /** How long to wait before another look when the event loops are behind with deliveries. */
  private static final Duration CONGESTION_LOOK = Duration.ofMillis(1);

  /** Why nothing is read. Several may hold at a time. */
  enum Pause {
    /** An answer is being worked out. */
    REPLY(1),
    /** The client is over its rate. */
    RATE(2),
    /** The event loops are behind with deliveries. */
    CONGESTION(4);

    private final int bit;

    Pause(int bit) {
      this.bit = bit;
    }
  }

  private final NettyConnection connection;
  private Pace pace;
  private @Nullable ByteBuf unread;
  private int pauses;
  private boolean dispatching;
  private boolean stopped;
  private boolean discarding;
  private boolean inputEnded;
  private boolean endHandled;
  private long lines;
  private long bytes;
  private long lastActiveNanos = System.nanoTime();

  Reading(NettyConnection connection, Limits limits) {
    this.connection = connection;
    this.pace = new Pace(limits.messagesBurst(), limits.messagesPerSecond(), System.nanoTime());
  }

  /** Lines dispatched so far. */
  long lines() {
    return lines;
  }

  /** Bytes received so far. */
  long bytes() {
    return bytes;
  }

  /** How long nothing has come; nothing, while what came is waiting to be carried out. */
  Duration idle() {
    return pauses != 0 || unread != null
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - lastActiveNanos);
  }

  /** Whether the other side has said that nothing more comes. */
  boolean ended() {
    return inputEnded;
  }

  /** Has lines come no faster than this; one that waits for its time waits on. */
  void pace(int burst, int perSecond) {
    if (!pace.is(burst, perSecond)) {
      pace = new Pace(burst, perSecond, System.nanoTime());
    }
  }

  void pause(Pause why) {
    pauses |= why.bit;
    connection.channel().config().setAutoRead(false);
  }

  void resume(Pause why) {
    pauses &= ~why.bit;
    if (pauses == 0 && !stopped) {
      read();
      dispatchAll();
    }
  }

  /** Where the input has ended, Netty must not be told to go on: it fails. */
  private void read() {
    if (!inputEnded) {
      connection.channel().config().setAutoRead(true);
    }
  }

  /** Dispatches nothing more. */
  void stop() {
    stopped = true;
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }

  /** Goes on reading, and throws away what comes. */
  void discard() {
    stop();
    discarding = true;
    read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf received = (ByteBuf) message;
    bytes += received.readableBytes();
    lastActiveNanos = System.nanoTime();
    if (stopped) {
      received.release();
      return;
    }
    unread = unread == null ? received : joined(unread, received);
    dispatchAll();
  }

  private static ByteBuf joined(ByteBuf before, ByteBuf after) {
    before.writeBytes(after);
    after.release();
    return before;
  }

  private void dispatchAll() {
    if (dispatching) {
      return;
    }
    dispatching = true;
    try {
      connection.outbox().stageWaiting();
      while (mayDispatch()) {
        Frame frame = next();
        if (frame == null) {
          break;
        }
        connection.dispatch(frame);
        connection.outbox().stageWaiting();
      }
    } finally {
      dispatching = false;
    }
  }

  private boolean mayDispatch() {
    if (stopped || pauses != 0 || (unread == null && !inputEnded)) {
      return false;
    }
    long delay = pace.delayNanos(System.nanoTime());
    if (delay > 0 && !endHandled) {
      pauseFor(Pause.RATE, Duration.ofNanos(delay));
      return false;
    }
    if (connection.congested()) {
      pauseFor(Pause.CONGESTION, CONGESTION_LOOK);
      return false;
    }
    return true;
  }

  private void pauseFor(Pause why, Duration time) {
    pause(why);
    var _ =
        connection
            .channel()
            .eventLoop()
            .schedule(() -> resume(why), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private @Nullable Frame next() {
    Frame frame = null;
    ByteBuf in = unread;
    if (in != null) {
      frame = connection.conversation().read(in);
      if (!in.isReadable()) {
        in.release();
        unread = null;
      }
    }
    if (frame == null && inputEnded && !endHandled) {
      frame = connection.conversation().readLast();
      if (frame == null) {
        endHandled = true;
        return new Frame.EndOfInput();
      }
    }
    if (frame != null) {
      lastActiveNanos = System.nanoTime();
      lines++;
      pace.take();
    }
    return frame;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent
        || event instanceof ChannelInputShutdownReadComplete) {
      inputEnded = true;
      if (discarding) {
        connection.close();
      } else if (!stopped) {
        dispatchAll();
      }
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.lost();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause instanceof UncheckedIOException) {
      log.debug("Connection {} broke: {}", connection.id(), cause.toString());
    } else {
      log.error("Connection {} is closed after a fault", connection.id(), cause);
    }
    connection.broken();
  }
}
