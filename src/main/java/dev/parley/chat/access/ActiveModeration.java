package dev.parley.chat.access;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Failures;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.SerialExecutor;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the roles, bans and lockdown level, as loaded from the store. Reads use memory alone, from
 * any thread.
 */
public final class ActiveModeration {

  private final ModerationStore store;
  private final SerialExecutor serialExecutor;
  private final ChatMetrics metrics;
  private final Roles roles;
  private final Bans bans;
  private final ServerAccess serverAccess;

  /**
   * Loads the rules from the store. May block.
   *
   * @param blocking runs tasks that may block
   */
  public ActiveModeration(
      ModerationStore store, Clock clock, ChatMetrics metrics, Executor blocking) {
    this.store = store;
    this.metrics = metrics;
    this.serialExecutor = new SerialExecutor(blocking);
    ModerationStore.Snapshot rules = store.read();
    this.roles = new Roles(store, rules.grants(), serialExecutor);
    this.bans = new Bans(store, rules.bans(), serialExecutor, clock);
    this.serverAccess = new ServerAccess(bans, rules.lockdown());
  }

  public Roles roles() {
    return roles;
  }

  public Bans bans() {
    return bans;
  }

  public ServerAccess serverAccess() {
    return serverAccess;
  }

  /** Changes the lockdown level; the future result is the level before. */
  public CompletableFuture<Lockdown> changeLockdown(Lockdown now) {
    return CompletableFuture.supplyAsync(
        () -> {
          Lockdown before = serverAccess.lockdown();
          store.saveLockdown(now);
          serverAccess.lockdown(now);
          return before;
        },
        serialExecutor);
  }

  /**
   * Renames an account, together with its roles and the bans on it. May block.
   *
   * @param change renames the account in memory and in the store, and returns whether it did
   */
  public boolean rename(Nick from, Nick to, BooleanSupplier change) {
    return changeThen(
        change,
        () -> {
          roles.rename(from, to);
          bans.rename(from, to);
        });
  }

  /** Deletes an account and its roles; the bans on it stay. May block. */
  public boolean delete(Nick account, BooleanSupplier change) {
    return changeThen(change, () -> roles.forget(account));
  }

  /** Puts a ban in force that another server has stored. May block. */
  public void learnBan(Ban ban) {
    learn(() -> bans.add(ban));
  }

  /** Lifts a ban that another server has deleted. May block. */
  public void learnLifting(Ban ban) {
    learn(() -> bans.lifted(ban));
  }

  /**
   * Gives an account a role that another server has stored; null takes it. Returns whether that
   * changed anything. May block.
   */
  public boolean learnRole(RoomName room, Nick account, @Nullable Role role) {
    Role before = roles.of(room, account);
    learn(() -> roles.hold(room, account, role));
    return before != roles.of(room, account);
  }

  /** Puts a lockdown level in force that another server has stored. May block. */
  public void learnLockdown(Lockdown now) {
    learn(() -> serverAccess.lockdown(now));
  }

  /** Renames an account that another server has renamed, in memory. May block. */
  public void learnRename(Nick from, Nick to) {
    learn(() -> {
      roles.rename(from, to);
      bans.rename(from, to);
    });
  }

  /** Removes the roles of an account that another server has deleted, in memory. May block. */
  public void learnDeletion(Nick account) {
    learn(() -> roles.forget(account));
  }

  /** Removes the rules of a room that another server has deleted, from memory. Does not block. */
  public void learnDeletion(RoomName room) {
    roles.forget(room);
    bans.forget(room);
  }

  /**
   * Runs a task while no rules are stored, and none have been stored and are not in force yet. May
   * block.
   */
  public void betweenChanges(Runnable task) {
    learn(task);
  }

  /** Moves the rules of a room to its new name, in memory. Does not block. */
  public void renameRoom(RoomName from, RoomName to) {
    roles.rename(from, to);
    bans.rename(from, to);
  }

  /** Reads all rules again, as changes of other servers may have been missed. May block. */
  public void reload() {
    learn(this::read);
  }

  /** Reads all rules again in the background. Does not block. */
  public void refresh() {
    inBackground("Reading the rules again", this::read);
  }

  private void read() {
    ModerationStore.Snapshot now = store.read();
    roles.replace(now.grants());
    bans.replace(now.bans());
    serverAccess.lockdown(now.lockdown());
  }

  private void learn(Runnable change) {
    CompletableFuture.runAsync(change, serialExecutor).join();
  }

  private boolean changeThen(BooleanSupplier change, Runnable then) {
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                boolean made = change.getAsBoolean();
                if (made) {
                  then.run();
                }
                return made;
              },
              serialExecutor)
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Returns whether anyone has a role in a room, or it has a ban of any kind. */
  public boolean hasRules(RoomName room) {
    return roles.contains(room) || bans.contains(room);
  }

  /**
   * Removes the rules of a closed room: from memory at once, so that they do not apply to a new
   * room of that name, and from the store in the background. Does not block.
   */
  public void forget(RoomName room) {
    boolean known = hasRules(room);
    roles.forget(room);
    bans.forget(room);
    // If that fails, the rules are deleted at the next start of the server.
    inBackground(
        "Forgetting the rules of a room",
        () -> {
          if (known) {
            store.forget(room);
          }
        });
  }

  /** Removes the rules of rooms that no longer exist. */
  public void keep(Predicate<RoomName> there) {
    Stream.concat(roles.rooms(), bans.rooms())
        .distinct()
        .filter(there.negate())
        .forEach(this::forget);
  }

  /** Deletes expired bans in the background. */
  public void sweep() {
    inBackground("Deleting expired bans", bans::sweep);
  }

  /** Runs a change in the background; an unavailable store is not reported as a fault. */
  private void inBackground(String task, Runnable change) {
    var _ =
        CompletableFuture.runAsync(change, serialExecutor)
            .exceptionally(failure -> {
              Failures.report(task, failure, metrics);
              return null;
            });
  }
}
