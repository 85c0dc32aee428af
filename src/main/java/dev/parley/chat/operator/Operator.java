package dev.parley.chat.operator;

import dev.parley.chat.api.Audience;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Hub;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Outcome.Success;
import dev.parley.chat.api.PostedLine;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.api.RoomWatch;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.AuditJson;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.chat.audit.Requester;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.OffsetRange;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.room.TextRules;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Participants;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes the actions of an operator. Safe for use from any thread; methods that read or write a
 * log may block.
 */
public final class Operator {

  /** Holds the parts of the core that an operator uses. */
  public record Context(
      ChatSettings settings,
      SessionRegistry sessions,
      NickRegistry names,
      Participants participants,
      Rooms rooms,
      LoginService authenticator,
      Moderation moderation,
      AuditRecorder recorder,
      PeerNetwork network,
      Clock clock,
      ChatMetrics metrics) {}

  /**
   * Describes the wanted state of a room.
   *
   * @param topic the topic, null to keep it
   */
  public record WantedRoom(@Nullable String topic, RoomSettings settings) {}

  private final Context context;
  private final Rooms rooms;
  private final Requester requester;
  private final String reason;

  /** Creates an instance whose changes are recorded as the admin's. */
  public Operator(Context context) {
    this(context, Requester.of(Actor.admin("")), "");
  }

  private Operator(Context context, Requester requester, String reason) {
    this.context = context;
    this.rooms = context.rooms();
    this.requester = requester;
    this.reason = reason;
  }

  /** Returns an instance whose changes are recorded under an actor and a reason. */
  public Operator as(Actor by, String why) {
    return as(Requester.of(by), why);
  }

  /** Returns an instance whose changes are recorded under a requester and a reason. */
  public Operator as(Requester by, String why) {
    return new Operator(context, by, why);
  }

  /** Returns the actor. */
  public Actor actor() {
    return requester.actor();
  }

  private void record(
      String action, String subject, @Nullable String before, @Nullable String after) {
    context.recorder().put(actor(), action, subject, reason, before, after);
  }

  /** Ends the connection of a session; the person is shown the reason. */
  public Outcome<Success> kick(String id, String why) {
    Session session = context.sessions().find(id);
    return session == null ? noSuchClient(id) : context.moderation().expel(requester, session, why);
  }

  /** Sends a notice to one session. */
  public Outcome<Success> notice(String id, String text) {
    Session session = context.sessions().find(id);
    if (session == null) {
      return noSuchClient(id);
    }
    Reply.Refused refused = check(text);
    if (refused != null) {
      return new Outcome.Refused<>(refused);
    }
    Event notice = new Event.Noticed(context.clock().instant(), Text.cleanLines(text), session);
    if (!session.endpoint().shows(notice)) {
      return Outcome.refused(Refusal.NOT_AVAILABLE, "That client's protocol cannot show notices.");
    }
    session.endpoint().deliver(notice);
    Nick nick = session.nick();
    record("client.notice", nick == null ? id : nick.value(), null, AuditJson.text(text));
    return Outcome.success();
  }

  /** Sends a notice to all sessions that have a name. */
  public Outcome<Success> announce(String text) {
    Reply.Refused refused = check(text);
    if (refused != null) {
      return new Outcome.Refused<>(refused);
    }
    Event.Announced announced =
        new Event.Announced(context.clock().instant(), Text.cleanLines(text));
    Hub.deliver(announced, Audience.of(context.names().everyone()), context.metrics());
    context.network().publish(new PeerMessage.AnnouncementMade(announced.at(), announced.text()));
    record("announce", "everyone", null, AuditJson.text(text));
    return Outcome.success();
  }

  /** Returns all rooms, secret ones included, the fullest first. */
  public List<RoomInfo> rooms() {
    return rooms.list();
  }

  /** Returns the current state of a room, or null. */
  public @Nullable RoomInfo room(String name) {
    Room room = rooms.find(name);
    return room == null ? null : room.info();
  }

  /** Returns the current state of a room that was seen, whatever it is called now, or null. */
  public @Nullable RoomInfo now(RoomInfo seen) {
    Room room = rooms.ofEpoch(seen.position().epoch());
    return room == null ? null : room.info();
  }

