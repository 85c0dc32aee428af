package dev.parley.store.registry;

import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Keeps bans, roles and the lockdown in memory, for tests of other classes. */
public final class MemoryModerationStore implements ModerationStore {

  private final List<Ban> bans = new ArrayList<>();
  private final List<RoleGrant> grants = new ArrayList<>();
  private Lockdown lockdown = Lockdown.NONE;
  private RuntimeException fault;

  /** Creates an empty store. */
  public MemoryModerationStore() {}

  /** Creates a store with these bans. */
  public MemoryModerationStore(Collection<Ban> written) {
    bans.addAll(written);
  }

  /** Makes changes fail from now on; null ends that. */
  public synchronized void failWith(RuntimeException failure) {
    fault = failure;
  }

  private void failIfToldTo() {
    if (fault != null) {
      throw fault;
    }
  }

  @Override
  public synchronized Snapshot read() {
    return new Snapshot(List.copyOf(bans), List.copyOf(grants), lockdown);
  }

  @Override
  public synchronized void impose(Ban ban) {
    failIfToldTo();
    bans.removeIf(old ->
        old.kind() == ban.kind()
            && Objects.equals(old.room(), ban.room())
            && old.target().equals(ban.target()));
    bans.add(ban);
  }

  @Override
  public synchronized void lift(Ban ban) {
    failIfToldTo();
    bans.removeIf(old -> old.id().equals(ban.id()));
  }

  @Override
  public synchronized void give(RoomName room, Nick account, Role role) {
    failIfToldTo();
    grants.removeIf(old -> old.room().equals(room) && old.account().equals(account));
    if (role != null) {
      grants.add(new RoleGrant(room, account, role));
    }
  }

  @Override
  public synchronized void forget(RoomName room) {
    failIfToldTo();
    bans.removeIf(ban -> room.equals(ban.room()));
    grants.removeIf(grant -> grant.room().equals(room));
  }

  @Override
  public synchronized void saveLockdown(Lockdown now) {
    failIfToldTo();
    lockdown = now;
  }
}
