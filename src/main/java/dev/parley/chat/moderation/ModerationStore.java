package dev.parley.chat.moderation;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores bans, roles and the lockdown level (a port). Its methods may block, and throw {@link
 * dev.parley.chat.history.StoreUnavailableException} if the store does not work. Called by one
 * thread at a time.
 */
public interface ModerationStore {

  /** Reads all stored rules. */
  Snapshot read();

  /** Stores a ban, replacing one of the same kind, room and target. */
  void impose(Ban ban);

  /** Deletes a ban. */
  void lift(Ban ban);

  /** Stores the role of an account in a room, replacing the one before; null deletes it. */
  void give(RoomName room, Nick account, @Nullable Role role);

  /** Deletes all bans and roles of a room. */
  void forget(RoomName room);

  /** Stores the lockdown level. */
  void saveLockdown(Lockdown lockdown);

  /** Holds the stored rules. */
  record Snapshot(List<Ban> bans, List<RoleGrant> grants, Lockdown lockdown) {}

  /** Stores nothing. */
  ModerationStore NONE =
      new ModerationStore() {
        @Override
        public Snapshot read() {
          return new Snapshot(List.of(), List.of(), Lockdown.NONE);
        }

        @Override
        public void impose(Ban ban) {}

        @Override
        public void lift(Ban ban) {}

        @Override
        public void give(RoomName room, Nick account, @Nullable Role role) {}

        @Override
        public void forget(RoomName room) {}

        @Override
        public void saveLockdown(Lockdown lockdown) {}
      };
}
