package dev.parley.chat.access;

import dev.parley.chat.account.Account;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.moderation.PersonMask;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomIdentity;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the bans and mutes in force. Reads use memory alone, from any thread; a change is visible
 * after it is stored. A query takes one look-up for the name, one for the account, and one for each
 * prefix length of the banned address ranges, regardless of the number of bans; only masks are
 * compared one by one, those of the room.
 *
 * <p>Bans that applied to a session stay attached to it, so that a change of name does not evade
 * them.
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
  private final ConcurrentMap<RoomName, Set<Ban>> masksByRoom = new ConcurrentHashMap<>();

  /** Guards changes of the state in memory; no blocking work is done under it. */
  private final ReentrantLock changing = new ReentrantLock();

  private final ModerationStore store;
  private final Executor serialExecutor;
  private final Clock clock;
  private volatile List<Width> widths = List.of();
  private volatile Function<Session, String> describer = Bans::described;

  /**
   * @param serialExecutor runs blocking tasks in order
   */
  Bans(ModerationStore store, Collection<Ban> written, Executor serialExecutor, Clock clock) {
    this.store = store;
    this.serialExecutor = serialExecutor;
    this.clock = clock;
    written.forEach(this::add);
  }

  private static String described(Session session) {
    Nick nick = session.nick();
    return (nick == null ? "*" : nick.value())
        + "!"
        + session.endpoint().protocol()
        + "@"
        + session.endpoint().remoteAddress();
  }

  /**
   * Sets what describes people for masks.
   *
   * @param to returns {@code nick!user@host} of a session; called from any thread
   */
  public void describeBy(Function<Session, String> to) {
    describer = to;
  }

  void add(Ban ban) {
    changing.lock();
    try {
      Ban before = bans.put(ban.key(), ban);
      if (before != null) {
        forget(before);
      }
      byId.put(ban.id(), ban);
      index(byRoom, ban);
      if (ban.target() instanceof Ban.OfMask) {
        index(masksByRoom, ban);
      }
      Width width = Width.of(ban);
      if (width != null && !widths.contains(width)) {
        widths = Stream.concat(widths.stream(), Stream.of(width)).toList();
      }
    } finally {
      changing.unlock();
    }
  }

  /** Removes a ban, whose room may have been renamed since. */
  void lifted(Ban ban) {
    remove(byId.getOrDefault(ban.id(), ban));
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
    removeFrom(byRoom, ban);
    removeFrom(masksByRoom, ban);
  }

  private static void index(ConcurrentMap<RoomName, Set<Ban>> byRoom, Ban ban) {
    if (ban.room() != null) {
      byRoom.computeIfAbsent(ban.room(), room -> ConcurrentHashMap.newKeySet()).add(ban);
    }
  }

  private static void removeFrom(ConcurrentMap<RoomName, Set<Ban>> byRoom, Ban ban) {
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

  /** Returns the ban in force on exactly that target, or null. */
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
    for (Ban borne : session.bans()) {
      Ban ban = find(borne.id()); // Its room or its target may have been renamed since.
      if (ban != null && ban.kind() == kind && Objects.equals(ban.room(), room)) {
        return ban;
      }
    }
    if (bans.isEmpty()) {
      return null;
    }
    Nick login = session.login();
    Ban found = login == null ? null : on(kind, room, new Ban.OfNick(login));
    if (found == null) {
      found = against(kind, room, session.nick(), session.account(), session.addresses());
    }
    return found == null && room != null ? masking(kind, room, session) : found;
  }

  private @Nullable Ban masking(Kind kind, RoomName room, Session session) {
    Set<Ban> masks = masksByRoom.getOrDefault(room, Set.of());
    String person = masks.isEmpty() ? "" : describer.apply(session);
    for (Ban ban : masks) {
      if (ban.kind() == kind
          && ban.target() instanceof Ban.OfMask(PersonMask mask)
          && mask.matches(person)
          && isInForce(ban)) {
        return ban;
      }
    }
    return null;
  }

  /** Returns the ban that applies to a name, an account and addresses, or null. */
  @Nullable Ban against(
      Kind kind,
      @Nullable RoomName room,
      @Nullable Nick nick,
      @Nullable Account account,
      List<String> addresses) {
    Ban found = nick == null ? null : on(kind, room, new Ban.OfNick(nick));
    if (found == null && account != null) {
      found = on(kind, room, new Ban.OfAccount(account.name()));
    }
    for (int i = 0; found == null && i < addresses.size(); i++) {
      found = againstAddress(kind, room, addresses.get(i));
    }
    return found;
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
  public boolean concerns(Ban ban, Session session) {
    Account account = session.account();
    return switch (ban.target()) {
      case Ban.OfNick(Nick nick) -> nick.equals(session.nick()) || nick.equals(session.login());
      case Ban.OfAccount(Nick name) -> account != null && account.name().equals(name);
      case Ban.OfAddress(AddressRange range) ->
          session.addresses().stream()
              .map(AddressRange::parse)
              .anyMatch(from -> from != null && range.contains(from));
      case Ban.OfMask(PersonMask mask) -> mask.matches(describer.apply(session));
    };
  }

  /** Attaches to a session the mute that applies to it in a room. */
  public void attach(Session session, RoomName room) {
    Ban mute = bans.isEmpty() ? null : against(Kind.MUTE, room, session);
    if (mute != null) {
      attach(session, mute);
    }
  }

  /** Attaches a ban to a session, and detaches expired ones. */
  public void attach(Session session, Ban ban) {
    session.bans(borne -> {
      List<Ban> now = new ArrayList<>(borne);
      now.removeIf(old -> old.id().equals(ban.id()) || !isInForce(old));
      now.add(ban);
      return now;
    });
  }

  /** Returns whether a ban is attached to a session, or is about it. */
  public boolean isAgainst(Session session, Ban ban) {
    return isBorne(ban, session) || concerns(ban, session);
  }

  /** Returns whether a ban is attached to a session. */
  public boolean isBorne(Ban ban, Session session) {
    return session.bans().stream().anyMatch(borne -> borne.id().equals(ban.id()));
  }

  /** Describes the result of imposing a ban. */
  public sealed interface Imposition {

    /**
     * The ban is in force.
     *
     * @param ban the ban, in the room by its current name
     * @param before the ban on the same target that it replaced, null if none was in force
     */
    record InForce(Ban ban, @Nullable Ban before) implements Imposition {}

    /** The ban was not imposed, as the room has reached its limit of bans. */
    record LimitReached() implements Imposition {}

    /** The ban was not imposed, as the room no longer exists. */
    record NoRoom() implements Imposition {}
  }

  /**
   * Imposes a ban, replacing one on the same target, and returns the future outcome. Preconditions
   * are checked on the serial executor, because earlier changes may still be queued there.
   *
   * @param place the room that it applies to, by the name that it has when the turn of the ban
   *     comes; null for the whole server
   * @param most the maximum number of bans in force for a room, 0 for no limit
   * @param whileOpen runs a task if the room is open, and returns whether it ran
   */
  public CompletableFuture<Imposition> impose(
      Ban wanted, @Nullable RoomIdentity place, int most, Predicate<Runnable> whileOpen) {
    return CompletableFuture.supplyAsync(
        () -> {
          RoomName room = place == null ? null : place.name();
          Ban ban = wanted.in(room);
          Ban before = on(ban.kind(), room, ban.target());
          if (room != null && before == null && most > 0 && count(room) >= most) {
            return new Imposition.LimitReached();
          }
          store.impose(ban);
          // Another server may have renamed the room meanwhile, and the ban in the store with it.
          if (!whileOpen.test(() -> add(ban.in(place == null ? null : place.name())))) {
            store.lift(ban);
            return new Imposition.NoRoom();
          }
          return new Imposition.InForce(byId.getOrDefault(ban.id(), ban), before);
        },
        serialExecutor);
  }

  /** Lifts a ban; the future result is whether it was in force. */
  public CompletableFuture<Boolean> lift(Ban ban) {
    return CompletableFuture.supplyAsync(
        () -> {
          if (!isInForce(ban)) {
            return false;
          }
          store.lift(ban);
          lifted(ban);
          return true;
        },
        serialExecutor);
  }

  /** Deletes expired bans. Called on the serial executor. */
  void sweep() {
    List<Ban> over = bans.values().stream().filter(ban -> ban.isOver(clock.instant())).toList();
    over.forEach(store::lift);
    remove(over);
  }

  /** Returns the rooms that have bans. */
  Stream<RoomName> rooms() {
    return List.copyOf(byRoom.keySet()).stream();
  }

  boolean contains(RoomName room) {
    return byRoom.containsKey(room);
  }

  /** Moves the bans of an account to its new name. Called on the serial executor. */
  void rename(Nick from, Nick to) {
    bans.values().stream()
        .filter(ban -> ban.target().equals(new Ban.OfAccount(from)))
        .forEach(ban -> {
          remove(ban);
          add(ban.on(new Ban.OfAccount(to)));
        });
  }

  /** Moves the bans of a room to its new name. */
  void rename(RoomName from, RoomName to) {
    for (Ban ban : List.copyOf(byRoom.getOrDefault(from, Set.of()))) {
      remove(ban);
      add(ban.in(to));
    }
  }

  /** Replaces all bans. Called on the serial executor. */
  void replace(Collection<Ban> now) {
    remove(bans.values().stream().filter(ban -> !now.contains(ban)).toList());
    now.stream().filter(ban -> !ban.equals(bans.get(ban.key()))).forEach(this::add);
  }

  /** Removes the bans of a deleted room. */
  void forget(RoomName room) {
    remove(List.copyOf(byRoom.getOrDefault(room, Set.of())));
  }
}
