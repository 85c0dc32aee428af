package dev.parley.chat.room;

import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds rooms by their names, by the epochs of their logs, which stay when a room is renamed, and
 * for some time by former names. Safe for use from any thread.
 */
final class RoomIndex {

  /** The maximum number of former names; the oldest is forgotten first. */
  private static final int MAX_FORMER_NAMES = 1000;

  /** Represents the room that a name led to, and until when it is remembered. */
  private record Former(String epoch, Instant until) {}

  private final ConcurrentMap<RoomName, Room> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Room> byEpoch = new ConcurrentHashMap<>();

  private final Map<RoomName, Former> formerNames =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<RoomName, Former> eldest) {
              return size() > MAX_FORMER_NAMES;
            }
          });

  /** Returns the room of a name, or null. */
  @Nullable Room find(RoomName name) {
    return byName.get(name);
  }

  /** Returns the room whose log has an epoch, or null. */
  @Nullable Room ofEpoch(String epoch) {
    return byEpoch.get(epoch);
  }

  /** Returns the rooms, in no order. */
  Collection<Room> all() {
    return byEpoch.values();
  }

  boolean contains(RoomName name) {
    return byName.containsKey(name);
  }

  /** Returns the room of a name, which is made if there is none: nobody else makes it meanwhile. */
  Room getOrAdd(RoomName name, Supplier<Room> make) {
    return byName.computeIfAbsent(
        name,
        absent -> {
          Room made = make.get();
          byEpoch.put(made.epoch(), made);
          formerNames.remove(name);
          return made;
        });
  }

  /** Puts a room in the place of another of its name. */
  void replace(Room before, Room next) {
    byEpoch.remove(before.epoch(), before);
    byEpoch.put(next.epoch(), next);
    byName.put(next.name(), next);
  }

  /**
   * Removes a room.
   *
   * @param ifNamed run if the room still has its name, before another room can have it
   */
  void remove(Room room, Runnable ifNamed) {
    byEpoch.remove(room.epoch(), room);
    byName.computeIfPresent(
        room.name(),
        (name, there) -> {
          if (there != room) {
            return there;
          }
          ifNamed.run();
          return null;
        });
  }

  /** Returns whether a room can have a name: no other room has it, or had it of late. */
  boolean isFree(RoomName name, Room room, Instant now) {
    Room there = byName.get(name);
    Room former = there == null ? formerly(name, now) : there;
    return former == null || former == room;
  }

  /**
   * Makes a further name lead to a room that is about to have it.
   *
   * @return whether the name {@linkplain #isFree is free}
   */
  boolean reserve(RoomName name, Room room, Instant now) {
    if (!isFree(name, room, now)) {
      return false;
    }
    Room there = byName.putIfAbsent(name, room);
    return there == null || there == room;
  }

  /** Releases a name of a room that does not get it, or no longer has it. */
  void release(RoomName name, Room room) {
    byName.computeIfPresent(
        name, (key, there) -> there == room && !room.name().equals(key) ? null : there);
  }

  /** Makes a name lead to a room in place of any other: it is the one of the store. */
  void name(RoomName name, Room room) {
    byName.put(name, room);
    formerNames.remove(name);
  }

  /** Remembers a former name of a room. */
  void remember(RoomName former, Room room, Instant until) {
    formerNames.put(former, new Former(room.epoch(), until));
  }

  /** Returns the room that had a name of late, which no room has now; null for none. */
  @Nullable Room formerly(RoomName name, Instant now) {
    Former former = formerNames.get(name);
    return former == null || !now.isBefore(former.until()) || byName.containsKey(name)
        ? null
        : byEpoch.get(former.epoch());
  }
}