  /** Creates a room and returns it, or a refusal. */
  public Outcome<RoomInfo> create(String name, String topic, RoomSettings settings) {
    RoomName roomName = RoomName.parse(name);
    if (roomName == null) {
      return Outcome.refused(Refusal.MALFORMED_NAME, RoomName.RULE);
    }
    Reply.Refused unfit = TextRules.unfitTopic(topic);
    if (unfit != null) {
      return new Outcome.Refused<>(unfit);
    }
    Outcome<RoomInfo> outcome = rooms.create(roomName, settings, Text.remark(topic)).join();
    if (outcome instanceof Outcome.Ok<RoomInfo>(RoomInfo made)) {
      record("room.create", roomName.value(), null, AuditJson.of(made));
    }
    return outcome;
  }

  /**
   * Changes a room and returns it, or a refusal.
   *
   * @param by the name shown as the author of a change of topic
   * @param topic the new topic, null to keep it
   */
  public Outcome<RoomInfo> change(
      String name, String by, @Nullable String topic, RoomSettings settings) {
    return change(name, by, _ -> new WantedRoom(topic, settings));
  }

  /**
   * Changes a room on the basis of its current state, and returns it, or a refusal.
   *
   * @param by the name shown as the author of a change of topic
   * @param change returns the wanted state; its exceptions are passed on
   */
  public Outcome<RoomInfo> change(String name, String by, Function<RoomInfo, WantedRoom> change) {
    Room room = rooms.find(name);
    return room == null ? noSuchRoom(name) : change(room, by, change);
  }

  /** Changes a room on the basis of its current state, and returns it, or a refusal. */
  public Outcome<RoomInfo> change(Room room, String by, Function<RoomInfo, WantedRoom> change) {
    return room.inTurn(() -> {
      WantedRoom wanted = change.apply(room.info());
      return change(room, by, wanted.topic(), wanted.settings());
    });
  }

  private Outcome<RoomInfo> change(
      Room room, String by, @Nullable String topic, RoomSettings settings) {
    if (room.isClosed()) {
      return noSuchRoom(room.name().value());
    }
    if (room == rooms.lobby() && !(settings.persistent() && settings.isOpen())) {
      return Outcome.refused(
          Refusal.LOBBY_STAYS,
          "The lobby is persistent and open to everyone: it has no key, no member limit, is not"
              + " secret and not by invitation only.");
    }
    Reply.Refused unfit = topic == null ? null : TextRules.unfitTopic(topic);
    if (unfit != null) {
      return new Outcome.Refused<>(unfit);
    }
    String before = AuditJson.of(room.info());
    Outcome<RoomInfo> changed = save(room, by, topic, settings);
    String after = AuditJson.of(room.info());
    if (changed instanceof Outcome.Ok || !after.equals(before)) {
      record("room.change", room.name().value(), before, after);
    }
    return changed;
  }

  private Outcome<RoomInfo> save(
      Room room, String by, @Nullable String topic, RoomSettings settings) {
    Outcome<RoomInfo> changed = room.change(settings, requester.shown(), requester.cause()).join();
    String clean = topic == null ? null : Text.remark(topic);
    if (changed instanceof Outcome.Refused || clean == null || clean.equals(room.info().topic())) {
      return changed;
    }
    return room.post(LogEntry.Kind.TOPIC, by, clean).join().map(posted -> room.info());
  }

  /**
   * Renames a room and returns it, or a refusal: its members, its log and what else is of the room
   * stay. The members are shown the reason. May block.
   */
  public Outcome<RoomInfo> rename(String name, String to) {
    Room room = rooms.find(name);
    return room == null ? noSuchRoom(name) : rename(room, to);
  }

