package dev.parley.irc;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.message.IrcFramer;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.multiline.BatchCosts;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.EventStyle;
import dev.parley.irc.output.Numeric;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.Peer;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs IRC on one connection: takes the lines out of its input, has their commands carried out, and
 * chooses the form of events. Confined to the event loop of its connection.
 */
final class IrcConversation implements Conversation {

  /** The number of departures that are remembered, so that each is shown once. */
  private static final int MAX_DEPARTED = 64;

  private static final Set<String> FREE = Set.of("PING", "PONG", "CAP", "AUTHENTICATE");

  private final IrcProtocol protocol;
  private final Peer peer;
  private final UnaryOperator<byte[]> encoder;
  private final IrcFramer framer = new IrcFramer();
  private final KeepAlivePings pings;
  private final BatchCosts costs;
  private @Nullable IrcClient client;
  private @Nullable Set<String> departed;

  /**
   * @param encoder encodes lines as the connection carries them
   */
  IrcConversation(IrcProtocol protocol, Peer peer, UnaryOperator<byte[]> encoder) {
    this.protocol = protocol;
    this.peer = peer;
    this.costs = new BatchCosts(protocol.server().properties().multiline().maxLines());
    this.encoder = encoder;
    this.pings = new KeepAlivePings(protocol.server(), peer, encoder);
  }

  private IrcClient client() {
    return Objects.requireNonNull(client, "The connection is not open yet");
  }

  private IrcServer server() {
    return protocol.server();
  }

  @Override
  public Session session() {
    return client().session();
  }

  @Override
  public void opened() {
    client = new IrcClient(server(), peer, encoder, server().chat().connect(peer));
    pings.start();
  }

  @Override
  public @Nullable Frame read(ByteBuf in) {
    return framer.read(in);
  }

  @Override
  public @Nullable Frame readLast() {
    return framer.end();
  }

  @Override
  public boolean isLimited(Frame frame) {
    if (!(frame instanceof Frame.Line(String text))) {
      return true;
    }
    boolean part = client().has(Capability.DRAFT_MULTILINE) && costs.isPart(text);
    return !part && !FREE.contains(verb(text));
  }

  private static String verb(String line) {
    int from = line.startsWith("@") ? line.indexOf(' ') + 1 : 0;
    int end = line.indexOf(' ', from);
    return line.substring(from, end < 0 ? line.length() : end).toUpperCase(Locale.ROOT);
  }

  @Override
  public void handle(Frame frame) {
    IrcClient own = client();
    if (own.isOver()) {
      return;
    }
    pings.heard();
    own.showNick();
    switch (frame) {
      case Frame.Line(String text) -> {
        IrcMessage request = IrcMessage.parse(text);
        if (request != null) {
          protocol.commands().handle(own, request);
        }
      }
      case Frame.TooLong _ ->
          own.whenIdle(
              null,
              () -> {
                var _ = server().chat().refuse(Refusal.LINE_TOO_LONG, "");
                own.reply(Numeric.INPUT_TOO_LONG);
              });
      case Frame.NotUtf8(String legible) -> refuseNotUtf8(own, IrcMessage.parse(legible));
      case Frame.EndOfInput _ ->
          own.whenIdle(null, () -> own.end(Disconnect.of(Disconnect.Reason.END_OF_INPUT)));
      case Frame.Interrupt _,
          Frame.AreYouThere _,
          Frame.Ping _,
          Frame.Violation _,
          Frame.Utf16 _,
          Frame.Unsupported _ -> {}
    }
  }

  /** Refuses a line that is not UTF-8 (IRCv3 utf8-only), to clients of any capabilities. */
  private void refuseNotUtf8(IrcClient own, @Nullable IrcMessage request) {
    String label = request == null ? null : IrcCommands.label(own, request);
    String verb = request == null ? "*" : request.verb();
    own.whenIdle(
        label,
        () -> {
          var _ = server().chat().refuse(Refusal.NOT_UTF8, "");
          own.send(
              IrcMessage.of(
                  server().name(),
                  "FAIL",
                  verb,
                  "INVALID_UTF8",
                  "Message rejected: it is not UTF-8"));
        });
  }

  @Override
  public int style(Event event) {
    IrcClient own = client();
    if (!own.isRegistered() || !shows(event)) {
      return HIDDEN;
    }
    own.showNick();
    protocol.joins().showRooms(own);
    endReplay(own, event);
    if (event instanceof Event.Posted posted) {
      return style(own, posted);
    }
    if (event instanceof Event.UnreadCounted counted) {
      protocol.readMarkers().show(own, counted);
      return HIDDEN;
    }
    if (event instanceof Event.RoomDeleted deleted) {
      if (!own.session().isInAnother(deleted.room(), deleted.epoch())) {
        own.leave(deleted.room());
        own.send(
            server()
                .renderer()
                .kick(deleted.room().toString(), own.nick(), "", "The room was deleted"));
      }
      return HIDDEN;
    }
    if (event instanceof Event.RoomRenamed renamed) {
      protocol.joins().renamed(own, renamed);
      return HIDDEN;
    }
    boolean past =
        event instanceof Event.InRoom happened
            && own.session().isInAnother(happened.room(), happened.epoch());
    if (past || isHidden(own, event)) {
      return HIDDEN;
    }
    if (event instanceof Event.Removed removed) {
      own.leave(removed.room());
    }
    return style(own, event);
  }

