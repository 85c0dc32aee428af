package dev.parley.chat;

import dev.parley.chat.Event.Departure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can do, by whichever way in. A mistake is answered with {@link Reply.Refused}.
 * Safe for use from any thread; what is read from or written to a log may block.
 */
public final class Operator {

  private final Chat chat;
  private final RoomLog log;

  /** An operator of this chat, whose rooms are in this log. */
  public Operator(Chat chat, RoomLog log) {
    this.chat = chat;
    this.log = log;
  }

  /** Ends a session's connection; the person is told the reason. */
  public Reply kick(String id, String reason) {
    Session session = chat.session(id);
    if (session == null) {
      return noSuchClient(id);
    }
    session.endpoint().close(new Disconnect(Disconnect.Reason.KICKED, Text.cleanLine(reason)));
    return Reply.Done.INSTANCE;
  }

  /** Says something to one session. */
  public Reply notice(String id, String text) {
    Session session = chat.session(id);
    if (session == null) {
      return noSuchClient(id);
    }
    Reply.Refused refused = check(text);
    if (refused != null) {
      return refused;
    }
    Event notice = new Event.Noticed(chat.clock().instant(), Text.cleanLines(text));
    if (!session.endpoint().shows(notice)) {
      return refuse(Refusal.NOT_AVAILABLE, "That client's protocol cannot show notices.");
    }
    session.endpoint().deliver(notice);
    return Reply.Done.INSTANCE;
  }

  /** Says something to everyone who has a name. */
  public Reply announce(String text) {
    Reply.Refused refused = check(text);
    if (refused != null) {
      return refused;
    }
    Hub.deliver(
        new Event.Announced(chat.clock().instant(), Text.cleanLines(text)),
        chat.names().everyone());
    return Reply.Done.INSTANCE;
  }

  /** All rooms, secret ones included, the fullest first. */
  public List<RoomInfo> rooms() {
    return chat.rooms().list();
  }

  /** A room as it stands, or null. */
  public @Nullable RoomInfo room(String name) {
    Room room = chat.rooms().find(name);
    return room == null ? null : room.info();
  }

  /** Makes a room: {@link Reply.RoomIs} or a refusal. */
  public Reply create(String name, String topic, RoomSettings settings) {
    RoomName roomName = RoomName.parse(name);
    if (roomName == null) {
      return refuse(Refusal.MALFORMED_NAME, RoomName.RULE);
    }
    return chat.rooms().create(roomName, settings, Text.cleanLine(topic).strip()).join();
  }

  /**
   * Changes a room: {@link Reply.RoomIs} or a refusal.
   *
   * @param by the name that a change of topic is shown under
   * @param topic the new topic, null to leave it
   */
  public Reply change(String name, String by, @Nullable String topic, RoomSettings settings) {
    Room room = chat.rooms().find(name);
    if (room == null) {
      return Rooms.noSuchRoom(name);
    }
    boolean open = settings.persistent() && settings.key() == null && settings.maxMembers() == 0;
    if (room == chat.rooms().lobby() && !(open && !settings.secret())) {
      return refuse(
          Refusal.LOBBY_STAYS,
          "The lobby is persistent and open to everyone: it has no key, no member limit and is not"
              + " secret.");
    }
    Reply changed = room.change(settings).join();
    String clean = topic == null ? null : Text.cleanLine(topic).strip();
    if (changed instanceof Reply.Refused || clean == null || clean.equals(room.info().topic())) {
      return changed;
    }
    Reply posted = await(room.post(Entry.Kind.TOPIC, by, clean, null));
    return posted instanceof Reply.Refused ? posted : new Reply.RoomIs(room.info());
  }

  /** Deletes a room with its log; its members are told and are in the lobby afterwards. */
  public Reply delete(String name) {
    Room room = chat.rooms().find(name);
    if (room == null) {
      return Rooms.noSuchRoom(name);
    }
    if (room == chat.rooms().lobby()) {
      return refuse(Refusal.LOBBY_STAYS, "The lobby cannot be deleted.");
    }
    chat.rooms().delete(room);
    return Reply.Done.INSTANCE;
  }

  /** Who is in a room: {@link Reply.MemberList} or a refusal. */
  public Reply members(String name) {
    Room room = chat.rooms().find(name);
    return room == null
        ? Rooms.noSuchRoom(name)
        : new Reply.MemberList(room.name(), RoomCommands.membersOf(room));
  }

