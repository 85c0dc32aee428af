package dev.parley.chat.metadata;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Failures;
import dev.parley.chat.metadata.MetadataStore.OfAccount;
import dev.parley.chat.metadata.MetadataStore.OfRoom;
import dev.parley.chat.metadata.MetadataStore.Owner;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.SerialExecutor;
import dev.parley.chat.session.Session;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the metadata of accounts and rooms, as loaded from the store. Reads use memory alone, from
 * any thread; a change is visible after it is stored. The metadata of guests is that of their
 * sessions.
 */
public final class ActiveMetadata {

  /** Enumerates what a request to change a value comes to. */
  public enum Result {
    /** The value is another one now. */
    CHANGED,
    /** The value was the same already. */
    SAME,
    /** There was no value to remove. */
    NOT_SET,
    /** There are as many keys as there may be. */
    TOO_MANY
  }

  private final ConcurrentMap<Owner, Map<String, String>> values = new ConcurrentHashMap<>();
  private final MetadataStore store;
  private final Accounts accounts;
  private final int mostKeys;
  private final ChatMetrics metrics;
  private final SerialExecutor serialExecutor;

  /**
   * Loads the metadata from the store. May block.
   *
   * @param mostKeys the maximum number of keys of a person or a room, 0 for no limit
   * @param blocking runs tasks that may block
   */
  public ActiveMetadata(
      MetadataStore store,
      Accounts accounts,
      int mostKeys,
      ChatMetrics metrics,
      Executor blocking) {
    this.store = store;
    this.accounts = accounts;
    this.mostKeys = mostKeys;
    this.metrics = metrics;
    this.serialExecutor = new SerialExecutor(blocking);
    values.putAll(stored());
  }

  private Map<Owner, Map<String, String>> stored() {
    return store.read().stream()
        .collect(
            Collectors.groupingBy(
                MetadataStore.Entry::owner,
                Collectors.collectingAndThen(
                    Collectors.toMap(
                        MetadataStore.Entry::key,
                        MetadataStore.Entry::value,
                        (first, second) -> second,
                        TreeMap::new),
                    Collections::unmodifiableMap)));
  }

  /** Returns the values of a person, by their keys in order: those of the account, if any. */
  public Map<String, String> of(Session person) {
    Owner account = account(person);
    return account == null ? person.metadata() : of(account);
  }

  /** Returns the values of a room, by their keys in order. */
  public Map<String, String> of(RoomName room) {
    return of(new OfRoom(room));
  }

  /** Returns the values of an account, by their keys in order. */
  public Map<String, String> of(AccountProfile account) {
    return of(new OfAccount(account.id()));
  }

  private Map<String, String> of(Owner owner) {
    return values.getOrDefault(owner, Map.of());
  }

  private @Nullable Owner account(Session person) {
    Account account = person.account();
    AccountProfile profile = account == null ? null : accounts.find(account.name());
    return profile == null ? null : new OfAccount(profile.id());
  }

  /**
   * Sets a value of a guest; null removes it. Called by the commands of the session alone.
   *
   * @return what it comes to
   */
  public Result set(Session guest, String key, @Nullable String value) {
    Result result = result(guest.metadata(), key, value);
    if (result == Result.CHANGED) {
      guest.metadata(with(guest.metadata(), key, value));
    }
    return result;
  }

  /**
   * Stores a value of an account or a room; null removes it.
   *
   * @param whose returns the owner, by the name that it has when the turn of the change comes
   * @param whileThere runs a task if the owner exists, and returns whether it ran
   * @param then is told of a change, before the one after it
   */
  public CompletableFuture<Result> set(
      Supplier<Owner> whose,
      String key,
      @Nullable String value,
      Predicate<Runnable> whileThere,
      Runnable then) {
    return CompletableFuture.supplyAsync(
        () -> {
          Owner owner = whose.get();
          Result result = result(of(owner), key, value);
          if (result != Result.CHANGED) {
            return result;
          }
          if (!store.set(owner, key, value, mostKeys)) {
            return Result.TOO_MANY;
          }
          if (whileThere.test(() -> hold(whose.get(), key, value))) {
            then.run();
          } else {
            store.set(owner, key, null, mostKeys);
          }
          return result;
        },
        serialExecutor);
  }

  private Result result(Map<String, String> before, String key, @Nullable String value) {
    String known = before.get(key);
    if (value == null) {
      return known == null ? Result.NOT_SET : Result.CHANGED;
    }
    if (known == null && mostKeys > 0 && before.size() >= mostKeys) {
      return Result.TOO_MANY;
    }
    return value.equals(known) ? Result.SAME : Result.CHANGED;
  }

  private void hold(Owner owner, String key, @Nullable String value) {
    values.compute(
        owner,
        (known, before) -> {
          Map<String, String> now = with(before == null ? Map.of() : before, key, value);
          return now.isEmpty() ? null : now;
        });
  }

  private static Map<String, String> with(
      Map<String, String> before, String key, @Nullable String value) {
    Map<String, String> now = new TreeMap<>(before);
    if (value == null) {
      now.remove(key);
    } else {
      now.put(key, value);
    }
    return Collections.unmodifiableMap(now);
  }

  /**
   * Records a value that another server has stored; null removes it. Returns whether that changed
   * anything. May block.
   */
  public boolean learn(Owner owner, String key, @Nullable String value) {
    String before = of(owner).get(key);
    learn(() -> hold(owner, key, value));
    return !Objects.equals(before, value);
  }

  /** Removes the values of a room that another server has deleted, from memory. */
  public void learnDeletion(RoomName room) {
    values.remove(new OfRoom(room));
  }

  /**
   * Runs a task while no value is stored, and none has been stored and is not visible yet. May
   * block.
   */
  public void betweenChanges(Runnable task) {
    learn(task);
  }

  /** Moves the values of a room to its new name, in memory. Does not block. */
  public void renameRoom(RoomName from, RoomName to) {
    Map<String, String> its = values.remove(new OfRoom(from));
    if (its != null) {
      its.forEach((key, value) -> hold(new OfRoom(to), key, value));
    }
  }

  /** Reads all values again, as changes of other servers may have been missed. May block. */
  public void reload() {
    learn(this::readAgain);
  }

  /** Reads all values again in the background. Does not block. */
  public void refresh() {
    inBackground("Reading metadata again", this::readAgain);
  }

  private void readAgain() {
    Map<Owner, Map<String, String>> now = stored();
    values.putAll(now);
    values.keySet().retainAll(now.keySet());
  }

  private void learn(Runnable change) {
    CompletableFuture.runAsync(change, serialExecutor).join();
  }

  /**
   * Removes the values of a closed room: from memory at once, so that they are not those of a new
   * room of that name, and from the store in the background. Does not block.
   */
  public void forget(RoomName room) {
    if (values.remove(new OfRoom(room)) == null) {
      return;
    }
    // If that fails, the values are deleted at the next start of the server.
    inBackground("Forgetting the metadata of a room", () -> store.forget(room));
  }

  private void inBackground(String task, Runnable change) {
    var _ =
        CompletableFuture.runAsync(change, serialExecutor)
            .exceptionally(failure -> {
              Failures.report(task, failure, metrics);
              return null;
            });
  }

  /** Removes the values of rooms that no longer exist. */
  public void keep(Predicate<RoomName> there) {
    for (Owner owner : List.copyOf(values.keySet())) {
      if (owner instanceof OfRoom(RoomName room) && !there.test(room)) {
        forget(room);
      }
    }
  }
}
