package dev.parley.irc.client;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Replay;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Membership;
import dev.parley.chat.session.Session;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.EventStyle;
import dev.parley.irc.output.LineTags;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.output.ServerTime;
import dev.parley.irc.user.IrcUser;
import dev.parley.irc.user.UserMode;
import dev.parley.tcp.Peer;
import dev.parley.tcp.PendingReplies;
import dev.parley.tcp.ReplayLoop;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Represents the client of one connection: sends it messages, and asks the core on its behalf.
 * Confined to the event loop of its connection, except where a method says otherwise.
 */
public final class IrcClient {

  /** The name of a client that has none yet, in replies to it. */
  private static final String UNNAMED = "*";

  private final IrcServer server;
  private final Peer peer;
  private final UnaryOperator<byte[]> encoder;
  private final PendingReplies pendingReplies;
  private final Set<Nick> watched = new LinkedHashSet<>();
  private final Set<String> subscriptions = ConcurrentHashMap.newKeySet();
  private final Registration registration = new Registration();
  private final Set<RoomName> shownRooms = new HashSet<>();
  private final Set<RoomName> formerNames = new HashSet<>();
  private volatile Session session;
  private volatile Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
  private volatile int lineStyle;
  private LabeledResponse response = new LabeledResponse(null);
  private @Nullable Nick shownNick;
  private @Nullable String origin;
  private Map<String, Long> replayed = Map.of();
  private List<Membership> places = List.of();
  private @Nullable Replay replay;
  private boolean resumed;
  private int batches;
  private @Nullable MultilineInput multiline;
  private boolean over;

  /**
   * Creates a client that has not registered.
   *
   * @param encoder encodes lines as the connection carries them
   */
  public IrcClient(IrcServer server, Peer peer, UnaryOperator<byte[]> encoder, Session session) {
    this.server = server;
    this.peer = peer;
    this.encoder = encoder;
    this.session = session;
    this.pendingReplies = new PendingReplies(peer);
  }

  /** Returns what all clients share. */
  public IrcServer server() {
    return server;
  }

  /** Returns the connection. */
  public Peer peer() {
    return peer;
  }

  /** Returns the session, which other clients may share. From any thread. */
  public Session session() {
    return session;
  }

  /** Returns the state of the registration. */
  public Registration registration() {
    return registration;
  }

  /** Returns the names that the client watches. */
  public Set<Nick> watched() {
    return watched;
  }

  /** Returns the keys of metadata that the client subscribes to. From any thread. */
  public Set<String> subscriptions() {
    return subscriptions;
  }

  /** Returns whether the client has registered. */
  public boolean isRegistered() {
    return shownNick != null;
  }

  /** Returns whether the connection is being closed. */
  public boolean isOver() {
    return over;
  }

  /** Returns whether the client has a capability. From any thread. */
  public boolean has(Capability capability) {
    return capabilities.contains(capability);
  }

  /** Returns the number of the style in which the lines of others are shown. */
  public int lineStyle() {
    return lineStyle;
  }

  /** Returns the capabilities of the client. */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /** Sets the capabilities of the client. */
  public void capabilities(Set<Capability> now) {
    capabilities = now;
    lineStyle =
        new EventStyle(
                now.contains(Capability.SERVER_TIME),
                now.contains(Capability.MESSAGE_TAGS),
                now.contains(Capability.ACCOUNT_TAG),
                false,
                now.contains(Capability.DRAFT_MULTILINE) && now.contains(Capability.BATCH))
            .number();
  }

  /** Returns the name as the client knows it, or {@code *} before it has one. */
  public String nick() {
    Nick nick = shownNick;
    return nick == null ? UNNAMED : nick.value();
  }

  /** Returns {@code nick!user@host} of the client. */
  public String source() {
    return server.users().source(nick(), session);
  }

  /** Returns whether the client has the user mode of operators. */
  public boolean isOperator() {
    return server.users().of(session).is(UserMode.OPERATOR);
  }

