package dev.parley.chat;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps order: takes people out, bans and mutes them, gives roles, and closes the doors. Whether
 * one may is to be known before. What is imposed is written down, then takes effect on those who
 * are here, and is put on record. Safe for use from any thread; the public methods may block.
 */
public final class Moderation {

  private final Rooms rooms;
  private final Identities identities;
  private final HouseRules rules;
  private final Recorder recorder;
  private final Enforcement enforcement;
  private final Departures departures;
  private final Limits limits;
  private final Clock clock;
  private final Monitor monitor;

  Moderation(
      Rooms rooms,
      Identities identities,
      HouseRules rules,
      Recorder recorder,
      Enforcement enforcement,
      Departures departures,
      Limits limits,
      Clock clock,
      Monitor monitor) {
    this.rooms = rooms;
    this.identities = identities;
    this.rules = rules;
    this.recorder = recorder;
    this.enforcement = enforcement;
    this.departures = departures;
    this.limits = limits;
    this.clock = clock;
    this.monitor = monitor;
  }

  /** The bans and mutes in force. */
  public Collection<Ban> bans() {
    return rules.bans().all();
  }

  /** The ban or mute of that id, or null. */
  public @Nullable Ban ban(String id) {
    return rules.bans().find(id);
  }

  /**
   * Imposes a ban or a mute: {@link Reply.Imposed} or a refusal.
   *
   * @param room where, null for the whole server
   * @param until when it ends, null for good
   */
  public Reply impose(
      Actor by,
      Kind kind,
      @Nullable String room,
      Ban.Target target,
      @Nullable Instant until,
      String reason) {
    Room found = room == null ? null : rooms.find(room);
    if (room != null && found == null) {
      return Rooms.noSuchRoom(room);
    }
    if (found == null && kind == Kind.MUTE) {
      return new Reply.Refused(Refusal.INVALID_VALUE, "A mute is in a room.");
    }
    if (found == rooms.lobby() && found != null && kind == Kind.BAN) {
      return new Reply.Refused(
          Refusal.LOBBY_STAYS, "The lobby is open to everyone: ban from the server, or mute.");
    }
    RoomName where = found == null ? null : found.name();
    return impose(Asker.of(by), ban(kind, where, target, until, reason, by.name()), null).join();
  }

