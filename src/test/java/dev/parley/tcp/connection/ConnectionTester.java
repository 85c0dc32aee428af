package dev.parley.tcp.connection;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatTester;
import dev.parley.chat.RecordingChatMetrics;
import dev.parley.chat.SetLimits;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.session.Session;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.Peer;
import dev.parley.tcp.Protocol;
import dev.parley.tcp.send.EventLoopWriter;
import dev.parley.tcp.send.FanoutMessageHandler;
import dev.parley.tcp.send.RegisteredProtocol;
import dev.parley.tcp.send.StallingChannel;
import dev.parley.tcp.send.TcpTransport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections on channels without a network. The thread of the test is their event loop, and
 * the test sets the time and acts as the other side.
 */
final class ConnectionTester implements ListenerContext, AutoCloseable {

  static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

  /** Connects sessions that have no name. */
  private final Chat chat = new ChatTester().chat;

  private final Limits limits;
  private final int readAheadBytes;
  private final RecordingChatMetrics metrics = new RecordingChatMetrics();
  private final ReplayBudget replayBudget;
  private final LineByLine protocol = new LineByLine();
  private final TcpTransport transport =
      new TcpTransport(
          (message, timeout) -> {
            new FanoutMessageHandler().handleMessageInternal(message);
            return true;
          },
          1);

  private final List<Client> clients = new ArrayList<>();
  private int connections;
  private int closed;
  private int renderings;
  private boolean congested;

  ConnectionTester() {
    this(new SetLimits(), 0);
  }

  /**
   * @param readAheadBytes the bytes to read ahead; if greater than 0, each read is one frame
   */
  ConnectionTester(SetLimits limits, int readAheadBytes) {
    this.limits = limits.limits();
    this.readAheadBytes = readAheadBytes;
    this.replayBudget = new ReplayBudget(this.limits);
  }

  /** Opens a connection. */
  Client connect() {
    Client client = accept();
    client.connection.open();
    return client;
  }

  /** Accepts a connection that is not opened yet. */
  Client accept() {
    Client client = new Client();
    clients.add(client);
    return client;
  }

  /** Releases the buffers of all connections. */
  @Override
  public void close() {
    for (Client client : clients) {
      client.channel.runPendingTasks();
      client.connection.closeAsLost();
      client.channel.finishAndReleaseAll();
    }
  }

  /** Sets the congestion of the event loops. */
  void congested(boolean on) {
    congested = on;
  }

  /** Returns the number of connections that are closed. */
  int closed() {
    return closed;
  }

  /** Returns the number of times that an event was rendered. */
  int renderings() {
    return renderings;
  }

  /** Acts as the other side of one connection. */
  final class Client {

    final StallingChannel channel = new StallingChannel();
    final NettyConnection connection;
    final Talk talk;

    private Client() {
      channel.freezeTime();
      connection =
          new NettyConnection(
              ConnectionTester.this,
              channel,
              new PeerAddress(InetAddress.ofLiteral("192.0.2.1"), ++connections),
              new EventLoopWriter(channel.eventLoop(), (receivers, nanos) -> {}),
              event -> {});
      talk = (Talk) connection.conversation();
      connection.registerListener(
          message -> talk.handle(((ReceivedFrame) message.getPayload()).frame()));
      channel.pipeline().addLast(connection.inboundHandler());
    }

    /** Sends text, as one read of the server. */
    Client send(String text) {
      channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
      channel.runPendingTasks();
      return this;
    }

    /** Closes this end, and goes on reading. */
    Client endInput() {
      var _ = channel.shutdownInput();
      channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      channel.runPendingTasks();
      return this;
    }

    /** Lets reading or sending fail. */
    Client fail(Throwable cause) {
      channel.pipeline().fireExceptionCaught(cause);
      channel.runPendingTasks();
      return this;
    }

    /** Lets time pass. */
    Client pass(Duration time) {
      channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
      channel.runPendingTasks();
      return this;
    }

    /** Returns the text that has arrived since the last call. */
    String received() {
      channel.runPendingTasks();
      return String.join("", channel.writes());
    }

    /** Returns true if the server reads. */
    boolean isRead() {
      return channel.config().isAutoRead();
    }
  }

