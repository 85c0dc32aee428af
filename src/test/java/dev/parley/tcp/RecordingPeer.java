package dev.parley.tcp;

import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.Transport;
import dev.parley.chat.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Represents a connection without a network, for tests of protocols. It passes input to the
 * conversation as the transport does, and records the output. Its event loop is the thread of the
 * test, and the test decides when a delay is over.
 */
public final class RecordingPeer implements Peer {

  private static final Transport TRANSPORT = RecordingPeer::deliverToAll;

  private final Protocol protocol;
  private final int port;
  private final ListenerProperties properties;
  private final Conversation conversation;
  private final ByteBuf unread = Unpooled.buffer();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  /** The thread that runs the connection's tasks, null while none does. */
  private @Nullable Thread loop;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Runnable> delayed = new ArrayList<>();
  private @Nullable String rateLimit;
  private boolean paused;
  private boolean handling;
  private boolean inputEnded;
  private boolean endHandled;
  private @Nullable Disconnect closing;
  private @Nullable Disconnect end;

  private RecordingPeer(Protocol protocol, int port, ListenerProperties.Handshake handshake) {
    this.protocol = protocol;
    this.port = port;
    this.properties =
        new ListenerProperties(
            0,
            "127.0.0.1",
            protocol.name(),
            true,
            null,
            false,
            ListenerProperties.ClientAuthentication.NONE,
            false,
            List.of(),
            handshake,
            List.of());
    this.conversation = protocol.newConversation(this);
  }

  /** Opens a connection. */
  public static RecordingPeer connect(Protocol protocol, int port) {
    return connect(protocol, port, ListenerProperties.Handshake.NONE);
  }

  /** Opens a connection to a listener with a handshake. */
  public static RecordingPeer connect(
      Protocol protocol, int port, ListenerProperties.Handshake handshake) {
    RecordingPeer peer = new RecordingPeer(protocol, port, handshake);
    peer.conversation.opened();
    peer.run();
    return peer;
  }

  /** Receives text, as one read. */
  public RecordingPeer receive(String text) {
    return receive(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Receives bytes, as one read. */
  public RecordingPeer receive(byte... bytes) {
    unread.writeBytes(bytes);
    run();
    return this;
  }

  /** Ends the input. */
  public RecordingPeer endInput() {
    inputEnded = true;
    run();
    return this;
  }

  /** Lets all delays that were scheduled pass. */
  public RecordingPeer elapse() {
    List<Runnable> due = List.copyOf(delayed);
    delayed.clear();
    if (end == null) {
      due.forEach(Runnable::run);
    }
    run();
    return this;
  }

  /** Runs the pending tasks, and handles the received input. */
  public RecordingPeer run() {
    if (!handling) {
      handling = true;
      loop = Thread.currentThread();
      while (step()) {
        // Until nothing is left to do.
      }
      loop = null;
      handling = false;
    }
    return this;
  }

  private boolean step() {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
      return true;
    }
    if (paused || end != null || endHandled) {
      return false;
    }
    Frame frame = unread.isReadable() ? conversation.read(unread) : null;
    if (frame == null && inputEnded && !unread.isReadable()) {
      frame = conversation.readLast();
      endHandled = frame == null;
      frame = endHandled ? new Frame.EndOfInput() : frame;
    }
    if (frame != null) {
      conversation.handle(frame);
    }
    return frame != null || unread.isReadable();
  }

  /** Returns the text that was sent since the last call. */
  public String sent() {
    run();
    String text = sent.toString(StandardCharsets.UTF_8);
    sent.reset();
    return text;
  }

  /** Returns the lines that were sent since the last call. */
  public List<String> lines() {
    return sent().lines().toList();
  }

  /** Returns the reason why the server closed the connection, null while it is open. */
  public @Nullable Disconnect end() {
    return end;
  }

  /** Returns true if reading is paused. */
  public boolean isPaused() {
    return paused;
  }

  /** Returns the session of this connection. */
  public Session session() {
    return conversation.session();
  }

  /** Breaks the connection. */
  public void lose() {
    end = Disconnect.of(Disconnect.Reason.CONNECTION_LOST);
    conversation.closed(end);
  }

  private static void deliverToAll(Event event, Audience audience) {
    for (Receiver receiver : audience.receivers()) {
      receiver.endpoint().deliver(event);
    }
  }

  @Override
  public void deliver(Event event) {
    if (event instanceof Event.Posted line && conversation.defers(line)) {
      return;
    }
    if (end == null && event.concerns(conversation.session())) {
      int style = conversation.style(event);
      if (style != Conversation.HIDDEN) {
        write(protocol.render(event, style));
      }
    }
  }

  @Override
  public ListenerProperties listenerProperties() {
    return properties;
  }

  @Override
  public void write(byte[] bytes) {
    sent.writeBytes(bytes);
  }

  @Override
  public void recordShown(String epoch, long offset) {
    // No session of it is resumed.
  }

  /**
   * Requests the end of the connection, as another thread would; it is closed when the conversation
   * stages the pending events.
   */
  public RecordingPeer closing(Disconnect why) {
    closing = why;
    return this;
  }

  @Override
  public void stagePending() {
    if (closing != null) {
      close(closing);
    }
  }

  @Override
  public boolean isWritable() {
    return end == null;
  }

  @Override
  public void scheduleReplay(Runnable task) {
    task.run();
  }

  @Override
  public void replayWritten() {
    // All output is taken at once.
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public void limitRate(int burst, int perSecond) {
    rateLimit = burst + " " + perSecond;
  }

  /** Returns the rate limit that was last set, null if there was none. */
  public @Nullable String rateLimit() {
    return rateLimit;
  }

  @Override
  public void executeLater(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void execute(Runnable task) {
    if (Thread.currentThread().equals(loop)) {
      task.run();
    } else {
      tasks.add(task);
    }
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    delayed.add(task);
  }

  @Override
  public void close(Disconnect why) {
    if (end == null) {
      end = why;
      write(conversation.closingMessage(why));
      conversation.closed(why);
    }
  }

  @Override
  public String id() {
    return "peer-" + port;
  }

  @Override
  public String listener() {
    return protocol.name();
  }

  @Override
  public String protocol() {
    return protocol.name();
  }

  @Override
  public String remoteAddress() {
    return "192.0.2.1";
  }

  @Override
  public int remotePort() {
    return port;
  }

  @Override
  public boolean tls() {
    return false;
  }

  @Override
  public Transport transport() {
    return TRANSPORT;
  }

  @Override
  public boolean shows(Event event) {
    return conversation.shows(event);
  }

  @Override
  public Traffic traffic() {
    return new Traffic(0, 0, 0, 0, 0);
  }
}
