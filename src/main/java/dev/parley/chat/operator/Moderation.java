package dev.parley.chat.operator;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.access.Bans;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Outcome.Success;
import dev.parley.chat.api.Participant;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.arrival.DepartureService;
import dev.parley.chat.arrival.Enforcement;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.AuditJson;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.chat.audit.Requester;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Moderates: kicks, bans and mutes people, grants roles, and sets the lockdown level. Callers check
 * permissions before. A change is stored, then takes effect on connected sessions, and is recorded
 * in the audit. Safe for use from any thread; the public methods may block.
 */
public final class Moderation {

  private final Rooms rooms;
  private final LoginService authenticator;
  private final ActiveModeration activeModeration;
  private final AuditRecorder recorder;
  private final Enforcement enforcement;
  private final DepartureService departures;
  private final PeerNetwork network;
  private final Limits limits;
  private final Clock clock;
  private final ChatMetrics metrics;

  public Moderation(
      Rooms rooms,
      LoginService authenticator,
      ActiveModeration activeModeration,
      AuditRecorder recorder,
      Enforcement enforcement,
      DepartureService departures,
      PeerNetwork network,
      Limits limits,
      Clock clock,
      ChatMetrics metrics) {
    this.rooms = rooms;
    this.authenticator = authenticator;
    this.activeModeration = activeModeration;
    this.recorder = recorder;
    this.enforcement = enforcement;
    this.departures = departures;
    this.network = network;
    this.limits = limits;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Returns the bans and mutes in force. */
  public Collection<Ban> bans() {
    return activeModeration.bans().all();
  }

  /** Returns the ban or mute of an id, or null. */
  public @Nullable Ban ban(String id) {
    return activeModeration.bans().find(id);
  }

  /**
   * Imposes a ban or a mute and returns it, or a refusal.
   *
   * @param room the room, null for the whole server
   * @param until the time of expiry, null for a permanent ban
   */
  public Outcome<Ban> impose(
      Actor by,
      Kind kind,
      @Nullable String room,
      Ban.Target target,
      @Nullable Instant until,
      String reason) {
    Room found = room == null ? null : rooms.find(room);
    if (room != null && found == null) {
      return new Outcome.Refused<>(Rooms.noSuchRoom(room));
    }
    if (found == null && (kind != Kind.BAN || target instanceof Ban.OfMask)) {
      return Outcome.refused(
          Refusal.INVALID_VALUE,
          kind == Kind.MUTE ? "A mute is in a room." : "Only a ban can be of the whole server.");
    }
    if (found == rooms.lobby() && found != null && kind == Kind.BAN) {
      return Outcome.refused(
          Refusal.LOBBY_STAYS, "The lobby is open to everyone: ban from the server, or mute.");
    }
    RoomName where = found == null ? null : found.name();
    return impose(Requester.of(by), ban(kind, where, target, until, reason, by.name()), null, true)
        .join();
  }

  /** Creates a ban, which is not yet imposed. */
  public Ban ban(
      Kind kind,
      @Nullable RoomName room,
      Ban.Target target,
      @Nullable Instant until,
      String reason,
      String by) {
    return new Ban(
        UUID.randomUUID().toString(),
        kind,
        room,
        target,
        clock.instant(),
        until,
        Text.remark(reason),
        by);
  }

  /** Lifts a ban or a mute and returns it, or a refusal. */
  public Outcome<Ban> lift(Actor by, String id, String reason) {
    Ban ban = activeModeration.bans().find(id);
    return ban == null ? noSuchBan() : lift(Requester.of(by), ban, reason).join();
  }

  /**
   * Imposes a ban or a mute on behalf of a requester.
   *
   * @param meant the person whom it targets, independent of their name once it is stored; null for
   *     everyone whom it concerns then
   * @param removes whether a ban from a room takes its members out, who otherwise stay without
   *     speaking
   */
  public CompletableFuture<Outcome<Ban>> impose(
      Requester by, Ban ban, @Nullable Participant meant, boolean removes) {
    int most = limits.bansPerRoom();
    Room room = ban.room() == null ? null : rooms.known(ban.room());
    if (ban.room() != null && room == null) {
      return CompletableFuture.completedFuture(
          new Outcome.Refused<>(Rooms.noSuchRoom(ban.room().value())));
    }
    Predicate<Runnable> whileOpen = room == null ? Moderation::always : room::whileOpen;
    CompletableFuture<Outcome<Ban>> outcome =
        safely(
            activeModeration
                .bans()
                .impose(ban, room == null ? null : room.identity(), most, whileOpen)
                .thenApply(imposition ->
                    switch (imposition) {
                      case Bans.Imposition.InForce(Ban stored, Ban before) ->
                          imposed(by, stored, meant, removes, before);
                      case Bans.Imposition.LimitReached() ->
                          Outcome.refused(
                              Refusal.TOO_MANY_BANS,
                              ban.room()
                                  + " can have no more bans and mutes: the limit is "
                                  + most
                                  + ".");
                      case Bans.Imposition.NoRoom() ->
                          new Outcome.Refused<>(Rooms.noSuchRoom(String.valueOf(ban.room())));
                    }));
    activeModeration.sweep();
    return outcome;
  }

  private static boolean always(Runnable task) {
    task.run();
    return true;
  }

  private Outcome<Ban> imposed(
      Requester by, Ban ban, @Nullable Participant meant, boolean removes, @Nullable Ban before) {
    recorder.put(
        by.actor(),
        ban.kind().code() + ".add",
        ban.target().toString(),
        ban.reason(),
        before == null ? null : AuditJson.of(before),
        AuditJson.of(ban));
    enforcement.enforce(ban, meant, removes, by);
    network.announce(() ->
        new PeerMessage.BanImposed(
            ban, meant == null ? null : meant.id(), !removes, by.shown(), person(by.session())));
    return new Outcome.Ok<>(ban);
  }

  private static @Nullable String person(@Nullable Session session) {
    return session == null ? null : session.participant().id();
  }

  /** Lifts a ban or a mute on behalf of a requester, and returns it, or a refusal. */
  public CompletableFuture<Outcome<Ban>> lift(Requester by, Ban ban, String reason) {
    return safely(
        activeModeration
            .bans()
            .lift(ban)
            .thenApply(done -> {
              if (!done) {
                return noSuchBan();
              }
              String action = ban.kind().code() + ".lift";
              String subject = ban.target().toString();
              recorder.put(by.actor(), action, subject, reason, AuditJson.of(ban), null);
              enforcement.publishMute(ban, true, by);
              network.announce(
                  () -> new PeerMessage.BanLifted(ban, by.shown(), person(by.session())));
              return new Outcome.Ok<>(ban);
            }));
  }

  private static Outcome<Ban> noSuchBan() {
    return Outcome.refused(Refusal.NO_SUCH_BAN, "There is no such ban.");
  }

  /** Removes a member from a room, and records that in the audit. */
  public Outcome<Success> kick(
      Requester by, Room room, String typed, @Nullable Session member, String reason) {
    String why = Text.remark(reason);
    Nick nick = member == null ? null : member.nick();
    if (member == null
        || nick == null
        || !enforcement.remove(by.shown(), by.cause(), room, member, why, null)) {
      return Outcome.refused(
          Refusal.NO_SUCH_NICK,
          "Nobody in " + room.name() + " is called " + Text.cleanLine(typed) + ".");
    }
    String from = new AuditJson().with("room", room.name().value()).end();
    recorder.put(by.actor(), "room.kick", nick.value(), why, from, null);
    return Outcome.success();
  }

  /** Ends the connection of a session, and records that in the audit. */
  public Outcome<Success> expel(Requester by, Session session, String reason) {
    String why = Text.remark(reason);
    Nick nick = session.nick();
    departures.expel(session, new Disconnect(Disconnect.Reason.KICKED, why), by.cause());
    recorder.put(
        by.actor(), "client.kick", nick == null ? session.id() : nick.value(), why, null, null);
    return Outcome.success();
  }

  /** Returns the roles granted in a room, ordered by name; null if there is no such room. */
  public @Nullable List<RoleGrant> roles(String name) {
    Room room = rooms.find(name);
    return room == null ? null : activeModeration.roles().in(room.name());
  }

  /** Grants an account a role in a room; null revokes it. */
  public Outcome<Success> give(
      Actor by, String name, String account, @Nullable Role role, String reason) {
    Room room = rooms.find(name);
    Nick who = Nick.parse(account);
    if (room == null) {
      return new Outcome.Refused<>(Rooms.noSuchRoom(name));
    }
    if (who == null) {
      return Outcome.refused(Refusal.MALFORMED_NAME, Nick.RULE);
    }
    AccountProfile owner = authenticator.accounts().find(who);
    if (role != null && owner == null) {
      return Outcome.refused(Refusal.NO_SUCH_ACCOUNT, "There is no account " + who + ".");
    }
    if (room == rooms.lobby() && role != null && role != Role.VOICE) {
      return Outcome.refused(
          Refusal.LOBBY_STAYS, "The lobby has no owners or moderators: admins keep order there.");
    }
    return safely(
            activeModeration
                .roles()
                .give(room.identity(), owner == null ? who : owner.name(), role, room::whileOpen)
                .thenApply(before -> {
                  Role now = role == null ? Role.MEMBER : role;
                  String subject = room.name().value() + "/" + who;
                  recorder.put(
                      by, "role.change", subject, reason, AuditJson.of(before), AuditJson.of(now));
                  if (before != now) {
                    Nick named = owner == null ? who : owner.name();
                    room.publish(
                        shown -> new Event.RoleChanged(shown, room.epoch(), named, now, before));
                    network.announce(
                        () -> new PeerMessage.RoleGiven(room.name(), named, role, true));
                  }
                  return Outcome.success();
                }))
        .join();
  }

  /** Returns the lockdown level in force. */
  public Lockdown lockdown() {
    return activeModeration.serverAccess().lockdown();
  }

  /** Changes the lockdown level; sessions that it does not admit are disconnected. */
  public Outcome<Success> changeLockdown(Actor by, Lockdown.Level level, String reason) {
    Lockdown now = new Lockdown(level, Text.remark(reason));
    return safely(
            activeModeration
                .changeLockdown(now)
                .thenApply(before -> {
                  recorder.put(
                      by,
                      "defence.change",
                      level.code(),
                      now.reason(),
                      AuditJson.of(before),
                      AuditJson.of(now));
                  enforcement.enforceLockdown();
                  network.announce(() -> new PeerMessage.LockdownChanged(now));
                  return Outcome.success();
                }))
        .join();
  }

  /** Converts the failure of a change to a refusal; a fault is reported. */
  private <T> CompletableFuture<Outcome<T>> safely(CompletableFuture<Outcome<T>> outcome) {
    return outcome.exceptionally(failure ->
        new Outcome.Refused<>(Failures.refusal("A change of the rules", failure, metrics)));
  }
}