  /** Replays nothing more of a room that the client is no longer in, or whose epoch is over. */
  private static void endReplay(IrcClient own, Event event) {
    switch (event) {
      case Event.RoomDeleted deleted -> own.endReplay(deleted.epoch());
      case Event.Removed removed -> own.endReplay(removed.epoch());
      case Event.LogRenewed renewed -> own.endReplay(renewed.before());
      default -> {}
    }
  }

  @Override
  public boolean defers(Event.Posted line) {
    return client().defers(line);
  }

  /** Returns the style of a line: as its own to the client that has said it, if it shows those. */
  private static int style(IrcClient own, Event.Posted line) {
    boolean sent = own.hasSent(line.sender(), line.ref());
    boolean unwanted =
        sent && line.entry().kind() != LogEntry.Kind.TOPIC && !own.has(Capability.ECHO_MESSAGE);
    return unwanted || own.isReplayed(line)
        ? HIDDEN
        : own.lineStyle() | (sent ? EventStyle.OWN : 0);
  }

  /** Returns whether an event is for clients with a capability that this one lacks. */
  private boolean isHidden(IrcClient own, Event event) {
    return switch (event) {
      case Event.AwayChanged _ -> !own.has(Capability.AWAY_NOTIFY);
      case Event.AccountChanged _ -> !own.has(Capability.ACCOUNT_NOTIFY);
      case Event.RealNameChanged changed ->
          changed.who() == own.session() || !own.has(Capability.SETNAME);
      case Event.ConnectionChanged _ -> !own.has(Capability.CHGHOST);
      case Event.LineRedacted _ -> !own.has(Capability.DRAFT_MESSAGE_REDACTION);
      case Event.MetadataChanged changed -> isHidden(own, changed.key(), changed.who());
      case Event.RoomMetadataChanged changed -> isHidden(own, changed.key(), null);
      case Event.GuestInvited _ -> !own.has(Capability.INVITE_NOTIFY);
      case Event.Signalled signalled -> isHidden(own, signalled);
      case Event.MemberLeft left -> isShown(left);
      case Event.Removed removed -> removed.member() != own.session();
      default -> false;
    };
  }

  /**
   * Returns whether a value is hidden, which clients see of themselves and of what they ask for.
   */
  private static boolean isHidden(IrcClient own, String key, @Nullable Receiver who) {
    return !own.has(Capability.DRAFT_METADATA_2)
        || (who != own.session() && !own.subscriptions().contains(key));
  }

  /** Returns whether a departure from the server was shown in another room. */
  private boolean isShown(Event.MemberLeft left) {
    Receiver member = left.member();
    if (!(member instanceof Session gone) || !gone.ended() || gone.lastMemberships().size() < 2) {
      return false;
    }
    Set<String> known = departed;
    if (known == null) {
      known = new LinkedHashSet<>();
      departed = known;
    }
    boolean first = known.add(gone.id());
    if (known.size() > MAX_DEPARTED) {
      known.remove(known.iterator().next());
    }
    return !first;
  }

  private static boolean isHidden(IrcClient own, Event.Signalled signalled) {
    if (!signalled.sender().endpoint().protocol().equals(own.peer().protocol())) {
      return true;
    }
    String signal = signalled.signal();
    boolean tags = signal.contains(" TAGMSG ") || signal.startsWith("TAGMSG ");
    boolean mode = signal.startsWith("MODE ");
    if (signalled.sender() == own.session() && mode) {
      return true;
    }
    if (signalled.to() == null && own.hasSent(signalled.sender(), signal)) {
      return !own.has(Capability.ECHO_MESSAGE);
    }
    return tags && !own.has(Capability.MESSAGE_TAGS);
  }

  private static int style(IrcClient own, Event event) {
    return switch (event) {
      case Event.MemberJoined _ ->
          new EventStyle(
                  own.has(Capability.SERVER_TIME),
                  own.has(Capability.EXTENDED_JOIN),
                  own.has(Capability.ACCOUNT_TAG),
                  own.has(Capability.AWAY_NOTIFY),
                  false)
              .number();
      case Event.Signalled signalled ->
          own.lineStyle()
              | (own.hasSent(signalled.sender(), signalled.signal()) ? EventStyle.OWN : 0);
      default -> own.lineStyle();
    };
  }

  /** Returns whether accounts can be always on: whoever is a guest may log in to one later. */
  @Override
  public boolean tracksArrivals() {
    return server().chat().accountSettings().alwaysOn().enabled();
  }

  @Override
  public boolean usesLobby() {
    return false;
  }

  @Override
  public int maxSharing() {
    return server().properties().clientsPerName();
  }

  @Override
  public boolean shows(Event event) {
    return switch (event) {
      case Event.PresenceSummarized _ -> false;
      case Event.Posted posted ->
          posted.entry().kind() == LogEntry.Kind.TOPIC || !posted.entry().redacted();
      default -> true;
    };
  }

  @Override
  public byte[] closingMessage(Disconnect why) {
    return IrcMessage.of(null, "ERROR", "Closing link: " + why.text().replace('\n', ' ')).bytes();
  }

  @Override
  public void closed(Disconnect why) {
    IrcClient own = client;
    if (own != null) {
      own.ended();
      protocol.monitor().clear(own);
      server().remove(own);
      server().chat().disconnect(own.session(), peer, why);
      own.endReplay(); // What was kept meanwhile is for the clients that go on.
    }
  }
}