  /** Renames a room and returns it, or a refusal, as {@link #rename(String, String)}. */
  public Outcome<RoomInfo> rename(Room room, String to) {
    RoomName wanted = RoomName.parse(to);
    if (wanted == null) {
      return Outcome.refused(Refusal.MALFORMED_NAME, RoomName.RULE);
    }
    if (room == rooms.lobby()) {
      return Outcome.refused(Refusal.LOBBY_STAYS, "The lobby cannot be renamed.");
    }
    String before = room.name().value();
    Outcome<RoomInfo> outcome =
        rooms.rename(
            room,
            wanted,
            requester.shown(),
            Text.remark(reason),
            requester.session(),
            requester.cause());
    if (outcome instanceof Outcome.Ok<RoomInfo>(RoomInfo now)) {
      record("room.rename", before, named(before), named(now.name().value()));
    }
    return outcome;
  }

  /**
   * Deletes a room with its log; its members are notified and moved to the lobby. If the deletion
   * cannot be stored, the room is deleted in memory all the same, and the refusal says so.
   */
  public Outcome<Success> delete(String name) {
    Room room = rooms.find(name);
    if (room == null) {
      return noSuchRoom(name);
    }
    if (room == rooms.lobby()) {
      return Outcome.refused(Refusal.LOBBY_STAYS, "The lobby cannot be deleted.");
    }
    String before = AuditJson.of(room.info());
    String problem = rooms.delete(room).join();
    record("room.delete", room.name().value(), before, null);
    return problem == null ? Outcome.success() : Outcome.refused(Refusal.LOG_UNAVAILABLE, problem);
  }

  /** Lists the members of a room. */
  public Outcome<List<MemberInfo>> members(String name) {
    Room room = rooms.find(name);
    return room == null ? noSuchRoom(name) : new Outcome.Ok<>(room.members(true));
  }

  /** Removes a member from a room; the connection stays open. */
  public Outcome<Success> remove(String name, String nick, String why) {
    Room room = rooms.find(name);
    Nick who = Nick.parse(nick);
    return room == null
        ? noSuchRoom(name)
        : context
            .moderation()
            .kick(requester, room, nick, who == null ? null : context.names().holder(who), why);
  }

  /**
   * Shows a room's events to an endpoint without a person, such as a stream. {@link
   * Event.RoomDeleted} is the last.
   */
  public Outcome<RoomWatch> watch(RoomInfo seen, Endpoint endpoint) {
    Room room = rooms.ofEpoch(seen.position().epoch());
    return room == null
        ? noSuchRoom(seen.name().value())
        : room.watch(new Session(endpoint, context.clock().instant(), context.participants()));
  }

  /** Posts a message to a room under any name, and returns the line or a refusal. */
  public Outcome<PostedLine> post(String name, String from, String text) {
    return post(name, from, text, null);
  }

  /**
   * Posts a message to a room under any name, and returns the line or a refusal.
   *
   * @param key the idempotency key stored with it, null for none
   */
  public Outcome<PostedLine> post(String name, String from, String text, @Nullable PostKey key) {
    Room room = rooms.find(name);
    if (room == null) {
      return noSuchRoom(name);
    }
    String author = author(from);
    if (author == null) {
      return Outcome.refused(Refusal.MALFORMED_NAME, Nick.RULE);
    }
    Reply.Refused refused = check(text);
    if (refused != null) {
      return new Outcome.Refused<>(refused);
    }
    Outcome<PostedLine> outcome = room.post(author, Text.cleanLines(text), key).join();
    if (outcome instanceof Outcome.Ok<PostedLine>(PostedLine line) && isPostedForOther(author)) {
      record("message.post", line.path(), null, said(author));
    }
    return outcome;
  }

  /** Returns the name as shown, or null if it is neither a valid nick nor the server's name. */
  private @Nullable String author(String from) {
    Nick nick = Nick.parse(from);
    return nick != null ? nick.value() : isServer(from) ? from : null;
  }

  private boolean isServer(String author) {
    return author.equals(context.settings().serverName());
  }

  /** Returns whether a name is neither the actor's nor the server's. */
  private boolean isPostedForOther(String author) {
    Nick nick = Nick.parse(author);
    return !isServer(author)
        && nick != null
        && !nick.equals(context.authenticator().login(actor()));
  }

  private static String named(String name) {
    return new AuditJson().with("name", name).end();
  }