  /** Records that the client has registered under its name. */
  public void registered(Nick nick) {
    shownNick = nick;
    server.add(session, this);
    server.chat().handle(session, new Command.Echo(true)); // The conversation leaves its own out.
    applyPace();
  }

  /** Tells how the client describes itself. */
  public void introduce(IrcUser user) {
    server.users().introduced(session, user);
    ask(new Command.Introduce(user.introduction()), reply -> {});
  }

  // Several clients of one person.

  /** Goes on with the session of another client of the person, as the core has granted. */
  public void share(Session person, List<Reply.Entered> rooms) {
    session = person;
    origin = peer.id();
    replayed =
        rooms.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    entered -> entered.room().position().epoch(), Reply.Entered::shown));
  }

  // What the person has missed.

  /** Goes on with the session of a person who had no connection, as the core has granted. */
  public void resume(Replay missed) {
    resumed = true;
    replay = missed;
  }

  /**
   * Shows what was missed.
   *
   * @param show shows a piece
   */
  public void showMissed(Consumer<Reply.Replayed> show) {
    new ReplayLoop(
            peer,
            pendingReplies,
            () -> over ? null : replay,
            piece -> showMissed(piece, show),
            this::endReplay)
        .next();
  }

  private void showMissed(Reply.Replayed piece, Consumer<Reply.Replayed> show) {
    Replay current = replay;
    if (current != null && current.expects(piece)) {
      show.accept(piece);
      peer.recordShown(piece.epoch(), piece.upTo());
      current.took(piece);
    }
  }

  /** Ends the replay of what was missed: the private messages that were kept are shown next. */
  public void endReplay() {
    Replay current = replay;
    if (current != null) {
      replay = null;
      current.end();
    }
  }

  /** Returns whether a line is shown later, by the replay of what was missed. */
  public boolean defers(Event.Posted line) {
    Replay current = replay;
    return current != null && showsEarlierLines() && current.defers(line);
  }

  /**
   * Returns whether the client is shown earlier lines: it can show their times, and does not ask
   * for them itself.
   */
  public boolean showsEarlierLines() {
    return has(Capability.SERVER_TIME) && !has(Capability.DRAFT_CHATHISTORY);
  }

  /** Replays nothing more of the room of an epoch. */
  public void endReplay(String epoch) {
    Replay current = replay;
    if (current != null) {
      current.leave(epoch);
    }
  }

  /** Runs a task for each other client that shares the session, on its event loop. */
  public void forSiblings(Consumer<IrcClient> task) {
    if (session.isShared()) {
      for (IrcClient sibling : server.siblings(this)) {
        sibling.peer.executeLater(() -> {
          sibling.peer.stagePending();
          if (!sibling.over) {
            task.accept(sibling);
          }
        });
      }
    }
  }

  /**
   * Returns what tells the lines of this client from those of others that share its session; null
   * for the client that opened it.
   */
  public @Nullable String origin() {
    return origin;
  }

  /**
   * Returns whether this client has sent something itself.
   *
   * @param tags the tags that it was sent with, null for none
   */
  public boolean hasSent(@Nullable Receiver sender, @Nullable String tags) {
    return sender == session && Objects.equals(origin, LineTags.origin(tags));
  }

  /** Returns whether a line was shown as one of the last in a room that the client came into. */
  public boolean isReplayed(Event.Posted line) {
    Long upTo = replayed.get(line.epoch());
    return upTo != null && line.entry().offset() <= upTo;
  }

  /** Records that the client is shown that it is in a room; returns false if it was before. */
  public boolean enter(RoomName room) {
    return shownRooms.add(room);
  }

  /** Records that the client is shown that it has left a room; returns false if it was before. */
  public boolean leave(RoomName room) {
    return shownRooms.remove(room);
  }

  /**
   * Records that the client is shown that a room has another name; returns false if it was not
   * shown that it is in the room.
   */
  public boolean rename(RoomName former) {
    formerNames.removeIf(name -> server.chat().renamedTo(session, name.toString()) == null);
    boolean shown = leave(former);
    if (shown) {
      formerNames.add(former);
    }
    return shown;
  }

  /** Returns whether the client was shown that the room of a name has another one. */
  public boolean isShownRenamed(String typed) {
    RoomName former = RoomName.parse(typed);
    return former != null && formerNames.contains(former);
  }

  /** Returns the rooms that another client has come into, and that this one is not shown yet. */
  @SuppressWarnings("ReferenceEquality") // The list is the same until a membership changes.
  public List<RoomName> unshownRooms() {
    List<Membership> now = session.memberships();
    if (!(session.isShared() || resumed) || now == places) {
      return List.of();
    }
    places = now;
    return now.stream().map(Membership::room).filter(room -> !shownRooms.contains(room)).toList();
  }

  /** Applies the rate limit of the session, which is another one for those with a token. */
  public void applyPace() {
    peer.limitRate(server.chat().settings().limits(), session);
  }

  /** Shows the client its name, if it has another one than it knows. */
  public void showNick() {
    Nick known = shownNick;
    Nick now = session.nick();
    if (known != null && now != null && !now.value().equals(known.value())) {
      String before = source();
      shownNick = now;
      send(IrcMessage.of(before, "NICK", now.value()));
    }
  }

  // Output.

  /** Sends a numeric reply: its parameters, and its text if it has one. */
  public void reply(Numeric numeric, String... params) {
    send(numeric(numeric, params));
  }

  /** Returns a numeric reply, as {@link #reply} sends it. */
  public IrcMessage numeric(Numeric numeric, String... params) {
    List<String> all = new ArrayList<>();
    all.add(nick());
    for (String param : params) {
      all.add(param);
    }
    if (!numeric.text().isEmpty()) {
      all.add(numeric.text());
    }
    all.subList(0, all.size() - 1).replaceAll(IrcClient::word);
    return new IrcMessage(Map.of(), server.name(), numeric.code(), all);
  }

  /** Returns a parameter, or {@code *} for one that can only be the last. */
  private static String word(String param) {
    return IrcMessage.isTrailing(param) ? "*" : param;
  }

  /**
   * Tells a refusal of the core.
   *
   * @param target the room, person or command that it is about
   */
  public void refuse(Reply refused, String target) {
    if (refused instanceof Reply.Refused(Refusal refusal, String text)) {
      send(
          new IrcMessage(
              Map.of(),
              server.name(),
              RefusalNumerics.of(refusal).code(),
              List.of(
                  nick(), word(target), RefusalNumerics.text(refusal, text).replace('\n', ' '))));
    }
  }

  /**
   * Refuses a request with a reply that programs can read (IRCv3 standard-replies).
   *
   * @param params the request, the code, the context and the text
   */
  public void fail(String... params) {
    if (has(Capability.STANDARD_REPLIES) || !isRegistered()) {
      standardReply(params);
    } else {
      notice(params[0] + ": " + params[params.length - 1]);
    }
  }

  /**
   * Refuses a request of an extension whose refusals are for programs, as {@link #fail} does, to
   * all clients.
   */
  public void standardReply(String... params) {
    send(failure(params));
  }

  /** Returns a refusal, as {@link #standardReply} sends it. */
  public IrcMessage failure(String... params) {
    List<String> all = new ArrayList<>(List.of(params));
    all.subList(0, all.size() - 1).replaceAll(IrcClient::word);
    return new IrcMessage(Map.of(), server.name(), "FAIL", all);
  }

  /**
   * Sends a group of messages (IRCv3 batch), or the messages alone to clients that know no groups.
   *
   * @param type the type of the group and its parameters
   */
  public void sendBatch(List<String> type, List<IrcMessage> messages) {
    if (!has(Capability.BATCH)) {
      messages.forEach(this::send);
      return;
    }
    String batch = newBatch();
    List<String> begin = new ArrayList<>(type);
    begin.addFirst("+" + batch);
    send(new IrcMessage(Map.of(), server.name(), "BATCH", begin));
    for (IrcMessage message : messages) {
      boolean nested = message.tags().containsKey("batch");
      send(nested ? message : message.withFirstTag("batch", batch));
    }
    send(IrcMessage.of(server.name(), "BATCH", "-" + batch));
  }

  /** Sends a notice of the server. */
  public void notice(String text) {
    text.lines().forEach(line -> send(IrcMessage.of(server.name(), "NOTICE", nick(), line)));
  }

  /** Sends a message, as a part of the response to the request that is being carried out. */
  public void send(IrcMessage message) {
    IrcMessage timed =
        has(Capability.SERVER_TIME)
                && !message.tags().containsKey("time")
                && !message.tags().containsKey("batch")
                && !Character.isDigit(message.verb().charAt(0))
            ? message.withFirstTag("time", ServerTime.of(server.clock().instant()))
            : message;
    if (response.collects() && has(Capability.LABELED_RESPONSE)) {
      response.add(timed);
    } else {
      write(timed);
    }
  }

  private void write(IrcMessage message) {
    peer.write(encoder.apply(message.bytes()));
  }

  /** Sends a message to the client from any thread. */
  public void sendLater(Supplier<IrcMessage> message) {
    peer.executeLater(() -> {
      peer.stagePending();
      if (!over) {
        write(message.get());
      }
    });
  }

  /** Returns a new reference of a group of messages. */
  public String newBatch() {
    batches++;
    return Integer.toString(batches, Character.MAX_RADIX);
  }

  // Requests.

  /** Returns the text of several messages that the client has begun to send, or null. */
  public @Nullable MultilineInput multiline() {
    return multiline;
  }

  /** Sets the text of several messages that the client has begun to send, null for none. */
  public void multiline(@Nullable MultilineInput begun) {
    multiline = begun;
  }

  /** Returns the response to the request that is being carried out. */
  public LabeledResponse response() {
    return response;
  }

  /**
   * Carries out a request, as soon as nothing is in flight.
   *
   * @param label the label of the request, null for none
   */
  public void whenIdle(@Nullable String label, Runnable request) {
    pendingReplies.whenIdle(() -> {
      if (caughtUp()) {
        run(label, request);
      }
    });
  }

  /** Carries out a request that posts lines, behind others that are in flight. */
  public void run(@Nullable String label, Runnable request) {
    LabeledResponse own = new LabeledResponse(label);
    within(own, request);
  }

  /** Shows the output delivered before; returns false if that ended the connection. */
  private boolean caughtUp() {
    peer.stagePending();
    return !over;
  }

  private void within(LabeledResponse own, Runnable task) {
    LabeledResponse outer = response;
    response = own;
    try {
      task.run();
    } finally {
      response = outer;
      String batch = own.label() == null ? "" : newBatch();
      own.release(server.name(), batch).forEach(this::write);
    }
  }

  /** Asks the core, and passes the reply on; nothing else is carried out until then. */
  public void ask(Command command, Consumer<Reply> then) {
    LabeledResponse own = response;
    own.hold();
    Reply asked = server.chat().handle(session, command);
    pendingReplies.ask(
        asked,
        reply -> {
          if (asked instanceof Reply.Deferred) {
            peer.stagePending(); // What the request has brought about is shown before its reply.
          }
          within(own, () -> then.accept(reply));
        });
  }

  /** Posts a line, and passes the reply on; other lines can be posted meanwhile. */
  public void post(Command command, Consumer<Reply> then) {
    LabeledResponse own = response;
    own.hold();
    pendingReplies.post(
        server.chat().handle(session, command),
        reply -> {
          if (reply instanceof Reply.Refused) {
            peer.stagePending();
          }
          within(own, () -> then.accept(reply));
        });
  }

  /** Closes the connection, once. */
  public void end(Disconnect why) {
    if (!over) {
      over = true;
      peer.close(why);
    }
  }

  /** Records that the connection is closed. */
  public void ended() {
    over = true;
  }
}