  /** Takes a member out of a room; the connection goes on. */
  public Reply remove(String name, String nick, String reason) {
    Room room = chat.rooms().find(name);
    if (room == null) {
      return Rooms.noSuchRoom(name);
    }
    Nick who = Nick.parse(nick);
    Session member = who == null ? null : chat.names().holder(who);
    Nick shown = member == null ? null : member.nick();
    String why = Text.cleanLine(reason);
    if (member == null
        || shown == null
        || !chat.rooms().leave(room, member, shown, Departure.REMOVED, why)) {
      return refuse(
          Refusal.NO_SUCH_NICK,
          "Nobody in " + room.name() + " is called " + Text.cleanLine(nick) + ".");
    }
    member.endpoint().deliver(new Event.Removed(room.name(), why));
    return Reply.Done.INSTANCE;
  }

  /**
   * Shows a room's events to an endpoint that belongs to nobody: a stream. Of the events that it
   * has no use for it shows none; {@link Event.RoomDeleted} is the last.
   *
   * @return {@link Reply.Watching} or a refusal
   */
  public Reply watch(String name, Endpoint endpoint) {
    Room room = chat.rooms().find(name);
    return room == null
        ? Rooms.noSuchRoom(name)
        : room.watch(new Session(endpoint, chat.clock().instant()));
  }

  /** Says something in a room under a name of one's choice: {@link Reply.PostedAt} or a refusal. */
  public Reply post(String name, String from, String text) {
    Room room = chat.rooms().find(name);
    if (room == null) {
      return Rooms.noSuchRoom(name);
    }
    Nick author = Nick.parse(from);
    if (author == null) {
      return refuse(Refusal.MALFORMED_NAME, Nick.RULE);
    }
    Reply.Refused refused = check(text);
    return refused != null
        ? refused
        : await(room.post(Entry.Kind.MESSAGE, author.value(), Text.cleanLines(text), null));
  }

  /** Lines of a room, oldest first: {@link Reply.History} or a refusal. */
  public Reply messages(String name, RoomLog.Query query) {
    Room room = chat.rooms().find(name);
    if (room == null) {
      return Rooms.noSuchRoom(name);
    }
    List<Entry> found =
        log.read(
            room.name(),
            new RoomLog.Query(
                query.after(), query.before(), query.words(), query.newest(), query.limit() + 1));
    boolean more = found.size() > query.limit();
    int from = more && query.newest() ? 1 : 0;
    return new Reply.History(
        room.name(),
        room.info().position().epoch(),
        found.subList(from, Math.min(found.size(), from + query.limit())),
        query.newest() ? Reply.History.Direction.NEWEST : Reply.History.Direction.ONWARDS,
        more);
  }

  /** The line at an offset: {@link Reply.PostedAt} or a refusal. */
  public Reply message(String name, long offset) {
    return found(name, offset, room -> log.entry(room.name(), offset));
  }

  /** Takes the text out of a line, whose offset stays: {@link Reply.PostedAt} or a refusal. */
  public Reply redact(String name, long offset) {
    return found(name, offset, room -> log.redact(room.name(), offset));
  }

  private Reply found(
      String name, long offset, java.util.function.Function<Room, @Nullable Entry> look) {
    Room room = chat.rooms().find(name);
    if (room == null) {
      return Rooms.noSuchRoom(name);
    }
    Entry entry = look.apply(room);
    return entry == null
        ? refuse(Refusal.NO_SUCH_MESSAGE, room.name() + " has no line " + offset + ".")
        : new Reply.PostedAt(room.name(), room.info().position().epoch(), entry);
  }

  private Reply.@Nullable Refused check(String text) {
    Reply.Refused unsayable = RoomCommands.unsayable(Text.cleanLines(text));
    if (unsayable != null) {
      return unsayable;
    }
    int limit = chat.settings().limits().lineBytes();
    if (limit > 0 && text.getBytes(StandardCharsets.UTF_8).length > limit) {
      return refuse(Refusal.LINE_TOO_LONG, "The text is longer than " + limit + " bytes.");
    }
    return null;
  }

  private static Reply await(Reply reply) {
    return reply instanceof Reply.Later(CompletableFuture<Reply> later) ? later.join() : reply;
  }

  private static Reply.Refused noSuchClient(String id) {
    return refuse(Refusal.NO_SUCH_CLIENT, "There is no client " + Text.cleanLine(id) + ".");
  }

  private static Reply.Refused refuse(Refusal refusal, String text) {
    return new Reply.Refused(refusal, text);
  }
}
