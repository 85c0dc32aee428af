package dev.parley.chat.access;

import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.name.RoomName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the roles of accounts in rooms. Reads use memory alone, from any thread; a change is
 * visible after it is stored.
 */
public final class Roles {

  private final ConcurrentMap<RoomName, Map<Nick, RoleGrant>> grants = new ConcurrentHashMap<>();
  private final ModerationStore store;
  private final Executor serialExecutor;

  /**
   * @param serialExecutor runs blocking tasks in order
   */
  Roles(ModerationStore store, Collection<RoleGrant> written, Executor serialExecutor) {
    this.store = store;
    this.serialExecutor = serialExecutor;
    written.forEach(this::put);
  }

  private void put(RoleGrant grant) {
    grants
        .computeIfAbsent(grant.room(), room -> new ConcurrentHashMap<>())
        .put(grant.account(), grant);
  }

  /** Returns the role of an account in a room. */
  public Role of(RoomName room, Nick account) {
    Map<Nick, RoleGrant> given = grants.get(room);
    RoleGrant grant = given == null ? null : given.get(account);
    return grant == null ? Role.MEMBER : grant.role();
  }

  /** Returns the roles granted in a room, ordered by name. */
  public List<RoleGrant> in(RoomName room) {
    return grants.getOrDefault(room, Map.of()).values().stream()
        .sorted(Comparator.comparing(grant -> grant.account().folded()))
        .toList();
  }

  /**
   * Grants an account a role in a room; null revokes it. The future result is the role before. Has
   * no effect if the room has been deleted meanwhile.
   *
   * @param room the room, by the name that it has when its turn comes
   * @param whileOpen runs a task if the room is open, and returns whether it ran
   */
  public CompletableFuture<Role> give(
      RoomIdentity room, Nick account, @Nullable Role role, Predicate<Runnable> whileOpen) {
    return CompletableFuture.supplyAsync(
        () -> {
          RoomName name = room.name();
          Role before = of(name, account);
          store.give(name, account, role);
          if (!whileOpen.test(() -> hold(room.name(), account, role))) {
            store.give(name, account, null);
          }
          return before;
        },
        serialExecutor);
  }

  /** Records in memory a role that is stored; null revokes it. */
  void hold(RoomName room, Nick account, @Nullable Role role) {
    if (role == null) {
      take(room, account);
    } else {
      put(new RoleGrant(room, account, role));
    }
  }

  private void take(RoomName room, Nick account) {
    grants.computeIfPresent(
        room,
        (name, given) -> {
          given.remove(account);
          return given.isEmpty() ? null : given;
        });
  }

  /** Moves the roles of an account to its new name. Called on the serial executor. */
  void rename(Nick from, Nick to) {
    List<RoleGrant> its = of(from);
    forget(from);
    its.forEach(grant -> put(new RoleGrant(grant.room(), to, grant.role())));
  }

  /** Removes the roles of a deleted account. Called on the serial executor. */
  void forget(Nick account) {
    of(account).forEach(grant -> take(grant.room(), account));
  }

  private List<RoleGrant> of(Nick account) {
    return rooms()
        .map(room -> grants.getOrDefault(room, Map.of()).get(account))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Moves the roles in a room to its new name. */
  void rename(RoomName from, RoomName to) {
    List<RoleGrant> its = in(from);
    its.forEach(grant -> put(new RoleGrant(to, grant.account(), grant.role())));
    if (!from.equals(to)) {
      forget(from);
    }
  }

  /** Replaces all roles. Called on the serial executor. */
  void replace(Collection<RoleGrant> now) {
    grants.values().stream()
        .flatMap(given -> given.values().stream())
        .filter(grant -> !now.contains(grant))
        .toList()
        .forEach(grant -> take(grant.room(), grant.account()));
    now.forEach(this::put);
  }

  /** Removes the roles in a deleted room. */
  void forget(RoomName room) {
    grants.remove(room);
  }

  /** Returns the rooms in which anyone has a role. */
  Stream<RoomName> rooms() {
    return List.copyOf(grants.keySet()).stream();
  }

  boolean contains(RoomName room) {
    return grants.containsKey(room);
  }
}
