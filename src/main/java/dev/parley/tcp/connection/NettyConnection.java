package dev.parley.tcp.connection;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Transport;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.Peer;
import dev.parley.tcp.Protocol;
import dev.parley.tcp.connection.ConnectionEvent.CloseRequested;
import dev.parley.tcp.connection.ConnectionEvent.Failed;
import dev.parley.tcp.connection.ConnectionEvent.Signal;
import dev.parley.tcp.send.AckTracker;
import dev.parley.tcp.send.AcknowledgedBytes;
import dev.parley.tcp.send.EventLoopWriter;
import dev.parley.tcp.send.Recipient;
import dev.parley.tcp.send.RegisteredProtocol;
import dev.parley.tcp.send.SendQueue;
import dev.parley.tcp.tls.TlsAlert;
import dev.parley.tcp.tls.TlsByteCounter;
import dev.parley.tcp.tls.TlsClient;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * Joins a channel to its conversation and the core. {@link InboundHandler} has what is read, {@link
 * dev.parley.tcp.send.SendQueue} what waits to be sent, and {@link ConnectionStateMachine} the
 * phases of its life.
 *
 * <p>A connection ends in one of two ways. The server closes it, with a {@link GracefulClose}. Or
 * the other side is gone; then what had been received whole is carried out first. Whichever comes
 * first is told to the conversation, once.
 *
 * <p>The state changes on the event loop alone; it may be read elsewhere.
 */