  /** Reads lines, or whole reads, and renders the texts of lines. */
  private final class LineByLine implements Protocol {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public Conversation newConversation(Peer peer) {
      return new Talk(chat.connect(peer), readAheadBytes > 0);
    }

    @Override
    public int styleCount() {
      return 1;
    }

    @Override
    public byte[] render(Event event, int style) {
      renderings++;
      return (((Event.Posted) event).entry().text() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int readAheadBytes() {
      return readAheadBytes;
    }
  }

  /** Records the frames and the end of one connection. */
  static final class Talk implements Conversation {

    private final Session session;
    private final boolean wholeReads;
    private final StringBuilder unfinished = new StringBuilder();
    private final List<String> frames = new ArrayList<>();
    private final List<Disconnect> ends = new ArrayList<>();
    private @Nullable Consumer<String> onFrame;
    private boolean opened;
    private boolean resumable;

    private Talk(Session session, boolean wholeReads) {
      this.session = session;
      this.wholeReads = wholeReads;
    }

    /** Returns the texts of the frames since the last call; the end of the input is "end". */
    List<String> frames() {
      List<String> all = List.copyOf(frames);
      frames.clear();
      return all;
    }

    /** Returns the reasons for the end of the connection, of which there is one at most. */
    List<Disconnect> ends() {
      return ends;
    }

    /** Returns true if the conversation has begun. */
    boolean isOpened() {
      return opened;
    }

    /** Makes the session resumable. */
    void makeResumable() {
      resumable = true;
    }

    /** Runs a task for each frame. */
    void onFrame(Consumer<String> task) {
      onFrame = task;
    }

    @Override
    public Session session() {
      return session;
    }

    @Override
    public void opened() {
      opened = true;
    }

    @Override
    public @Nullable Frame read(ByteBuf in) {
      if (wholeReads) {
        String text = in.toString(StandardCharsets.UTF_8);
        in.skipBytes(in.readableBytes());
        return new Frame.Line(text);
      }
      while (in.isReadable()) {
        char next = (char) in.readByte();
        if (next == '\n') {
          return readLast();
        }
        unfinished.append(next);
      }
      return null;
    }

    @Override
    public @Nullable Frame readLast() {
      if (unfinished.isEmpty()) {
        return null;
      }
      Frame line = new Frame.Line(unfinished.toString());
      unfinished.setLength(0);
      return line;
    }

    @Override
    public void handle(Frame frame) {
      String text = frame instanceof Frame.Line(String line) ? line : "end";
      frames.add(text);
      if (onFrame != null) {
        onFrame.accept(text);
      }
    }

    @Override
    public int style(Event event) {
      return event instanceof Event.Posted ? 0 : HIDDEN;
    }

    @Override
    public boolean shows(Event event) {
      return event instanceof Event.Posted;
    }

    @Override
    public boolean resumable() {
      return resumable;
    }

    @Override
    public byte[] closingMessage(Disconnect why) {
      return ("bye: " + why.text() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void closed(Disconnect why) {
      ends.add(why);
    }
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public ListenerProperties properties() {
    return new ListenerProperties(
        0,
        "192.0.2.2",
        "test",
        true,
        null,
        false,
        ListenerProperties.ClientAuthentication.NONE,
        false,
        List.of(),
        ListenerProperties.Handshake.NONE,
        List.of());
  }

  @Override
  public RegisteredProtocol registeredProtocol() {
    return RegisteredProtocol.of(List.of(protocol)).getFirst();
  }

  @Override
  public boolean encrypts() {
    return false;
  }

  @Override
  public Duration preambleTimeout() {
    return Duration.ZERO;
  }

  @Override
  public @Nullable Disconnect assign(PeerAddress peer) {
    return null;
  }

  @Override
  public TcpTransport transport() {
    return transport;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public ChatMetrics metrics() {
    return metrics;
  }

  @Override
  public Duration drainTimeout() {
    return DRAIN_TIMEOUT;
  }

  @Override
  public ReplayBudget replayBudget() {
    return replayBudget;
  }

  @Override
  public boolean isCongested() {
    return congested;
  }

  @Override
  public void awaiting(NettyConnection connection) {}

  @Override
  public void closed(NettyConnection connection) {
    closed++;
  }
}
