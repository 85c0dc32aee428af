package dev.parley.chat;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All rooms by name, and their coming and going. Safe for use from any thread. */
final class Rooms {

  private final ConcurrentMap<RoomName, Room> rooms = new ConcurrentHashMap<>();
  private final Room.Context context;
  private final Room lobby;

  Rooms(Room.Context context) {
    this.context = context;
    this.lobby = new Room(RoomName.LOBBY, RoomSettings.PERSISTENT, "", context);
    rooms.put(RoomName.LOBBY, lobby);
  }

  /** The room that everyone is in on arriving. */
  Room lobby() {
    return lobby;
  }

  /** The room of that name, or null. */
  @Nullable Room find(RoomName name) {
    return rooms.get(name);
  }

  /** The room that a text names, or null where there is none or the text is no name. */
  @Nullable Room find(String text) {
    RoomName name = RoomName.parse(text);
    return name == null ? null : find(name);
  }

  /** The refusal for a name that no room has. */
  static Reply.Refused noSuchRoom(String text) {
    String name = Text.cleanLine(text.startsWith("#") ? text.substring(1) : text);
    return new Reply.Refused(Refusal.NO_SUCH_ROOM, "No room #" + name + ". /rooms lists them.");
  }

  /** How many rooms there are. */
  int size() {
    return rooms.size();
  }

  /** All rooms, the fullest first, then by name. */
  List<RoomInfo> list() {
    return rooms.values().stream()
        .map(Room::info)
        .sorted(
            Comparator.comparingInt(RoomInfo::members)
                .reversed()
                .thenComparing(room -> room.name().value(), String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /** Makes a room, or returns null where there is one of that name. */
  @Nullable Room create(RoomName name, RoomSettings settings, String topic) {
    Room[] made = new Room[1];
    rooms.computeIfAbsent(name, absent -> made[0] = new Room(absent, settings, topic, context));
    return made[0];
  }

  /** Lets a session into a room, making it where there is none. */
  Reply join(RoomName name, Session session, Nick nick, @Nullable String key) {
    Reply reply = null;
    while (reply == null) {
      Room room = rooms.get(name);
      if (room == null) {
        room = rooms.computeIfAbsent(name, n -> new Room(n, RoomSettings.AD_HOC, "", context));
      }
      reply = room.join(session, nick, key);
    }
    return reply;
  }

  /** Takes a session out of a room, which vanishes with its last member unless it is to stay. */
  boolean leave(Room room, Session session, Nick nick, Event.Departure how, String detail) {
    boolean left = room.leave(session, nick, how, detail);
    if (left) {
      vanishIfDeserted(room);
    }
    return left;
  }

  /** Removes a room that nobody is in and that is not to stay. */
  private void vanishIfDeserted(Room room) {
    if (room.closeIfDeserted()) {
      forget(room);
    }
  }

  /** Deletes a room with its log; its members are in the lobby afterwards. Not for the lobby. */
  void delete(Room room) {
    List<Session> last = room.close();
    forget(room);
    for (Session session : last) {
      Nick nick = session.nick();
      if (nick != null) {
        lobby.shelter(session, nick);
      }
    }
  }

  private void forget(Room room) {
    if (rooms.get(room.name()) == room) {
      context.log().delete(room.name());
      rooms.remove(room.name(), room);
    }
  }

  /** The rooms, in no order. */
  Collection<Room> all() {
    return rooms.values();
  }
}
