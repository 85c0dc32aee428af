package dev.parley.chat.access;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Failures;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.ModerationStore;
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

/**
 * Holds the roles, bans and lockdown level, as loaded from the store. Asked in memory, from any
 * thread.
 */
public final class ModerationState {

  private final ModerationStore store;
  private final SerialExecutor serialExecutor;
  private final ChatMetrics monitor;
  private final Roles roles;
  private final Bans bans;
  private final ServerAccess serverAccess;

  /**
   * Reads what is written down: may block.
   *
   * @param blocking runs what may block
   */
  public ModerationState(
      ModerationStore store, Clock clock, ChatMetrics monitor, Executor blocking) {
    this.store = store;
    this.monitor = monitor;
    this.serialExecutor = new SerialExecutor(blocking);
    ModerationStore.Rules rules = store.read();
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

  /** Changes the lockdown level: which it was before, once it is done. */
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
   * Makes a change by which an account gets another name, if it does; its roles and the bans on it
   * go along. May block.
   *
   * @param change makes it, in what is written down as well, and says whether it was made
   */
  public boolean rename(Nick from, Nick to, BooleanSupplier change) {
    return inTurn(
        change,
        () -> {
          roles.rename(from, to);
          bans.rename(from, to);
        });
  }

  /** Deletes an account likewise, and its roles; the bans on it stay. May block. */
  public boolean delete(Nick account, BooleanSupplier change) {
    return inTurn(change, () -> roles.forget(account));
  }

  private boolean inTurn(BooleanSupplier change, Runnable then) {
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

  /**
   * Forgets what there is about a room that is closed: at once in memory, so that it does not hold
   * for another room of the name, and in what is written down a moment later. Does not block.
   */
  public void forget(RoomName room) {
    boolean known = roles.know(room) || bans.know(room);
    roles.forget(room);
    bans.forget(room);
    // Where that fails the rules wait to be forgotten until the server starts the next time.
    inBackground(
        "Forgetting the rules of a room",
        () -> {
          if (known) {
            store.forget(room);
          }
        });
  }

  /** Forgets what there is about rooms that are gone. */
  public void keep(Predicate<RoomName> there) {
    Stream.concat(roles.rooms(), bans.rooms())
        .distinct()
        .filter(there.negate())
        .forEach(this::forget);
  }

  /** Strikes out the bans that have ended by themselves, in the background. */
  public void sweep() {
    inBackground("Deleting expired bans", bans::sweep);
  }

  /** Runs a change that nobody waits for; a store that does not work then is no fault. */
  private void inBackground(String task, Runnable change) {
    var _ =
        CompletableFuture.runAsync(change, serialExecutor)
            .exceptionally(failure -> {
              Failures.report(task, failure, monitor);
              return null;
            });
  }
}
