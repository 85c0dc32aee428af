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
 * Reads one connection: decodes its bytes into frames and dispatches them one after the other,
 * unless reading is paused. While it is paused the socket is not read, so TCP itself slows down the
 * other side; the bytes read before the pause wait here, at most those of one read. A protocol to
 * which the boundaries of reads matter is {@linkplain dev.parley.tcp.Protocol#readAheadBytes read
 * ahead}, up to a bound.
 *
 * <p>Confined to the connection's event loop; other threads may read the counters, which may lag
 * behind there.
 */
final class InboundHandler extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(InboundHandler.class);

  /** The delay until the next check when the event loops are behind with deliveries. */
  private static final Duration CONGESTION_CHECK = Duration.ofMillis(1);

  /** The time for which the input of a peer that is gone is handled, at the limited rate. */
  private static final Duration UNREACHABLE_TIMEOUT = Duration.ofMinutes(5);

  /** The number of the TCP state CLOSE in Linux. */
  private static final int TCP_CLOSE = 7;

  /** The silence after which a person who types has seen all output before. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Enumerates the reasons to pause reading. Several may hold at a time. */
  enum PauseReason {
    /** A reply of the core is pending. */
    REPLY(1),
    /** The client is over its rate. */
    RATE(2),
    /** The event loops are behind with deliveries. */
    CONGESTION(4);

    private final int bit;

    PauseReason(int bit) {
      this.bit = bit;
    }
  }

  private final NettyConnection connection;
  private TokenBucket rate;
  private final ReadAheadBuffer readAhead;
  private @Nullable ByteBuf unread;
  private int pauses;
  private boolean dispatching;
  private long lines;
  private long bytes;
  private long lastActiveNanos = System.nanoTime();
  private long sentBytesAfterQuiet;

  InboundHandler(NettyConnection connection, Limits limits, int readAheadBytes) {
    this.connection = connection;
    this.readAhead = new ReadAheadBuffer(readAheadBytes);
    this.rate =
        new TokenBucket(limits.messagesBurst(), limits.messagesPerSecond(), System.nanoTime());
  }

  /** Returns the number of frames dispatched so far. */
  long lines() {
    return lines;
  }

  /** Returns the number of bytes received so far. */
  long bytes() {
    return bytes;
  }

  /** Returns the time since the last input; zero while input waits to be handled. */
  Duration idle() {
    return pauses != 0 || unread != null
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - lastActiveNanos);
  }

  /** Returns the number of bytes that were sent when input last came after a silence. */
  long sentBytesAfterQuiet() {
    return sentBytesAfterQuiet;
  }

  /** Limits the rate of frames. A delay that has begun is not shortened. */
  void limitRate(int burst, int perSecond) {
    if (!rate.is(burst, perSecond)) {
      rate = new TokenBucket(burst, perSecond, System.nanoTime());
    }
  }

  void pause(PauseReason why) {
    pauses |= why.bit;
    pauseReading();
  }

  void resume(PauseReason why) {
    pauses &= ~why.bit;
    if (!connection.isEnding()) {
      resumeReading();
      dispatchAll();
      resumeReading(); // The read-ahead buffer may have room now.
    }
  }

  /** Returns true if more may be read, to dispatch it or into the read-ahead buffer. */
  private boolean mayRead() {
    boolean congested = (pauses & PauseReason.CONGESTION.bit) != 0;
    return pauses == 0 || (readAhead.isOn() && !readAhead.isFull() && !congested);
  }

  private void pauseReading() {
    if (!mayRead()) {
      connection.channel().config().setAutoRead(false);
    }
  }

  private void resumeReading() {
    if (!connection.isEnding() && mayRead()) {
      enableReading();
    }
  }

  /** Enables reading, unless the input has ended, where it would make Netty fail. */
  private void enableReading() {
    if (!connection.state().isInputOver()) {
      connection.channel().config().setAutoRead(true);
    }
  }

  /** Drops the input, as the connection ends and nothing more is dispatched. */
  void stop() {
    if (unread != null) {
      unread.release();
      unread = null;
    }
    readAhead.clear();
  }

  /** Enables reading while the connection lingers, where the input is discarded. */
  void discardInput() {
    enableReading();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf received = (ByteBuf) message;
    bytes += received.readableBytes();
    long now = System.nanoTime();
    if (now - lastActiveNanos > QUIET_NANOS) {
      sentBytesAfterQuiet = connection.sendQueue().sentBytes();
    }
    lastActiveNanos = now;
    if (connection.isEnding()) {
      received.release();
      return;
    }
    if (unread == null) {
      unread = received;
    } else if (readAhead.isOn()) {
      readAhead.add(received);
      pauseReading();
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
        connection.writer().stageIfMany();
      }
    } finally {
      dispatching = false;
    }
  }

  private boolean mayDispatch() {
    if (connection.isEnding()
        || pauses != 0
        || (unread == null && !connection.state().isInputEndPending())) {
      return false;
    }
    long delay = rate.delayNanos(System.nanoTime());
    if (delay > 0) {
      pauseFor(PauseReason.RATE, Duration.ofNanos(delay));
      return false;
    }
    if (connection.isCongested()) {
      pauseFor(PauseReason.CONGESTION, CONGESTION_CHECK);
      return false;
    }
    return true;
  }

  private void pauseFor(PauseReason why, Duration time) {
    pause(why);
    connection.scheduleUntilClosed(
        time,
        () -> {
          checkForReset();
          resume(why);
        });
  }

  /** Checks for a reset, which is not noticed while nothing is read. */
  private void checkForReset() {
    if (connection.channel() instanceof EpollSocketChannel socket
        && socket.isOpen()
        && socket.tcpInfo().state() == TCP_CLOSE) {
      sendingFailed();
    }
  }

  /** Handles that nothing can be sent any more. The input is handled until the timeout. */
  private void sendingFailed() {
    switch (connection.state()) {
      case Opening _ -> connection.closeAsLost(); // There is no input to handle.
      case Open _ -> {
        connection.stopSending();
        connection.scheduleUntilClosed(UNREACHABLE_TIMEOUT, connection::closeAsLost);
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
        unread = readAhead.poll();
      }
    }
    if (frame == null && connection.state() instanceof Serving serving) {
      Input input = serving.input();
      if (input.isEndPending()) {
        Frame last = connection.conversation().readLast();
        frame = input == Input.ENDED ? last : null; // A line that is cut off is dropped.
        if (frame == null) {
          return endOfInput(input);
        }
      }
    }
    if (frame != null) {
      lastActiveNanos = System.nanoTime();
      lines++;
      boolean heard = !(connection.state() instanceof Unreachable) || isText(frame);
      if (heard && connection.conversation().isLimited(frame)) {
        rate.take();
      }
    }
    return frame;
  }

  /** Handles the end of the input, once all frames before it are handled. */
  private @Nullable Frame endOfInput(Input input) {
    if (input == Input.BROKEN) {
      connection.closeAsLost();
      return null;
    }
    connection.apply(Signal.INPUT_CONSUMED);
    return new Frame.EndOfInput();
  }

  /** Returns true if others may see something of the frame. */
  private static boolean isText(Frame frame) {
    return frame instanceof Frame.Line(String text) && !text.isBlank();
  }

  /** Handles the end of the input: in order, by TLS, or cut off. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent
        || event instanceof ChannelInputShutdownReadComplete) {
      inputEnded(connection.tls() ? Signal.INPUT_TRUNCATED : Signal.INPUT_ENDED);
    } else if (event instanceof SslCloseCompletionEvent closing) {
      inputEnded(closing.isSuccess() ? Signal.INPUT_ENDED : Signal.INPUT_TRUNCATED);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void inputEnded(Signal how) {
    switch (connection.state()) {
      case Opening _ -> connection.closeAsLost();
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

  /** Handles that the other side is gone. The input that has arrived is handled. */
  void connectionLost() {
    sendingFailed();
    inputEnded(Signal.INPUT_BROKEN);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.channelClosed();
  }

  /**
   * Handles a broken connection, to which nothing can be sent any more. Where reading has failed,
   * all input is read. Where sending has failed, there may be more input and an end of it.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (isBroken(cause)) {
      log.debug("Connection {} broke: {}", connection.id(), cause.toString());
      recordReset(cause);
      sendingFailed();
      if (connection.isEnding()) {
        connection.close();
      } else if (!((DuplexChannel) context.channel()).isOutputShutdown()) {
        connectionLost();
      }
    } else {
      log.error("Connection {} is closed after a fault", connection.id(), cause);
      connection.closeOnFault();
    }
  }

  /**
   * Records a reset that was reported to sending. Reading will not see it, and the input will seem
   * to end in order. (Where the input had ended before the reset, the system reports a broken
   * pipe.)
   */
  void recordReset(Throwable sending) {
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
