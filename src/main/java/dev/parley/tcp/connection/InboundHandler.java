package dev.parley.tcp.connection;

import dev.parley.chat.api.Limits;
import dev.parley.chat.session.TokenBucket;
import dev.parley.tcp.Frame;
import dev.parley.tcp.connection.ConnectionEvent.Signal;
import dev.parley.tcp.connection.ConnectionState.Closed;
import dev.parley.tcp.connection.ConnectionState.Closing;
import dev.parley.tcp.connection.ConnectionState.Draining;
import dev.parley.tcp.connection.ConnectionState.Ending;
import dev.parley.tcp.connection.ConnectionState.Input;
import dev.parley.tcp.connection.ConnectionState.Lingering;
import dev.parley.tcp.connection.ConnectionState.Open;
import dev.parley.tcp.connection.ConnectionState.Opening;
import dev.parley.tcp.connection.ConnectionState.Serving;
import dev.parley.tcp.connection.ConnectionState.Unreachable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Errors;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes in on one connection: its bytes are cut into frames and each is dispatched, one after
 * the other, unless reading is paused. While it is paused the socket is not read, so the other side
 * is slowed by TCP itself; what was read before the pause waits here and is no more than one read.
 * A protocol to which the boundaries of reads mean something is {@linkplain
 * dev.parley.tcp.Protocol#readAhead read ahead}, up to a bound.
 *
 * <p>Confined to the connection's event loop; the counters may be read elsewhere, where they may
 * lag behind.
 */
final class InboundHandler extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(InboundHandler.class);

  /** How long to wait before another look when the event loops are behind with deliveries. */
  private static final Duration CONGESTION_LOOK = Duration.ofMillis(1);

  /** How long what somebody said is carried out who is gone, at the pace that is allowed. */
  private static final Duration UNREACHABLE_TIME = Duration.ofMinutes(5);

  /** Linux's number for the state of a connection that is gone. */
  private static final int TCP_CLOSE = 7;

  /** A person who says something after such a time has seen what was sent before. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

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
  private TokenBucket pace;
  private final ReadAhead ahead;
  private @Nullable ByteBuf unread;
  private int pauses;
  private boolean dispatching;
  private long lines;
  private long bytes;
  private long lastActiveNanos = System.nanoTime();
  private long sentWhenLastQuiet;

  InboundHandler(NettyConnection connection, Limits limits, int readAhead) {
    this.connection = connection;
    this.ahead = new ReadAhead(readAhead);
    this.pace =
        new TokenBucket(limits.messagesBurst(), limits.messagesPerSecond(), System.nanoTime());
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

  /** How much had been sent when the other side last said something after a pause. */
  long sentWhenLastQuiet() {
    return sentWhenLastQuiet;
  }

  /** Has lines come no faster than this; one that waits for its time waits on. */
  void pace(int burst, int perSecond) {
    if (!pace.is(burst, perSecond)) {
      pace = new TokenBucket(burst, perSecond, System.nanoTime());
    }
  }

  void pause(Pause why) {
    pauses |= why.bit;
    holdBack();
  }

  void resume(Pause why) {
    pauses &= ~why.bit;
    if (!connection.ending()) {
      readOn();
      dispatchAll();
      readOn(); // Of what was read ahead there may be less now.
    }
  }

  /** Whether more may be read, be it only to keep what comes apart. */
  private boolean mayRead() {
    boolean congested = (pauses & Pause.CONGESTION.bit) != 0;
    return pauses == 0 || (ahead.isOn() && !ahead.isFull() && !congested);
  }

  private void holdBack() {
    if (!mayRead()) {
      connection.channel().config().setAutoRead(false);
    }
  }

  private void readOn() {
    if (!connection.ending() && mayRead()) {
      read();
    }
  }

  /** Where the input has ended, Netty must not be told to go on: it fails. */
  private void read() {
    if (!connection.state().isInputOver()) {
      connection.channel().config().setAutoRead(true);
    }
  }

  /** Drops what was read, as the connection ends and nothing more is dispatched. */
  void stop() {
    if (unread != null) {
      unread.release();
      unread = null;
    }
    ahead.clear();
  }

  /** Goes on reading while the connection lingers; what comes is discarded. */
  void discard() {
    read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf received = (ByteBuf) message;
    bytes += received.readableBytes();
    long now = System.nanoTime();
    if (now - lastActiveNanos > QUIET_NANOS) {
      sentWhenLastQuiet = connection.sendQueue().sentBytes();
    }
    lastActiveNanos = now;
    if (connection.ending()) {
      received.release();
      return;
    }
    if (unread == null) {
      unread = received;
    } else if (ahead.isOn()) {
      ahead.add(received);
      holdBack();
    } else {
      unread = joined(unread, received);
    }
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
      while (mayDispatch()) {
        Frame frame = next();
        if (frame == null) {
          break;
        }
        connection.dispatch(frame);
        connection.outbox().stageMany();
      }
    } finally {
      dispatching = false;
    }
  }

  private boolean mayDispatch() {
    if (connection.ending()
        || pauses != 0
        || (unread == null && !connection.state().isInputEndPending())) {
      return false;
    }
    long delay = pace.delayNanos(System.nanoTime());
    if (delay > 0) {
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
    connection.later(
        time,
        () -> {
          lookForReset();
          resume(why);
        });
  }

  /** While nothing is read, a reset is not noticed. What had arrived before it can be read yet. */
  private void lookForReset() {
    if (connection.channel() instanceof EpollSocketChannel socket
        && socket.isOpen()
        && socket.tcpInfo().state() == TCP_CLOSE) {
      sendingFailed();
    }
  }

  /** Takes note that nothing can be sent any more. What came has a while left to be carried out. */
  private void sendingFailed() {
    switch (connection.state()) {
      case Opening _ -> connection.lose(); // There is nothing to carry out.
      case Open _ -> {
        connection.stopSending();
        connection.later(UNREACHABLE_TIME, connection::lose);
      }
      case Unreachable _ -> {}
      case Ending _ -> connection.stopSending();
    }
  }

  private @Nullable Frame next() {
    Frame frame = null;
    for (ByteBuf in = unread; in != null && frame == null; in = unread) {
      frame = connection.conversation().read(in);
      if (!in.isReadable()) {
        in.release();
        unread = ahead.poll();
      }
    }
    if (frame == null && connection.state() instanceof Serving serving) {
      Input input = serving.input();
      if (input.isEndPending()) {
        Frame last = connection.conversation().readLast();
        frame = input == Input.ENDED ? last : null; // What is cut off is not said.
        if (frame == null) {
          return endOfInput(input);
        }
      }
    }
    if (frame != null) {
      lastActiveNanos = System.nanoTime();
      lines++;
      if (!(connection.state() instanceof Unreachable) || says(frame)) {
        pace.take();
      }
    }
    return frame;
  }

  /** Everything before the end is carried out. One who is gone is told of nothing more. */
  private @Nullable Frame endOfInput(Input input) {
    if (input == Input.BROKEN) {
      connection.lose();
      return null;
    }
    connection.apply(Signal.INPUT_CONSUMED);
    return new Frame.EndOfInput();
  }

  /** Whether somebody else may see something of it. Of what is refused nobody is told any more. */
  private static boolean says(Frame frame) {
    return frame instanceof Frame.Line(String text) && !text.isBlank();
  }

  /** The input ends: in order, or because TLS says so, or cut off. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent
        || event instanceof ChannelInputShutdownReadComplete) {
      end(connection.tls() ? Signal.INPUT_TRUNCATED : Signal.INPUT_ENDED);
    } else if (event instanceof SslCloseCompletionEvent closing) {
      end(closing.isSuccess() ? Signal.INPUT_ENDED : Signal.INPUT_TRUNCATED);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void end(Signal how) {
    switch (connection.state()) {
      case Opening _ -> connection.lose();
      case Serving _ -> {
        connection.apply(how);
        dispatchAll();
      }
      case Lingering _ -> {
        connection.apply(how);
        connection.close();
      }
      case Draining _, Closing _, Closed _ -> connection.apply(how);
    }
  }

  /** Takes note that the other side is gone: nothing more comes, but what came is carried out. */
  void lose() {
    sendingFailed();
    end(Signal.INPUT_BROKEN);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.channelClosed();
  }

  /**
   * Where the connection broke, nothing can be sent any more. Reading fails only when all that had
   * arrived is read. Where it was sending that failed, there may be more, and an end of it.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (isBroken(cause)) {
      log.debug("Connection {} broke: {}", connection.id(), cause.toString());
      noteReset(cause);
      sendingFailed();
      if (connection.ending()) {
        connection.close();
      } else if (!((DuplexChannel) context.channel()).isOutputShutdown()) {
        lose();
      }
    } else {
      log.error("Connection {} is closed after a fault", connection.id(), cause);
      connection.fault();
    }
  }

  /**
   * A reset that sending meets first is used up by it, and the input seems to end in order. (Where
   * the input had ended before the reset, the system says that the pipe is broken.)
   */
  void noteReset(Throwable sending) {
    if (sending instanceof Errors.NativeIoException error
        && error.expectedErr() == Errors.ERRNO_ECONNRESET_NEGATIVE
        && !(connection.state() instanceof Opening)) {
      connection.apply(Signal.RESET_SEEN);
    }
  }

  private static boolean isBroken(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof UncheckedIOException
        || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
  }
}
