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
 * A connection without a network, for tests of protocols: what is fed to it goes through the
 * conversation as the transport would have it go, and what would be sent is kept. Its event loop is
 * the test's thread; a delay is over when the test says so.
 */
public final class RecordingPeer implements Peer {

  private static final Transport TRANSPORT = RecordingPeer::deliverToAll;

  private final Protocol protocol;
  private final int port;
  private final ListenerProperties properties;
  private final Conversation conversation;
  private final ByteBuf unread = Unpooled.buffer();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  /** The thread that runs the connection's tasks, while it does. */
  private @Nullable Thread loop;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Runnable> delayed = new ArrayList<>();
  private @Nullable String pace;
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
            ListenerProperties.ClientAuthentication.NONE,
            false,
            List.of(),
            handshake);
    this.conversation = protocol.converse(this);
  }

  /** Opens a connection. */
  public static RecordingPeer connect(Protocol protocol, int port) {
    return connect(protocol, port, ListenerProperties.Handshake.NONE);
  }

  /** Opens a connection to a listener with that handshake. */
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

  /** The other side says that nothing more comes. */
  public RecordingPeer endInput() {
    inputEnded = true;
    run();
    return this;
  }

  /** The delays that were asked for are over. */
  public RecordingPeer elapse() {
    List<Runnable> due = List.copyOf(delayed);
    delayed.clear();
    if (end == null) {
      due.forEach(Runnable::run);
    }
    run();
    return this;
  }

  /** Runs what waits to be run, and goes on handling what was received. */
  public RecordingPeer run() {
    if (!handling) {
      handling = true;
      loop = Thread.currentThread();
      while (step()) {
        // until nothing is left to do
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

  /** What was sent since the last look, as text. */
  public String sent() {
    run();
    String text = sent.toString(StandardCharsets.UTF_8);
    sent.reset();
    return text;
  }

  /** The lines that were sent since the last look. */
  public List<String> lines() {
    return sent().lines().toList();
  }

  /** How the server closed the connection, null while it is open. */
  public @Nullable Disconnect end() {
    return end;
  }

  /** Whether reading is paused. */
  public boolean isPaused() {
    return paused;
  }

  /** The session of this connection. */
  public Session session() {
    return conversation.session();
  }

  /** The other side is gone. */
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
  public void showsUpTo(String epoch, long offset) {
    // Nobody comes back to a recording.
  }

  /** Another thread has asked for the end, which is met when the connection catches up. */
  public RecordingPeer closing(Disconnect why) {
    closing = why;
    return this;
  }

  @Override
  public void catchUp() {
    if (closing != null) {
      close(closing);
    }
  }

  @Override
  public boolean isWritable() {
    return end == null;
  }

  @Override
  public void awaitReplay(Runnable task) {
    task.run();
  }

  @Override
  public void replayed() {
    // All that is written is taken.
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
  public void pace(int burst, int perSecond) {
    pace = burst + " " + perSecond;
  }

  /** The pace that was last set, null where none was. */
  public @Nullable String pace() {
    return pace;
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
  public void after(Duration delay, Runnable task) {
    delayed.add(task);
  }

  @Override
  public void close(Disconnect why) {
    if (end == null) {
      end = why;
      write(conversation.farewell(why));
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
