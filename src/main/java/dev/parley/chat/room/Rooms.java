package dev.parley.chat.room;

import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.session.Membership;
import dev.parley.chat.session.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Holds all rooms by name, and creates and deletes them. Safe for use from any thread. */
public final class Rooms {

  private final ConcurrentMap<RoomName, Room> rooms = new ConcurrentHashMap<>();
  private final Room.Context context;
  private final Room lobby;

  public Rooms(Room.Context context) {
    this.context = context;
    for (SavedRoom saved : context.log().saved()) {
      rooms.put(saved.name(), new Room(saved, context));
    }
    this.lobby = rooms.computeIfAbsent(RoomName.LOBBY, name -> make(name, RoomSettings.PERSISTENT));
    context.activeModeration().keep(rooms::containsKey);
    // After a restart, empty rooms that are not persistent wait for their former members.
    context
        .scheduler()
        .after(context.settings().resumeHold(), () -> rooms.values().forEach(this::deleteIfEmpty));
  }

  /** Creates a room, which is saved in the background. */
  private Room make(RoomName name, RoomSettings settings) {
    SavedRoom room = new SavedRoom(name, "", settings, context.clock().instant());
    Room made = new Room(room, context);
    context.log().save(room, problem -> {});
    return made;
  }

  /** Creates a room that a session joins and owns. */
  private Room found(RoomName name, Session founder) {
    Room made = make(name, RoomSettings.AD_HOC);
    made.access().setFounder(founder);
    return made;
  }

  /** Returns the room that everyone enters on arrival. */
  public Room lobby() {
    return lobby;
  }

  /** Returns the room of that name, or null. */
  @Nullable
  public Room find(RoomName name) {
    return rooms.get(name);
  }

  /** Returns the room of a name as typed, or null if there is none or the name is malformed. */
  @Nullable
  public Room find(String text) {
    RoomName name = RoomName.parse(text);
    return name == null ? null : find(name);
  }

  /** Returns the room of a membership, or null if it is deleted. */
  @Nullable
  public Room find(Membership membership) {
    Room room = find(membership.room());
    return room != null && room.epoch().equals(membership.epoch()) ? room : null;
  }

  /** Returns the rooms that a session is in, in the order of joining. */
  public List<Room> of(Session session) {
    List<Room> its = new ArrayList<>();
    for (Membership membership : session.memberships()) {
      Room room = find(membership);
      if (room != null) {
        its.add(room);
      }
    }
    return its;
  }

  /** Returns the members of the rooms that a session is in, itself included, each once. */
  public Set<Session> companions(Session session) {
    Set<Session> companions = new LinkedHashSet<>();
    of(session).forEach(room -> companions.addAll(room.members()));
    return companions;
  }

  /** Returns the refusal for a room that does not exist. */
  public static Reply.Refused noSuchRoom(String text) {
    String name = Text.cleanLine(text.startsWith("#") ? text.substring(1) : text);
    return new Reply.Refused(Refusal.NO_SUCH_ROOM, "No room #" + name + ". /rooms lists them.");
  }

  /** Returns the number of rooms. */
  public int size() {
    return rooms.size();
  }

  /** Returns all rooms, the fullest first, then by name. */
  public List<RoomInfo> list() {
    return rooms.values().stream()
        .map(Room::info)
        .sorted(
            Comparator.comparingInt(RoomInfo::members)
                .reversed()
                .thenComparing(room -> room.name().value(), String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /** Creates a room; the future is completed with the room or a refusal, once it is saved. */
  public CompletableFuture<Outcome<RoomInfo>> create(
      RoomName name, RoomSettings settings, String topic) {
    CompletableFuture<Outcome<RoomInfo>> outcome = new CompletableFuture<>();
    SavedRoom saved = new SavedRoom(name, topic, settings, context.clock().instant());
    Room[] made = new Room[1];
    rooms.computeIfAbsent(name, absent -> made[0] = new Room(saved, context));
    if (made[0] == null) {
      outcome.complete(
          Outcome.refused(Refusal.ROOM_EXISTS, "There is a room " + name + " already."));
    } else {
      context.log().save(saved, problem -> outcome.complete(created(made[0], problem)));
    }
    return outcome;
  }

  private Outcome<RoomInfo> created(Room room, @Nullable String problem) {
    if (problem == null) {
      return new Outcome.Ok<>(room.info());
    }
    var _ = delete(room);
    return Outcome.refused(Refusal.LOG_UNAVAILABLE, problem);
  }

  /** Adds a session to a room, creating it if there is none. */
  public Reply join(RoomName name, Session session, Nick nick, @Nullable String key) {
    Reply reply = null;
    while (reply == null) {
      Room room = rooms.get(name);
      if (room == null) {
        room = rooms.computeIfAbsent(name, n -> found(n, session));
      }
      reply = room.join(session, nick, key);
    }
    return reply;
  }

  /**
   * Removes a session from a room, which is deleted with its last member unless it is persistent.
   */
  public boolean leave(
      Room room, Session session, Nick nick, Event.Departure how, String detail, Cause cause) {
    return leave(room, session, nick, how, "", detail, cause);
  }

  /** Removes a session from a room on behalf of another. */
  public boolean leave(
      Room room,
      Session session,
      Nick nick,
      Event.Departure how,
      String by,
      String detail,
      Cause cause) {
    boolean left = room.leave(session, nick, how, by, detail, cause);
    if (left) {
      deleteIfEmpty(room);
    }
    return left;
  }

  /** Deletes a room that is empty and not persistent. */
  private void deleteIfEmpty(Room room) {
    if (room.closeIfEmpty()) {
      var _ = forget(room);
    }
  }

  /**
   * Deletes a room, other than the lobby, for an operator, with its log; its members are moved to
   * the lobby.
   *
   * @return completed with the problem, or with null when the deletion is stored
   */
  public CompletableFuture<@Nullable String> delete(Room room) {
    List<Session> last = room.close(Cause.API);
    CompletableFuture<@Nullable String> stored = forget(room);
    for (Session session : last) {
      Nick nick = session.nick();
      if (nick != null && session.endpoint().usesLobby()) {
        lobby.admitUnchecked(session, nick, Cause.API);
      }
    }
    return stored;
  }

  private CompletableFuture<@Nullable String> forget(Room room) {
    CompletableFuture<@Nullable String> stored = new CompletableFuture<>();
    // Atomic, so that a new room of that name cannot exist before all of it is done.
    rooms.compute(
        room.name(),
        (name, there) -> {
          if (there != room) {
            stored.complete(null);
            return there;
          }
          context.log().delete(name, stored::complete);
          context.activeModeration().forget(name);
          return null;
        });
    return stored;
  }

  /** Returns the rooms, in no order. */
  Collection<Room> all() {
    return rooms.values();
  }
}
