package dev.parley.chat.room;

import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Renames rooms. First the new name is reserved in memory, where it leads to the room at once, so
 * that nobody makes another room of it; where the log is shared with other servers, the store alone
 * decides who gets a name. Then the log stores the name, together with that of the room's rules and
 * metadata; meanwhile none of those are changed. Then the name is changed in memory, with the
 * room's lock held, and the members are told.
 */
final class RoomRenaming {

  private final Room.Context context;
  private final RoomIndex index;

  RoomRenaming(Room.Context context, RoomIndex index) {
    this.context = context;
    this.index = index;
  }

  /**
   * Describes who renames a room.
   *
   * @param shown the name shown as the one who did it, empty for an operator
   * @param reason the reason, for the members; may be empty
   * @param asker the session, null for an operator
   */
  record By(String shown, String reason, @Nullable Session asker, Cause cause) {}

  /** Renames a room for a person or an operator; returns the room or a refusal. May block. */
  Outcome<RoomInfo> rename(Room room, RoomName to, By by) {
    return room.inTurn(() -> {
      RoomName from = room.name();
      Instant now = context.clock().instant();
      Duration interval = context.settings().roomRenameInterval();
      if (from.value().equals(to.value())) {
        return Outcome.refused(Refusal.ALREADY_DONE, "The room is called " + to + " already.");
      }
      if (by.asker() != null && now.isBefore(room.renamedAt().plus(interval))) {
        return Outcome.refused(
            Refusal.TOO_MANY_RENAMES,
            from + " was renamed a moment ago: wait before it is renamed again.");
      }
      boolean free =
          context.observer().isShared()
              ? index.isFree(to, room, now)
              : index.reserve(to, room, now);
      if (!free) {
        return taken(to);
      }
      try {
        return store(room, to, by);
      } finally {
        index.release(to, room);
      }
    });
  }

  private Outcome<RoomInfo> store(Room room, RoomName to, By by) {
    CompletableFuture<Renamed> done = new CompletableFuture<>();
    // Applied by the thread of the log, before it goes on.
    CompletableFuture<Outcome<RoomInfo>> outcome =
        done.thenApply(result -> stored(room, to, result, by));
    context
        .activeModeration()
        .betweenChanges(() ->
            context
                .metadata()
                .betweenChanges(() -> {
                  context.log().rename(room.name(), to, done::complete);
                  outcome.join();
                }));
    return outcome.join();
  }

  private Outcome<RoomInfo> stored(Room room, RoomName to, Renamed done, By by) {
    return switch (done) {
      case Renamed.Done _ -> {
        if (apply(room, to, by)) {
          yield new Outcome.Ok<>(room.info());
        }
        context.log().delete(to, problem -> {}); // It was deleted meanwhile, by its former name.
        yield new Outcome.Refused<>(Rooms.noSuchRoom(room.name().value()));
      }
      case Renamed.Taken _ -> taken(to);
      case Renamed.Failed(String reason) -> Outcome.refused(Refusal.LOG_UNAVAILABLE, reason);
    };
  }

  /** Applies a new name that is stored; returns false if the room is closed. */
  private boolean apply(Room room, RoomName to, By by) {
    RoomName from = room.name();
    boolean applied =
        room.renamed(
            to,
            by,
            () -> {
              index.name(to, room);
              context.activeModeration().renameRoom(from, to);
              context.metadata().renameRoom(from, to);
            });
    if (applied && !from.equals(to)) {
      Duration hold = context.settings().formerRoomNameHold();
      index.remember(from, room, context.clock().instant().plus(hold));
      index.release(from, room);
    }
    return applied;
  }

  /** Applies a new name that another server has stored. Does not block. */
  void learn(Room room, SavedRoom saved) {
    var _ = apply(room, saved.name(), new By("", "", null, Cause.API));
    // Changes of the rules may have come by either name, before or after this.
    context.activeModeration().refresh();
    context.metadata().refresh();
  }

  private static <T> Outcome<T> taken(RoomName name) {
    return Outcome.refused(Refusal.ROOM_EXISTS, "There is a room " + name + " already.");
  }
}
