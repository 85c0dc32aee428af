package dev.parley.tcp;

import dev.parley.chat.Disconnect;
import dev.parley.chat.Disconnect.Reason;
import dev.parley.chat.Event;
import dev.parley.chat.Limits;
import dev.parley.chat.RoomName;
import dev.parley.chat.Transport;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * One connection: Spring Integration's view of a Netty channel, and what its conversation and the
 * core have of it. What is read is in {@link Reading}, what waits to be sent in {@link SendQueue}.
 *
 * <p>A connection ends in one of two ways. The server closes it: everything handed over before is
 * sent, then the farewell, then the sending side is shut, and what the other side still sends is
 * thrown away until it closes too or {@link #LINGER} is over, because closing with unread input
 * would reset the connection and lose what is on its way. Or the other side is gone. Whichever
 * comes first is told to the conversation, once.
 */
final class NettyConnection extends TcpConnectionSupport implements Peer, SendQueue.Owner {

  /** How long the other side has to close its end once the server's is shut. */
  static final Duration LINGER = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

  private final NettyServerConnectionFactory factory;
  private final Channel channel;
  private final Outbox outbox;
  private final Unacknowledged unacknowledged;
  private final SendQueue sendQueue;
  private final Reading reading;
  private final Conversation conversation;
  private final InetSocketAddress remote;
  private final MessageHeaders headers;

  private @Nullable Frame frame;
  private boolean turnedAway;
  private volatile @Nullable Disconnect end;

  NettyConnection(
      NettyServerConnectionFactory factory,
      Channel channel,
      InetSocketAddress remote,
      Outbox outbox,
      ApplicationEventPublisher publisher) {
    super(publisher);
    this.factory = factory;
    this.channel = channel;
    this.outbox = outbox;
    this.remote = remote;
    this.headers = new MessageHeaders(Map.of(IpHeaders.CONNECTION_ID, getConnectionId()));
    Limits limits = factory.limits();
    Protocol protocol = factory.dialect().protocol();
    this.unacknowledged = new Unacknowledged(this::acknowledged, this::arrived);
    this.sendQueue = new SendQueue(channel, this, limits.sendqBytes(), protocol.separator());
    this.reading = new Reading(this, limits);
    this.conversation = protocol.converse(this);
  }

  // What the transport has of it, on the event loop.

  Channel channel() {
    return channel;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Whether some event loop is so far behind that nothing more should be read. */
  boolean congested() {
    return factory.congested();
  }

  SendQueue sendQueue() {
    return sendQueue;
  }

  Reading reading() {
    return reading;
  }

  Conversation conversation() {
    return conversation;
  }

  InetAddress address() {
    return remote.getAddress();
  }

  Dialect dialect() {
    return factory.dialect();
  }

  /** How the other side is to see an event, {@link Conversation#HIDDEN} where it is not. */
  int styleOf(Event event) {
    return end == null && event.concerns(conversation.session())
        ? conversation.style(event)
        : Conversation.HIDDEN;
  }

  @Override
  public void showsUpTo(RoomName room, long offset) {
    if (end == null && conversation.resumable()) {
      unacknowledged.note(room, offset, sendQueue.sentBytes());
    }
  }

  private long acknowledged() {
    long acknowledged = Acknowledged.bytes(channel);
    boolean assumed = acknowledged == Acknowledged.UNKNOWN && channel.isOpen();
    return assumed ? sendQueue.sentBytes() - sendQueue.waitingBytes() : acknowledged;
  }

  private void arrived(RoomName room, long offset) {
    conversation.session().shown(room, offset);
  }

  /** Whether the end has begun. */
  boolean ending() {
    return end != null;
  }

  /** The headers of each message that comes of a frame. */
  MessageHeaders headers() {
    return headers;
  }

  /** Begins to talk. */
  void open() {
    publishConnectionOpenEvent();
    conversation.opened();
    watchLogin(factory.limits().loginTimeout());
    watchIdle(factory.limits().idleTimeout());
  }

  /** Whether the other side was turned away, and so is not among those that are counted. */
  boolean turnedAway() {
    return turnedAway;
  }

  /** Turns the other side away before anything was said. */
  void turnAway(Disconnect why) {
    turnedAway = true;
    end = why;
    reading.stop();
    factory.monitor().disconnected(why.reason());
    sayFarewell(why);
  }

  /** Gives a frame to Spring Integration's listener, which is the inbound adapter. */
  void dispatch(Frame received) {
    frame = received;
    try {
      Message<?> message = getMapper().toMessage(this);
      var listener = getListener();
      if (message != null && listener != null) {
        listener.onMessage(message);
      }
    } catch (RuntimeException fault) {
      log.error("Connection {} is closed after a fault in handling its input", id(), fault);
      close(Disconnect.of(Reason.FAULT));
    } finally {
      frame = null;
    }
  }

  /** Ends the connection from this side: called by the outbox, in its place among what is sent. */
  void depart(Disconnect why) {
    if (end != null) {
      return;
    }
    end = why;
    reading.stop();
    unacknowledged.settle();
    sayFarewell(why);
    conversation.closed(why);
  }

  private void sayFarewell(Disconnect why) {
    outbox.write(sendQueue, conversation.farewell(why));
    sendQueue.finish();
    outbox.touch(sendQueue);
    later(factory.lastBytes(), this::close);
  }

  @Override
  public void emptied() {
    if (reading.ended()) {
      close();
    } else {
      var _ = ((DuplexChannel) channel).shutdownOutput();
      reading.discard();
      later(LINGER, this::close);
    }
  }

  @Override
  public void overflowed() {
    Disconnect why = Disconnect.of(Reason.SLOW_READER);
    log.info("Closing {} of {}: {}", id(), remoteAddress(), why.text());
    gone(why);
    close();
  }

  /** The connection broke, and its channel is still to be closed. */
  void broken() {
    gone(Disconnect.of(Reason.CONNECTION_LOST));
    close();
  }

  /** The channel is closed. */
  void lost() {
    gone(Disconnect.of(Reason.CONNECTION_LOST));
    reading.stop();
    sendQueue.close();
    factory.closed(this);
    super.close();
  }

  private void gone(Disconnect why) {
    if (end == null) {
      end = why;
      unacknowledged.settle();
      conversation.closed(why);
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
    return factory.properties();
  }

  @Override
  public void write(byte[] bytes) {
    outbox.write(sendQueue, bytes);
  }

  @Override
  public void pause() {
    reading.pause(Reading.Pause.REPLY);
  }

  @Override
  public void resume() {
    reading.resume(Reading.Pause.REPLY);
  }

  @Override
  public void pace(int burst, int perSecond) {
    reading.pace(burst, perSecond);
  }

  @Override
  public void execute(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException over) {
      log.debug("The event loop has ended; a task of {} is dropped", id());
    }
  }

  @Override
  public void after(Duration delay, Runnable task) {
    later(
        delay,
        () -> {
          if (end == null) {
            task.run();
          }
        });
  }

  private void later(Duration delay, Runnable task) {
    var _ = channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public String id() {
    return getConnectionId();
  }

  @Override
  public String listener() {
    return factory.name();
  }

  @Override
  public String protocol() {
    return dialect().protocol().name();
  }

  @Override
  public String remoteAddress() {
    return remote.getAddress().getHostAddress();
  }

  @Override
  public int remotePort() {
    return remote.getPort();
  }

  @Override
  public boolean tls() {
    return false;
  }

  @Override
  public Transport transport() {
    return factory.transport();
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
    factory.transport().deliver(event, this);
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

  // What Spring Integration has of it.

  @Override
  public void close() {
    var _ = channel.close();
    super.close();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public @Nullable Object getPayload() {
    return frame;
  }

  /** Unused: what is sent to server connections goes through {@link FanoutMessageHandler}. */
  @Override
  public void send(Message<?> message) {
    throw new UnsupportedOperationException("Send a Fanout to the outbound channel");
  }

  @Override
  public String getHostAddress() {
    return remoteAddress();
  }

  @Override
  public String getHostName() {
    return remoteAddress();
  }

  @Override
  public int getPort() {
    return remote.getPort();
  }

  @Override
  public Object getDeserializerStateKey() {
    return channel;
  }

  @Override
  public @Nullable SSLSession getSslSession() {
    return null;
  }

  /** Unused: the event loop runs it. */
  @Override
  public void run() {}
}