  private static String said(String author) {
    return new AuditJson().with("from", author).end();
  }

  /** Reads lines of a room, oldest first. */
  public Outcome<Reply.History> messages(String name, RoomLog.Query query) {
    Room room = rooms.find(name);
    return room == null ? noSuchRoom(name) : room.history().page(query);
  }

  /** Reads lines of a room that was seen, whatever it is called now, oldest first. */
  public Outcome<Reply.History> messages(RoomInfo seen, RoomLog.Query query) {
    Room room = rooms.ofEpoch(seen.position().epoch());
    return room == null ? noSuchRoom(seen.name().value()) : room.history().page(query);
  }

  /**
   * Returns the offsets between which the lines of a room were said from one time to another. May
   * block.
   *
   * @param since the time of the earliest line, null for no bound
   * @param until the time of the latest line, null for no bound
   */
  public Outcome<OffsetRange> between(
      String name, @Nullable Instant since, @Nullable Instant until) {
    Room room = rooms.find(name);
    return room == null ? noSuchRoom(name) : new Outcome.Ok<>(room.history().between(since, until));
  }

  /** Returns the line at an offset. */
  public Outcome<PostedLine> message(String name, long offset) {
    Room room = rooms.find(name);
    return room == null ? noSuchRoom(name) : found(room, offset, room.history().entry(offset));
  }

  /**
   * Removes the text of a line, whose offset stays, and clears the room's topic if the line set it.
   */
  public Outcome<PostedLine> redact(String name, long offset) {
    Room room = rooms.find(name);
    return room == null ? noSuchRoom(name) : redact(room, offset);
  }

  /**
   * Removes the text of a line of a room, whose offset stays, and clears the room's topic if the
   * line set it.
   */
  public Outcome<PostedLine> redact(Room room, long offset) {
    String name = room.name().value();
    if (room.isClosed()) {
      return noSuchRoom(name);
    }
    LogEntry line = room.history().entry(offset);
    // The topic first, so that a failed redaction of the line can be repeated.
    CompletableFuture<Outcome<PostedLine>> cleared =
        line == null || line.kind() != LogEntry.Kind.TOPIC
            ? null
            : room.clearTopic(line.text(), context.settings().serverName());
    if (cleared != null && cleared.join() instanceof Outcome.Refused<PostedLine> refused) {
      return refused;
    }
    Outcome<PostedLine> outcome = found(room, offset, room.history().redact(offset));
    if (outcome instanceof Outcome.Ok<PostedLine>(PostedLine redacted)) {
      LogEntry entry = redacted.entry();
      room.publish(shown ->
          new Event.LineRedacted(
              shown,
              redacted.epoch(),
              entry,
              requester.shown(),
              requester.session() == null ? "" : Text.remark(reason),
              requester.cause()));
      AuditJson details = new AuditJson().with("from", entry.from());
      record("message.redact", redacted.path(), details.end(), null);
    }
    return outcome;
  }

  private static Outcome<PostedLine> found(Room room, long offset, @Nullable LogEntry entry) {
    return entry == null
        ? Outcome.refused(Refusal.NO_SUCH_MESSAGE, room.name() + " has no line " + offset + ".")
        : new Outcome.Ok<>(new PostedLine(room.name(), room.info().position().epoch(), entry));
  }

  private Reply.@Nullable Refused check(String text) {
    Reply.Refused refused = TextRules.textRefusal(Text.cleanLines(text));
    if (refused != null) {
      return refused;
    }
    int limit = context.settings().limits().lineBytes();
    if (limit > 0 && text.getBytes(StandardCharsets.UTF_8).length > limit) {
      return new Reply.Refused(
          Refusal.LINE_TOO_LONG, "The text is longer than " + limit + " bytes.");
    }
    return null;
  }

  private static <T> Outcome<T> noSuchRoom(String name) {
    return new Outcome.Refused<>(Rooms.noSuchRoom(name));
  }

  private static Outcome<Success> noSuchClient(String id) {
    return Outcome.refused(
        Refusal.NO_SUCH_CLIENT, "There is no client " + Text.cleanLine(id) + ".");
  }
}
