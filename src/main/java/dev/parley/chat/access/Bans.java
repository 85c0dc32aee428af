package dev.parley.chat.access;

import dev.parley.chat.account.Account;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the bans and mutes in force. Read in memory, from any thread; changed once the store has
 * the change. A question takes a look-up for the name, one for the account, and one for each length
 * of prefix that ranges of addresses have, however many bans there are.
 *
 * <p>A session also bears what has hit it, so that no other name rids it of that.
 */
public final class Bans {

  /** Identifies a prefix length of an address family. */
  private record Width(boolean v6, int bits) {
    static @Nullable Width of(Ban ban) {
      return ban.target() instanceof Ban.OfAddress(AddressRange range)
          ? new Width(range.v6(), range.prefix())
          : null;
    }
  }

  private final ConcurrentMap<Ban.Key, Ban> bans = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Ban> byId = new ConcurrentHashMap<>();
  private final ConcurrentMap<RoomName, Set<Ban>> byRoom = new ConcurrentHashMap<>();

  /** Guards changes of the state in memory; no blocking work is done under it. */
  private final ReentrantLock changing = new ReentrantLock();

  private final ModerationStore store;
  private final Executor serialExecutor;
  private final Clock clock;
  private volatile List<Width> widths = List.of();

  /**
   * @param serialExecutor runs blocking work, in order
   */
  Bans(ModerationStore store, Collection<Ban> written, Executor serialExecutor, Clock clock) {
    this.store = store;
    this.serialExecutor = serialExecutor;
    this.clock = clock;
    written.forEach(this::add);
  }

  private void add(Ban ban) {
    changing.lock();
    try {
      Ban before = bans.put(ban.key(), ban);
      if (before != null) {
        forget(before);
      }
      byId.put(ban.id(), ban);
      if (ban.room() != null) {
        byRoom.computeIfAbsent(ban.room(), room -> ConcurrentHashMap.newKeySet()).add(ban);
      }
      Width width = Width.of(ban);
      if (width != null && !widths.contains(width)) {
        widths = Stream.concat(widths.stream(), Stream.of(width)).toList();
      }
    } finally {
      changing.unlock();
    }
  }

  private void remove(Ban ban) {
    remove(List.of(ban));
  }

  private void remove(Collection<Ban> gone) {
    changing.lock();
    try {
      for (Ban ban : gone) {
        if (bans.remove(ban.key(), ban)) {
          forget(ban);
        }
      }
      if (gone.stream().anyMatch(ban -> Width.of(ban) != null)) {
        widths = bans.values().stream().map(Width::of).filter(Objects::nonNull).distinct().toList();
      }
    } finally {
      changing.unlock();
    }
  }