  /** A ban from now on. */
  Ban ban(
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

  /** Lifts a ban or a mute: {@link Reply.Imposed} or a refusal. */
  public Reply lift(Actor by, String id, String reason) {
    Ban ban = rules.bans().find(id);
    return ban == null
        ? new Reply.Refused(Refusal.NO_SUCH_BAN, "There is no such ban.")
        : lift(Asker.of(by), ban, reason).join();
  }

  /**
   * @param meant whom it is to hit, whatever they are called once it is written down; null for
   *     whoever it concerns then
   */
  CompletableFuture<Reply> impose(Asker by, Ban ban, @Nullable Participant meant) {
    int most = limits.bansPerRoom();
    Room room = ban.room() == null ? null : rooms.find(ban.room());
    if (ban.room() != null && room == null) {
      return CompletableFuture.completedFuture(Rooms.noSuchRoom(ban.room().value()));
    }
    Predicate<Runnable> whileOpen = room == null ? Moderation::always : room::whileOpen;
    CompletableFuture<Reply> reply =
        safely(
            rules
                .bans()
                .impose(ban, most, whileOpen)
                .thenApply(outcome ->
                    switch (outcome) {
                      case Bans.Outcome.Imposed(Ban before) -> imposed(by, ban, meant, before);
                      case Bans.Outcome.Full() ->
                          new Reply.Refused(
                              Refusal.TOO_MANY_BANS,
                              ban.room()
                                  + " has "
                                  + most
                                  + " bans and mutes, and that is the limit.");
                      case Bans.Outcome.Gone() -> Rooms.noSuchRoom(String.valueOf(ban.room()));
                    }));
    rules.sweep();
    return reply;
  }

  private static boolean always(Runnable task) {
    task.run();
    return true;
  }

  private Reply imposed(Asker by, Ban ban, @Nullable Participant meant, @Nullable Ban before) {
    recorder.put(
        by.actor(),
        ban.kind().code() + ".add",
        ban.target().toString(),
        ban.reason(),
        before == null ? null : Facts.of(before),
        Facts.of(ban));
    enforcement.enforce(ban, meant, by);
    return new Reply.Imposed(ban, false);
  }

  CompletableFuture<Reply> lift(Asker by, Ban ban, String reason) {
    return safely(
        rules
            .bans()
            .lift(ban)
            .thenApply(done -> {
              if (!done) {
                return new Reply.Refused(Refusal.NO_SUCH_BAN, "There is no such ban.");
              }
              String action = ban.kind().code() + ".lift";
              String subject = ban.target().toString();
              recorder.put(by.actor(), action, subject, reason, Facts.of(ban), null);
              enforcement.tellOfMute(ban, true, by);
              return new Reply.Imposed(ban, true);
            }));
  }

  /** Takes a member out of a room, and puts that on record. */
  Reply kick(Asker by, Room room, String typed, @Nullable Session member, String reason) {
    String why = Text.remark(reason);
    Nick nick = member == null ? null : member.nick();
    if (member == null || nick == null || !enforcement.remove(by, room, member, why, null)) {
      return new Reply.Refused(
          Refusal.NO_SUCH_NICK,
          "Nobody in " + room.name() + " is called " + Text.cleanLine(typed) + ".");
    }
    String from = new Facts().with("room", room.name().value()).end();
    recorder.put(by.actor(), "room.kick", nick.value(), why, from, null);
    return Reply.Done.INSTANCE;
  }

  /** Ends someone's connection, and puts that on record. */
  Reply expel(Asker by, Session session, String reason) {
    String why = Text.remark(reason);
    Nick nick = session.nick();
    departures.expel(session, new Disconnect(Disconnect.Reason.KICKED, why));
    recorder.put(
        by.actor(), "client.kick", nick == null ? session.id() : nick.value(), why, null, null);
    return Reply.Done.INSTANCE;
  }

  /** Who has a role in a room, by name; null where there is no such room. */
  public @Nullable List<RoleGrant> roles(String name) {
    Room room = rooms.find(name);
    return room == null ? null : rules.roles().in(room.name());
  }

  /** Gives an account a role in a room, or takes it: null. {@link Reply.Done} or a refusal. */
  public Reply give(Actor by, String name, String account, @Nullable Role role, String reason) {
    Room room = rooms.find(name);
    Nick who = Nick.parse(account);
    if (room == null) {
      return Rooms.noSuchRoom(name);
    }
    if (who == null) {
      return new Reply.Refused(Refusal.MALFORMED_NAME, Nick.RULE);
    }
    AccountProfile owner = identities.accounts().find(who);
    if (role != null && owner == null) {
      return new Reply.Refused(Refusal.NO_SUCH_ACCOUNT, "There is no account " + who + ".");
    }
    if (room == rooms.lobby() && role != null && role != Role.VOICE) {
      return new Reply.Refused(
          Refusal.LOBBY_STAYS, "The lobby has no owners or moderators: admins keep order there.");
    }
    return safely(
            rules
                .roles()
                .give(room.name(), owner == null ? who : owner.name(), role, room::whileOpen)
                .thenApply(before -> {
                  Role now = role == null ? Role.MEMBER : role;
                  String subject = room.name().value() + "/" + who;
                  recorder.put(by, "role.change", subject, reason, Facts.of(before), Facts.of(now));
                  return Reply.Done.INSTANCE;
                }))
        .join();
  }

  /** Who is let in now. */
  public Lockdown defence() {
    return rules.doors().defence();
  }

  /** Changes who is let in; those who may not stay are told and go. */
  public Reply defend(Actor by, Lockdown.Level level, String reason) {
    Lockdown now = new Lockdown(level, Text.remark(reason));
    return safely(
            rules
                .defend(now)
                .thenApply(before -> {
                  recorder.put(
                      by,
                      "defence.change",
                      level.code(),
                      now.reason(),
                      Facts.of(before),
                      Facts.of(now));
                  enforcement.expelStrangers();
                  return Reply.Done.INSTANCE;
                }))
        .join();
  }

  /** The reply, or the refusal of a change that failed; a fault is reported. */
  private CompletableFuture<Reply> safely(CompletableFuture<? extends Reply> reply) {
    return reply
        .<Reply>thenApply(done -> done)
        .exceptionally(failure -> Failures.refusal("A change of the rules", failure, monitor));
  }
}
