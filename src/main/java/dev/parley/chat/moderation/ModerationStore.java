package dev.parley.chat.moderation;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores bans, roles and the lockdown level (a port). Its methods may block, and throw {@link
 * dev.parley.chat.history.LogUnavailableException} where nothing is read or changed. Called by one
 * thread at a time.
 */
public interface ModerationStore {

  /** Reads all stored rules. */
  Rules read();

  /** Writes a ban down, in place of one of the same kind, room and target. */
  void impose(Ban ban);

  /** Strikes a ban out. */
  void lift(Ban ban);

  /** Gives an account a role in a room in place of the one it has, or takes it: null. */
  void give(RoomName room, Nick account, @Nullable Role role);

  /** Strikes out everything about a room. */
  void forget(RoomName room);

  /** Writes the lockdown level down. */
  void saveLockdown(Lockdown lockdown);

  /** Holds the stored rules. */
  record Rules(List<Ban> bans, List<RoleGrant> grants, Lockdown lockdown) {}

  /** Forgets everything when the server stops. */
  ModerationStore NONE =
      new ModerationStore() {
        @Override
        public Rules read() {
          return new Rules(List.of(), List.of(), Lockdown.NONE);
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