  private void forget(Ban ban) {
    byId.remove(ban.id());
    if (ban.room() != null) {
      byRoom.computeIfPresent(
          ban.room(),
          (room, all) -> {
            all.remove(ban);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /** Returns the bans in force. */
  public Collection<Ban> all() {
    return bans.values().stream().filter(this::isInForce).toList();
  }

  /** Returns the ban of that id, if it is in force, or null. */
  @Nullable
  public Ban find(String id) {
    Ban ban = byId.get(id);
    return ban != null && isInForce(ban) ? ban : null;
  }

  /** Returns the ban on exactly that target, if there is one in force, or null. */
  @Nullable
  public Ban on(Kind kind, @Nullable RoomName room, Ban.Target target) {
    Ban ban = bans.get(new Ban.Key(kind, room, target));
    return ban != null && isInForce(ban) ? ban : null;
  }

  boolean isInForce(Ban ban) {
    return byId.containsKey(ban.id()) && !ban.isOver(clock.instant());
  }

  /** Counts the bans in force for a room. */
  private long count(RoomName room) {
    return byRoom.getOrDefault(room, Set.of()).stream().filter(this::isInForce).count();
  }

  /** Returns the ban that applies to a session in a room, or null. */
  @Nullable
  public Ban against(Kind kind, @Nullable RoomName room, Session session) {
    for (Ban ban : session.bans()) {
      if (ban.kind() == kind && Objects.equals(ban.room(), room) && isInForce(ban)) {
        return ban;
      }
    }
    if (bans.isEmpty()) {
      return null;
    }
    Nick login = session.login();
    Ban found = login == null ? null : on(kind, room, new Ban.OfNick(login));
    return found != null
        ? found
        : against(
            kind, room, session.nick(), session.account(), session.endpoint().remoteAddress());
  }

  /** Returns the ban that applies to a name, account and address, or null. */
  @Nullable Ban against(
      Kind kind,
      @Nullable RoomName room,
      @Nullable Nick nick,
      @Nullable Account account,
      String address) {
    Ban found = nick == null ? null : on(kind, room, new Ban.OfNick(nick));
    if (found == null && account != null) {
      found = on(kind, room, new Ban.OfAccount(account.name()));
    }
    return found == null ? againstAddress(kind, room, address) : found;
  }

  /** Returns the ban that applies to an address, or null. */
  @Nullable Ban againstAddress(Kind kind, @Nullable RoomName room, String address) {
    List<Width> known = widths;
    AddressRange from = known.isEmpty() ? null : AddressRange.parse(address);
    if (from != null) {
      for (Width width : known) {
        if (width.v6 == from.v6()) {
          Ban found = on(kind, room, new Ban.OfAddress(from.widened(width.bits)));
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  /** Returns whether a ban is about a session. */
  public static boolean concerns(Ban ban, Session session) {
    Account account = session.account();
    return switch (ban.target()) {
      case Ban.OfNick(Nick nick) -> nick.equals(session.nick()) || nick.equals(session.login());
      case Ban.OfAccount(Nick name) -> account != null && account.name().equals(name);
      case Ban.OfAddress(AddressRange range) -> {
        AddressRange from = AddressRange.parse(session.endpoint().remoteAddress());
        yield from != null && range.contains(from);
      }
    };
  }

  /** Attaches to a session the mute that applies to it in a room. */
  public void mark(Session session, RoomName room) {
    Ban mute = bans.isEmpty() ? null : against(Kind.MUTE, room, session);
    if (mute != null) {
      mark(session, mute);
    }
  }

  /** Attaches a ban to a session, and detaches expired ones. */
  public void mark(Session session, Ban ban) {
    session.bans(borne -> {
      List<Ban> now = new ArrayList<>(borne);
      now.removeIf(old -> old.equals(ban) || !isInForce(old));
      now.add(ban);
      return now;
    });
  }

  /** Describes the result of imposing a ban. */
  public sealed interface Outcome {

    /**
     * The ban is in force.
     *
     * @param before the ban on the same target that it took the place of, null where none was in
     *     force
     */
    record Imposed(@Nullable Ban before) implements Outcome {}

    /** The ban was not imposed, as the room has reached its limit of bans. */
    record Full() implements Outcome {}

    /** The ban was not imposed, as the room no longer exists. */
    record Gone() implements Outcome {}
  }

  /**
   * Imposes a ban in place of that on the same target; what became of it, once it is done. What it
   * depends on is looked at in the serial executor of blocking work, as other changes may come
   * before it.
   *
   * @param most how many may be in force for a room, 0 for no limit
   * @param whileOpen runs a task while the room is open, and says whether it did
   */
  public CompletableFuture<Outcome> impose(Ban ban, int most, Predicate<Runnable> whileOpen) {
    return CompletableFuture.supplyAsync(
        () -> {
          RoomName room = ban.room();
          Ban before = on(ban.kind(), room, ban.target());
          if (room != null && before == null && most > 0 && count(room) >= most) {
            return new Outcome.Full();
          }
          store.impose(ban);
          if (!whileOpen.test(() -> add(ban))) {
            store.lift(ban);
            return new Outcome.Gone();
          }
          return new Outcome.Imposed(before);
        },
        serialExecutor);
  }

  /** Lifts a ban; says whether it was in force, once it is done. */
  public CompletableFuture<Boolean> lift(Ban ban) {
    return CompletableFuture.supplyAsync(
        () -> {
          if (!isInForce(ban)) {
            return false;
          }
          store.lift(ban);
          remove(ban);
          return true;
        },
        serialExecutor);
  }

  /**
   * Strikes out those that have ended by themselves. Called on the serial executor of blocking
   * work.
   */
  void sweep() {
    List<Ban> over = bans.values().stream().filter(ban -> ban.isOver(clock.instant())).toList();
    over.forEach(store::lift);
    remove(over);
  }

  /** Returns the rooms that have bans. */
  Stream<RoomName> rooms() {
    return List.copyOf(byRoom.keySet()).stream();
  }

  boolean know(RoomName room) {
    return byRoom.containsKey(room);
  }

  /**
   * Moves the bans of an account to its new name. Called on the serial executor of blocking work.
   */
  void rename(Nick from, Nick to) {
    bans.values().stream()
        .filter(ban -> ban.target().equals(new Ban.OfAccount(from)))
        .forEach(ban -> {
          remove(ban);
          add(ban.on(new Ban.OfAccount(to)));
        });
  }

  /** Forgets a room that is gone. */
  void forget(RoomName room) {
    remove(List.copyOf(byRoom.getOrDefault(room, Set.of())));
  }
}
