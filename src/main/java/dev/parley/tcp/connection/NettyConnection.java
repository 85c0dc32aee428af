package dev.parley.tcp.connection;

import dev.parley.chat.account.Fingerprint;
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
import dev.parley.tcp.send.EventLoopWriter;
import dev.parley.tcp.send.Recipient;
import dev.parley.tcp.send.RegisteredProtocol;
import dev.parley.tcp.send.SendQueue;
import dev.parley.tcp.tls.TlsAlert;
import dev.parley.tcp.tls.TlsByteCounter;
import dev.parley.tcp.tls.TlsConnection;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * Connects a channel to its conversation and to the core. {@link InboundHandler} reads, {@link
 * SendQueue} writes, {@link DeliveryTracker} tracks which lines have arrived, and {@link
 * ConnectionStateMachine} has the phases of its life.
 *
 * <p>A connection ends in one of two ways. The server closes it, with a {@link GracefulClose}. Or
 * the other side is gone; then the frames that it has sent are handled first. The conversation is
 * notified once, of the first of the two.
 *
 * <p>The state changes on the event loop alone; other threads may read it.
 */
public final class NettyConnection extends IntegrationConnection
    implements Peer,
        Recipient,
        TlsConnection,
        UnnamedConnections.Entry,
        SendQueue.Owner,
        ReplayWriter.Owner {

  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

  private static final byte[] NO_BYTES = {};

  private final ListenerContext listener;
  private final EventLoopWriter writer;
  private final SendQueue sendQueue;
  private final InboundHandler inboundHandler;
  private final Conversation conversation;
  private final DeliveryTracker deliveries;
  private final MessageHeaders headers;
  private final GracefulClose gracefulClose;
  private final ConnectionTimers timers;
  private final ReplayWriter replays;

  private boolean rejected;
  private boolean addressPending;
  private volatile ConnectionState state = new ConnectionState.Opening();

  public NettyConnection(
      ListenerContext listener,
      Channel channel,
      PeerAddress peerAddress,
      EventLoopWriter writer,
      ApplicationEventPublisher publisher) {
    super(channel, peerAddress, publisher);
    this.listener = listener;
    this.writer = writer;
    this.headers = new MessageHeaders(Map.of(IpHeaders.CONNECTION_ID, getConnectionId()));
    Limits limits = listener.limits();
    Protocol protocol = listener.registeredProtocol().protocol();
    this.sendQueue =
        new SendQueue(
            channel, this, limits.sendqBytes(), protocol.separator(), listener.encrypts());
    this.inboundHandler = new InboundHandler(this, limits, protocol.readAheadBytes());
    this.conversation = protocol.newConversation(this);
    this.deliveries = new DeliveryTracker(channel, sendQueue, conversation);
    this.timers = new ConnectionTimers(channel.eventLoop());
    this.gracefulClose = new GracefulClose(this, listener.drainTimeout());
    this.replays = new ReplayWriter(this, listener.replayBudget(), limits.replayTimeout());
  }

  // Called by the transport, on the event loop.

  ConnectionState state() {
    return state;
  }

  /** Applies an event to the state, and returns true if that changed it. */
  boolean apply(ConnectionEvent event) {
    ConnectionState before = state;
    ConnectionState next = ConnectionStateMachine.next(before, event);
    state = next;
    return !next.equals(before);
  }

  @Override
  public EventLoopWriter writer() {
    return writer;
  }

  /** Returns true if an event loop is so far behind with deliveries that reading has to pause. */
  boolean isCongested() {
    return listener.isCongested();
  }

  @Override
  public SendQueue sendQueue() {
    return sendQueue;
  }

  public InboundHandler inboundHandler() {
    return inboundHandler;
  }

  public Conversation conversation() {
    return conversation;
  }

  @Override
  public RegisteredProtocol registeredProtocol() {
    return listener.registeredProtocol();
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

  @Override
  @SuppressWarnings("ReferenceEquality") // Called for every event to every connection.
  public boolean isEnding() {
    ConnectionState now = state;
    return now != ConnectionState.Open.BOTH_WAYS && now.isEnding();
  }

  @Override
  public void recordShown(String epoch, long offset) {
    if (isWritable()) {
      deliveries.track(epoch, offset);
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
    return deliveries.takenBytes();
  }

  @Override
  public void encrypts(TlsByteCounter bytes) {
    deliveries.encrypts(bytes);
  }

  @Override
  public boolean isUnnamed() {
    return switch (state) {
      case ConnectionState.Opening _ -> true;
      case ConnectionState.Serving _ -> conversation.session().nick() == null;
      case ConnectionState.Ending _ -> false;
    };
  }

  /** Waits for {@link #open}, with TLS after the handshake. */
  public void awaitOpening() {
    listener.awaiting(this);
  }

  /** Starts the preamble, and the conversation after it. */
  @Override
  public void open() {
    if (state instanceof ConnectionState.Opening) {
      new ConnectionPreamble(this, listener).start();
    }
  }

  /** Begins the conversation. */
  void begin() {
    if (state instanceof ConnectionState.Opening) {
      publishConnectionOpenEvent();
      conversation.opened();
      apply(Signal.OPENED);
      startLoginTimeout(listener.limits().loginTimeout());
      startIdleTimeout(listener.limits().idleTimeout());
    }
  }

  /** Marks the other side as a proxy that will tell the address of its client. */
  public void awaitAddress() {
    addressPending = true;
  }

  /** Returns true if the connection is not counted for an address, as a proxy has to tell it. */
  public boolean isAddressPending() {
    return addressPending;
  }

  /** Sets the address of the client of a proxy; returns the reason to close, or null. */
  @Nullable Disconnect assignAddress(@Nullable InetAddress client) {
    PeerAddress proxy = peerAddress();
    PeerAddress told = client == null ? proxy : new PeerAddress(client, proxy.port());
    Disconnect refused = listener.assign(told);
    if (refused == null) {
      peerAddress(told);
      addressPending = false;
    }
    return refused;
  }

  /** Returns true if the connection was rejected, and so is not counted. */
  public boolean rejected() {
    return rejected;
  }

  /** Rejects the connection before it is opened. */
  public void reject(Disconnect why) {
    rejected = true;
    drain(why, tls() ? TlsAlert.ACCESS_DENIED.bytes() : conversation.closingMessage(why));
  }

  @Override
  public void rejectTls() {
    drain(Disconnect.of(Reason.WRONG_PROTOCOL), TlsAlert.HANDSHAKE_FAILURE.bytes());
  }

  @Override
  public void rejectPlainText() {
    drain(Disconnect.of(Reason.NO_HANDSHAKE), registeredProtocol().protocol().tlsRequired());
  }

  @Override
  public void failHandshake(String detail) {
    log.debug("Closing {} of {}: no TLS handshake: {}", id(), remoteAddress(), detail);
    fail(Disconnect.of(Reason.NO_HANDSHAKE));
    close();
  }

  /** Passes a frame to Spring Integration's listener, which is the inbound adapter. */
  void dispatch(Frame received) {
    try {
      passOn(new GenericMessage<>(new ReceivedFrame(this, received), headers));
    } catch (RuntimeException fault) {
      log.error("Connection {} is closed after a fault in handling its input", id(), fault);
      close(Disconnect.of(Reason.FAULT));
    }
  }

  @Override
  public void closeGracefully(Disconnect why) {
    drain(
        why,
        state instanceof ConnectionState.Opening ? NO_BYTES : conversation.closingMessage(why));
  }

  private void drain(Disconnect why, byte[] last) {
    ConnectionState before = state;
    if (apply(new CloseRequested(why))) {
      inboundHandler.stop();
      deliveries.recordArrived();
      if (state instanceof ConnectionState.Draining) {
        gracefulClose.begin(last);
      } else {
        close();
      }
      notifyEnd(before, why);
    }
  }

  @Override
  public void onFinished() {
    gracefulClose.shutdownOutput();
  }

  @Override
  public void onSendFailure(IOException why) {
    inboundHandler.recordReset(why);
  }

  @Override
  public void onOverflow() {
    Disconnect why = Disconnect.of(Reason.SLOW_READER);
    log.info("Closing {} of {}: {}", id(), remoteAddress(), why.text());
    fail(why);
    close();
  }

  /** Drops the queued output, as nothing can be sent any more. */
  void stopSending() {
    apply(Signal.SENDING_FAILED);
    if (!sendQueue.isClosed()) {
      deliveries.recordArrived();
      sendQueue.close();
    }
  }

  /** Closes the connection of a peer that is gone, once its input is handled. */
  void closeAsLost() {
    deliveries.recordArrived(); // Before the channel is closed.
    close();
    fail(Disconnect.of(Reason.CONNECTION_LOST));
  }

  /** Closes the connection after an internal fault. */
  void closeOnFault() {
    fail(Disconnect.of(Reason.FAULT));
    close();
  }

  /** Handles the end of the channel. */
  void channelClosed() {
    inboundHandler.connectionLost();
    releaseIfClosed();
  }

  private void fail(Disconnect why) {
    ConnectionState before = state;
    if (apply(new Failed(why))) {
      inboundHandler.stop();
      notifyEnd(before, why);
    }
  }

  private void notifyEnd(ConnectionState before, Disconnect why) {
    deliveries.recordArrived();
    if (before instanceof ConnectionState.Opening) {
      listener.metrics().disconnected(why.reason());
    }
    releaseIfClosed(); // Before the session ends, so that there is room for another one.
    conversation.closed(why);
  }

  private void releaseIfClosed() {
    if (isEnding() && !channel().isOpen() && apply(Signal.CHANNEL_CLOSED)) {
      replays.cancel();
      timers.cancelAll();
      listener.closed(this);
      super.close();
    }
  }

  private void startLoginTimeout(Duration timeout) {
    if (!timeout.isZero()) {
      schedule(
          timeout,
          () -> {
            if (conversation.session().nick() == null) {
              close(Disconnect.of(Reason.LOGIN_TIMEOUT));
            }
          });
    }
  }

  private void startIdleTimeout(Duration timeout) {
    if (!timeout.isZero()) {
      Duration left = timeout.minus(inboundHandler.idle());
      if (left.isPositive()) {
        schedule(left, () -> startIdleTimeout(timeout));
      } else {
        close(Disconnect.of(Reason.IDLE_TIMEOUT));
      }
    }
  }

  // Called by the conversation and the core.

  @Override
  public ListenerProperties listenerProperties() {
    return listener.properties();
  }

  @Override
  public void write(byte[] bytes) {
    writer.write(sendQueue, bytes);
  }

  @Override
  public void stagePending() {
    writer.stagePending();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Called for every line to every connection.
  public boolean isWritable() {
    ConnectionState now = state;
    return now == ConnectionState.Open.BOTH_WAYS || now.isWritable();
  }

  @Override
  public void scheduleReplay(Runnable task) {
    replays.await(task);
  }

  @Override
  public void replayWritten() {
    replays.written();
  }

  @Override
  public void stalled() {
    if (isWritable()) {
      sendQueue.close();
      onOverflow();
    }
  }

  @Override
  public void pause() {
    inboundHandler.pause(InboundHandler.PauseReason.REPLY);
  }

  @Override
  public void resume() {
    inboundHandler.resume(InboundHandler.PauseReason.REPLY);
  }

  @Override
  public void limitRate(int burst, int perSecond) {
    inboundHandler.limitRate(burst, perSecond);
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
  public void reportShown() {
    executeLater(() -> {
      if (isOpen()) {
        deliveries.recordArrived();
      }
    });
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    scheduleUntilClosed(
        delay,
        () -> {
          if (!isEnding()) {
            task.run();
          }
        });
  }

  /** Runs a task as {@link #schedule} does, even while the connection ends. */
  @Override
  public void scheduleUntilClosed(Duration delay, Runnable task) {
    timers.schedule(delay, task);
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
    String spoken = conversation.protocol();
    return spoken == null ? registeredProtocol().protocol().name() : spoken;
  }

  @Override
  public String remoteAddress() {
    return peerAddress().address().getHostAddress();
  }

  @Override
  public int remotePort() {
    return peerAddress().port();
  }

  @Override
  public boolean tls() {
    return listener.encrypts();
  }

  @Override
  public @Nullable Fingerprint certificate() {
    SSLSession session = getSslSession();
    try {
      return session == null ? null : Fingerprint.of(session.getPeerCertificates()[0].getEncoded());
    } catch (SSLPeerUnverifiedException | CertificateEncodingException none) {
      return null;
    }
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
  public boolean usesLobby() {
    return conversation.usesLobby();
  }

  @Override
  public int maxSharing() {
    return conversation.maxSharing();
  }

  @Override
  public void deliver(Event event) {
    listener.transport().deliver(event, this);
  }

  @Override
  public void close(Disconnect why) {
    writer.close(this, why);
  }

  @Override
  public Traffic traffic() {
    return new Traffic(
        inboundHandler.lines(),
        sendQueue.sentPieces(),
        inboundHandler.bytes(),
        sendQueue.sentBytes(),
        sendQueue.waitingBytes());
  }
}