public final class NettyConnection extends IntegrationConnection
    implements Peer,
        Recipient,
        TlsClient,
        HalfOpenLogins.Login,
        SendQueue.Owner,
        ReplayWriter.Owner {

  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

  private static final byte[] NOTHING = {};

  private static final byte[] TLS_WANTED =
      "!! This port speaks TLS.\n".getBytes(StandardCharsets.US_ASCII);

  private final ConnectionContext listener;
  private final EventLoopWriter outbox;
  private final AckTracker unacknowledged;
  private final SendQueue sendQueue;
  private final InboundHandler reading;
  private final Conversation conversation;
  private final MessageHeaders headers;
  private final GracefulClose gracefulClose;
  private final ConnectionTimers timers;
  private final ReplayWriter replays;

  private @Nullable TlsByteCounter tlsBytes;
  private boolean turnedAway;
  private volatile ConnectionState state = new ConnectionState.Opening();

  public NettyConnection(
      ConnectionContext listener,
      Channel channel,
      PeerAddress origin,
      EventLoopWriter outbox,
      ApplicationEventPublisher publisher) {
    super(channel, origin, publisher);
    this.listener = listener;
    this.outbox = outbox;
    this.headers = new MessageHeaders(Map.of(IpHeaders.CONNECTION_ID, getConnectionId()));
    Limits limits = listener.limits();
    Protocol protocol = listener.dialect().protocol();
    this.unacknowledged = new AckTracker(this::acknowledged, this::arrived);
    this.sendQueue =
        new SendQueue(
            channel, this, limits.sendqBytes(), protocol.separator(), listener.encrypts());
    this.reading = new InboundHandler(this, limits, protocol.readAhead());
    this.conversation = protocol.converse(this);
    this.timers = new ConnectionTimers(channel.eventLoop());
    this.gracefulClose = new GracefulClose(this, listener.lastBytes());
    this.replays = new ReplayWriter(this, listener.replayBudget(), limits.replayTimeout());
  }

  // What the transport has of it, on the event loop.

  ConnectionState state() {
    return state;
  }

  /** Applies an event to the state, and returns whether that changed it. */
  boolean apply(ConnectionEvent event) {
    ConnectionState before = state;
    ConnectionState next = ConnectionStateMachine.next(before, event);
    state = next;
    return !next.equals(before);
  }

  @Override
  public EventLoopWriter outbox() {
    return outbox;
  }

  /** Whether some event loop is so far behind that nothing more should be read. */
  boolean congested() {
    return listener.congested();
  }

  @Override
  public SendQueue sendQueue() {
    return sendQueue;
  }

  public InboundHandler reading() {
    return reading;
  }

  public Conversation conversation() {
    return conversation;
  }

  @Override
  public RegisteredProtocol dialect() {
    return listener.dialect();
  }

  @Override
  public int styleOf(Event event) {
    if (event instanceof Event.Posted line && conversation.defers(line)) {
      return Conversation.DEFERRED;
    }
    return !isEnding() && event.concerns(conversation.session())
        ? conversation.style(event)
        : Conversation.HIDDEN;
  }

  /** Compares with the usual state first, as this is asked for every event to every connection. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isEnding() {
    ConnectionState now = state;
    return now != ConnectionState.Open.BOTH_WAYS && now.isEnding();
  }

  @Override
  public void showsUpTo(String epoch, long offset) {
    if (isWritable() && conversation.resumable()) {
      unacknowledged.note(epoch, offset, sendQueue.sentBytes());
    }
  }

  @Override
  public boolean isSender(Event.Posted line) {
    return line.sender() == conversation.session();
  }

  @Override
  public boolean isDrained() {
    return sendQueue.isEmpty();
  }

  @Override
  public void whenDrained(Runnable task) {
    sendQueue.whenEmpty(task);
  }

  @Override
  public long takenBytes() {
    long acknowledged = AcknowledgedBytes.bytes(channel());
    return acknowledged == AcknowledgedBytes.UNKNOWN ? sendQueue.takenBytes() : acknowledged;
  }

  /** Where the system does not say, it counts that the system of this end has taken the bytes. */
  private long acknowledged() {
    long acknowledged = AcknowledgedBytes.bytes(channel());
    if (acknowledged == AcknowledgedBytes.UNKNOWN) {
      return channel().isOpen() ? sendQueue.takenBytes() : acknowledged;
    }
    TlsByteCounter encrypted = tlsBytes;
    return encrypted == null ? acknowledged : encrypted.arrived(acknowledged);
  }

  @Override
  public void encrypts(TlsByteCounter bytes) {
    tlsBytes = bytes;
  }

  private void arrived(String epoch, long offset) {
    conversation.session().shown(epoch, offset);
  }

  @Override
  public boolean ending() {
    return isEnding();
  }

  @Override
  public boolean halfOpen() {
    return switch (state) {
      case ConnectionState.Opening _ -> true;
      case ConnectionState.Serving _ -> conversation.session().nick() == null;
      case ConnectionState.Ending _ -> false;
    };
  }

  /** Waits for what has to come first, a handshake say, until it is {@linkplain #open opened}. */
  public void await() {
    listener.awaiting(this);
  }

  @Override
  public void open() {
    if (state instanceof ConnectionState.Opening) {
      publishConnectionOpenEvent();
      conversation.opened();
      apply(Signal.OPENED);
      watchLogin(listener.limits().loginTimeout());
      watchIdle(listener.limits().idleTimeout());
    }
  }

  /** Whether the other side was turned away, and so is not among those that are counted. */
  public boolean turnedAway() {
    return turnedAway;
  }

  /** Turns the other side away before anything was said. */
  public void turnAway(Disconnect why) {
    turnedAway = true;
    end(why, tls() ? TlsAlert.ACCESS_DENIED.bytes() : conversation.farewell(why));
  }

  @Override
  public void rejectTls() {
    end(Disconnect.of(Reason.WRONG_PROTOCOL), TlsAlert.HANDSHAKE_FAILURE.bytes());
  }

  @Override
  public void rejectPlainText() {
    end(Disconnect.of(Reason.NO_HANDSHAKE), TLS_WANTED);
  }

  @Override
  public void failHandshake(String detail) {
    log.debug("Closing {} of {}: no TLS handshake: {}", id(), remoteAddress(), detail);
    fail(Disconnect.of(Reason.NO_HANDSHAKE));
    close();
  }

  /** Gives a frame to Spring Integration's listener, which is the inbound adapter. */
  void dispatch(Frame received) {
    try {
      handOver(new GenericMessage<>(new ReceivedFrame(this, received), headers));
    } catch (RuntimeException fault) {
      log.error("Connection {} is closed after a fault in handling its input", id(), fault);
      close(Disconnect.of(Reason.FAULT));
    }
  }

  @Override
  public void depart(Disconnect why) {
    end(why, state instanceof ConnectionState.Opening ? NOTHING : conversation.farewell(why));
  }

  private void end(Disconnect why, byte[] last) {
    ConnectionState before = state;
    if (apply(new CloseRequested(why))) {
      reading.stop();
      unacknowledged.settle();
      if (state instanceof ConnectionState.Draining) {
        gracefulClose.begin(last);
      } else {
        close();
      }
      tellEnd(before, why);
    }
  }

  @Override
  public void emptied() {
    gracefulClose.sent();
  }

  @Override
  public void failed(IOException why) {
    reading.noteReset(why);
  }

  @Override
  public void overflowed() {
    Disconnect why = Disconnect.of(Reason.SLOW_READER);
    log.info("Closing {} of {}: {}", id(), remoteAddress(), why.text());
    fail(why);
    close();
  }

  /** Drops what waits to be sent, as nothing can be sent any more. */
  void stopSending() {
    apply(Signal.SENDING_FAILED);
    if (!sendQueue.isClosed()) {
      unacknowledged.settle();
      sendQueue.close();
    }
  }

  /** Ends the connection of another side that is gone, once all that it said is carried out. */
  void lose() {
    unacknowledged.settle(); // The system knows only while the channel is open.
    close();
    fail(Disconnect.of(Reason.CONNECTION_LOST));
  }

  /** Ends the connection after a fault of the server's own. */
  void fault() {
    fail(Disconnect.of(Reason.FAULT));
    close();
  }

  /** Takes note that the channel is closed. */
  void channelClosed() {
    reading.lose();
    releaseIfOver();
  }

  private void fail(Disconnect why) {
    ConnectionState before = state;
    if (apply(new Failed(why))) {
      reading.stop();
      tellEnd(before, why);
    }
  }

  private void tellEnd(ConnectionState before, Disconnect why) {
    unacknowledged.settle();
    if (before instanceof ConnectionState.Opening) {
      listener.monitor().disconnected(why.reason());
    }
    releaseIfOver(); // Before the session is gone: then there is room for another.
    conversation.closed(why);
  }

  private void releaseIfOver() {
    if (isEnding() && !channel().isOpen() && apply(Signal.CHANNEL_CLOSED)) {
      replays.end();
      timers.drop();
      listener.closed(this);
      super.close();
    }
  }

  private void watchLogin(Duration timeout) {
    if (!timeout.isZero()) {
      after(
          timeout,
          () -> {
            if (conversation.session().nick() == null) {
              close(Disconnect.of(Reason.LOGIN_TIMEOUT));
            }
          });
    }
  }

  private void watchIdle(Duration timeout) {
    if (!timeout.isZero()) {
      Duration left = timeout.minus(reading.idle());
      if (left.isPositive()) {
        after(left, () -> watchIdle(timeout));
      } else {
        close(Disconnect.of(Reason.IDLE_TIMEOUT));
      }
    }
  }

  // What the conversation and the core have of it.

  @Override
  public ListenerProperties listenerProperties() {
    return listener.properties();
  }

  @Override
  public void write(byte[] bytes) {
    outbox.write(sendQueue, bytes);
  }

  @Override
  public void catchUp() {
    outbox.stageWaiting();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Asked for every line to every connection.
  public boolean isWritable() {
    ConnectionState now = state;
    return now == ConnectionState.Open.BOTH_WAYS || now.isWritable();
  }

  @Override
  public void awaitReplay(Runnable task) {
    replays.await(task);
  }

  @Override
  public void replayed() {
    replays.written();
  }

  @Override
  public void stalled() {
    if (isWritable()) {
      sendQueue.close();
      overflowed();
    }
  }

  @Override
  public void pause() {
    reading.pause(InboundHandler.Pause.REPLY);
  }

  @Override
  public void resume() {
    reading.resume(InboundHandler.Pause.REPLY);
  }

  @Override
  public void pace(int burst, int perSecond) {
    reading.pace(burst, perSecond);
  }

  @Override
  public void execute(Runnable task) {
    if (channel().eventLoop().inEventLoop()) {
      task.run();
    } else {
      executeLater(task);
    }
  }

  @Override
  public void executeLater(Runnable task) {
    try {
      channel().eventLoop().execute(task);
    } catch (RejectedExecutionException over) {
      log.debug("The event loop has ended; a task of {} is dropped", id());
    }
  }

  @Override
  public void after(Duration delay, Runnable task) {
    later(
        delay,
        () -> {
          if (!isEnding()) {
            task.run();
          }
        });
  }

  /** Runs a task as {@link #after} does, be the connection ending. */
  @Override
  public void later(Duration delay, Runnable task) {
    timers.after(delay, task);
  }

  @Override
  public String id() {
    return getConnectionId();
  }

  @Override
  public String listener() {
    return listener.name();
  }

  @Override
  public String protocol() {
    return dialect().protocol().name();
  }

  @Override
  public String remoteAddress() {
    return origin().address().getHostAddress();
  }

  @Override
  public int remotePort() {
    return origin().port();
  }

  @Override
  public boolean tls() {
    return listener.encrypts();
  }

  @Override
  public Transport transport() {
    return listener.transport();
  }

  @Override
  public boolean shows(Event event) {
    return conversation.shows(event);
  }

  @Override
  public boolean resumable() {
    return conversation.resumable();
  }

  @Override
  public void deliver(Event event) {
    listener.transport().deliver(event, this);
  }

  @Override
  public void close(Disconnect why) {
    outbox.close(this, why);
  }

  @Override
  public Traffic traffic() {
    return new Traffic(
        reading.lines(),
        sendQueue.sentPieces(),
        reading.bytes(),
        sendQueue.sentBytes(),
        sendQueue.waitingBytes());
  }
}
