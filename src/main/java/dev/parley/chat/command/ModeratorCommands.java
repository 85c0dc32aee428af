package dev.parley.chat.command;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.account.Account;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Outcome.Success;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.audit.Requester;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSetting;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.PersonMask;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.operator.Moderation;
import dev.parley.chat.operator.Operator;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Executes the commands of moderators. The moderators of the lobby are the admins, and their
 * commands there apply to the whole server: a kick ends the connection, and a ban is server-wide.
 */
public final class ModeratorCommands {

  private final Moderation moderation;
  private final Operator operator;
  private final NickRegistry names;
  private final ActiveModeration activeModeration;
  private final Executor blocking;
  private final Clock clock;

  /**
   * @param operator redacts lines and changes settings, on behalf of the asker
   * @param blocking runs tasks that may block
   */
  public ModeratorCommands(
      Moderation moderation,
      Operator operator,
      NickRegistry names,
      ActiveModeration activeModeration,
      Executor blocking,
      Clock clock) {
    this.moderation = moderation;
    this.operator = operator;
    this.names = names;
    this.activeModeration = activeModeration;
    this.blocking = blocking;
    this.clock = clock;
  }

  Reply handle(Session session, Nick nick, Room room, Command.Moderate command) {
    Role role = room.access().of(session);
    Role needed = needed(session, room, command);
    if (!role.isAtLeast(needed)) {
      return onlyFor(needed, room);
    }
    Requester by = Requester.of(session, nick);
    return switch (command) {
      case Command.Kick(_, String name, String reason) -> kick(by, role, room, name, reason);
      case Command.BanTarget(_, String target, Duration time, String reason) ->
          list(by, role, room, Kind.BAN, target, time, reason, true);
      case Command.AddToList(_, Kind kind, String target) ->
          list(by, role, room, kind, target, null, "", false);
      case Command.RemoveFromList(_, Kind kind, String target) ->
          lift(by, role, kind, place(kind, room), target);
      case Command.UnbanTarget(_, String target) ->
          lift(by, role, Kind.BAN, place(Kind.BAN, room), target);
      case Command.Mute(_, String name, Duration time) ->
          mute(session, nick, role, room, name, time);
      case Command.Unmute(_, String name) -> lift(by, role, Kind.MUTE, room.name(), name);
      case Command.Invite(_, String name) -> invite(session, nick, role, room, name);
      case Command.Grant grant -> grant(session, nick, role, room, grant);
      case Command.Redact(_, long offset, String reason) ->
          redact(by, session, role, room, offset, reason);
      case Command.ShowSettings _ -> settings(room.info());
      case Command.RenameRoom(_, String name, String reason) -> rename(by, room, name, reason);
      case Command.ChangeSetting(_, String setting, String value) ->
          change(by, room, setting, value);
      case Command.ChangeSettings(_, Map<RoomSetting, String> values) -> change(by, room, values);
    };
  }

  private static Reply.Refused onlyFor(Role needed, Room room) {
    String who = isLobby(room) ? "admins" : needed.code() + "s of " + room.name();
    return refuse(Refusal.NOT_ALLOWED, "Only " + who + " may do that.");
  }

  /** Returns the least role for a command. */
  private static Role needed(Session session, Room room, Command.Moderate command) {
    return switch (command) {
      case Command.Invite _ -> neededToInvite(session, room);
      case Command.Redact _ ->
          session.account() != null && room.contains(session) ? Role.MEMBER : Role.MODERATOR;
      case Command.ShowSettings _,
          Command.ChangeSetting _,
          Command.ChangeSettings _,
          Command.RenameRoom _ ->
          Role.OWNER;
      case Command.Grant(_, _, Role role, _) -> role == Role.VOICE ? Role.MODERATOR : Role.OWNER;
      default -> Role.MODERATOR;
    };
  }

  /** Returns the least role to invite: members tell others of a room that is not closed to them. */
  private static Role neededToInvite(Session session, Room room) {
    return room.contains(session) && !room.info().settings().inviteOnly()
        ? Role.MEMBER
        : Role.MODERATOR;
  }

  private static boolean isLobby(Room room) {
    return room.name().equals(RoomName.LOBBY);
  }

  private @Nullable Session holder(String name) {
    Nick nick = Nick.parse(name);
    return nick == null ? null : names.holder(nick);
  }

  private Reply kick(Requester by, Role role, Room room, String name, String reason) {
    Session member = holder(name);
    Role theirs = member == null ? Role.MEMBER : room.access().lasting(member);
    Reply.Refused refused = untouchable(by, role, room, name, member, theirs);
    if (refused != null) {
      return refused;
    }
    Outcome<Success> outcome =
        isLobby(room) && member != null
            ? moderation.expel(by, member, reason)
            : moderation.kick(by, room, name, member, reason);
    return outcome.toReply(success -> Reply.Done.INSTANCE);
  }

  private Reply.@Nullable Refused untouchable(
      Requester by, Role role, Room room, String name, @Nullable Session session) {
    Role here = session == null ? Role.MEMBER : room.access().of(session);
    return untouchable(by, role, room, name, session, here);
  }

  /**
   * Returns the refusal of an action against the owner of a name, connected or not, or null if it
   * is allowed.
   *
   * @param here the role of the session that is connected
   */
  private Reply.@Nullable Refused untouchable(
      Requester by, Role role, Room room, String name, @Nullable Session session, Role here) {
    if (session != null && session == by.session()) {
      return refuse(Refusal.INVALID_VALUE, "You cannot do that to yourself.");
    }
    Nick nick = Nick.parse(name);
    Role written = nick == null ? Role.MEMBER : activeModeration.roles().of(room.name(), nick);
    Role theirs = here.isAtLeast(written) ? here : written;
    return role.outranks(theirs)
        ? null
        : refuse(
            Refusal.NOT_ALLOWED,
            "You may not do that to " + name + ", whose role is " + theirs.code() + ".");
  }

  /** Returns the room that a list of a room applies to: a ban from the lobby is the server's. */
  private static @Nullable RoomName place(Kind kind, Room room) {
    return kind == Kind.BAN && isLobby(room) ? null : room.name();
  }

  private Reply list(
      Requester by,
      Role role,
      Room room,
      Kind kind,
      String text,
      @Nullable Duration time,
      String reason,
      boolean removes) {
    Ban.Target many = many(text);
    Session meant = many == null ? holder(text) : null;
    Ban.Target target = many == null ? person(text, meant) : many;
    if (target == null) {
      return refuse(
          Refusal.INVALID_VALUE,
          Text.cleanLine(text) + " is neither a name nor an address, nor a mask.");
    }
    RoomName place = place(kind, room);
    if (place == null && target instanceof Ban.OfMask) {
      return refuse(Refusal.INVALID_VALUE, "A mask is for a room, not for the whole server.");
    }
    Reply.Refused refused =
        many == null && kind.isAgainst() ? untouchable(by, role, room, text, meant) : null;
    return refused != null
        ? refused
        : impose(by, kind, place, target, meant, time, reason, removes);
  }

  /** Returns the target that can be many people: a network or a mask; null for another. */
  private static Ban.@Nullable Target many(String text) {
    AddressRange range = AddressRange.parse(text);
    PersonMask mask = range == null ? PersonMask.parse(text) : null;
    return range != null ? new Ban.OfAddress(range) : mask == null ? null : new Ban.OfMask(mask);
  }

  /** Returns the target of a ban on a person: the account if there is one, else the name. */
  private static Ban.@Nullable Target person(String name, @Nullable Session session) {
    Account account = session == null ? null : session.account();
    Nick nick = Nick.parse(name);
    if (account != null) {
      return new Ban.OfAccount(account.name());
    }
    return nick == null ? null : new Ban.OfNick(nick);
  }

  /** Mutes a person, who loses the voice that it was given for as long as it stays. */
  private Reply mute(
      Session asker, Nick nick, Role role, Room room, String name, @Nullable Duration time) {
    Requester by = Requester.of(asker, nick);
    Session meant = holder(name);
    Ban.Target target = person(name, meant);
    Reply.Refused refused = untouchable(by, role, room, name, meant);
    if (refused != null) {
      return refused;
    }
    if (meant != null) {
      room.grant(asker, nick, meant, Role.VOICE, false);
    }
    return target == null
        ? refuse(Refusal.MALFORMED_NAME, Nick.RULE)
        : impose(by, Kind.MUTE, room.name(), target, meant, time, "", false);
  }

  private Reply impose(
      Requester by,
      Kind kind,
      @Nullable RoomName room,
      Ban.Target target,
      @Nullable Session meant,
      @Nullable Duration time,
      String reason,
      boolean removes) {
    Instant until = time == null ? null : clock.instant().plus(time);
    String name = by.actor().name();
    return new Reply.Deferred(
        moderation
            .impose(
                by,
                moderation.ban(kind, room, target, until, reason, name),
                meant == null ? null : meant.participant(),
                removes)
            .thenApply(outcome -> outcome.toReply(ban -> new Reply.Imposed(ban, false))));
  }

  private Reply lift(Requester by, Role role, Kind kind, @Nullable RoomName room, String text) {
    Ban ban = imposed(kind, room, text);
    if (ban == null) {
      String state =
          switch (kind) {
            case BAN -> room == null ? "banned" : "banned from " + room;
            case MUTE -> "muted in " + room;
            case EXEMPTION -> "exempt from the bans of " + room;
            case INVITATION -> "invited to " + room;
          };
      return refuse(Refusal.NO_SUCH_BAN, Text.cleanLine(text) + " is not " + state + ".");
    }
    Session asker = by.session();
    boolean own =
        asker != null
            && kind.isAgainst()
            && ban.target().isOnePerson()
            && activeModeration.bans().isAgainst(asker, ban);
    return own && role != Role.ADMIN
        ? refuse(Refusal.NOT_ALLOWED, "You cannot lift what is against yourself.")
        : new Reply.Deferred(
            moderation
                .lift(by, ban, "")
                .thenApply(outcome -> outcome.toReply(lifted -> new Reply.Imposed(lifted, true))));
  }

  private @Nullable Ban imposed(Kind kind, @Nullable RoomName room, String text) {
    Ban.Target many = many(text);
    if (many != null) {
      return activeModeration.bans().on(kind, room, many);
    }
    Nick nick = Nick.parse(text);
    if (nick == null) {
      return null;
    }
    Ban ban = activeModeration.bans().on(kind, room, new Ban.OfNick(nick));
    Ban.Target person = ban == null ? person(text, holder(text)) : null;
    ban = person == null ? ban : activeModeration.bans().on(kind, room, person);
    return ban == null ? activeModeration.bans().on(kind, room, new Ban.OfAccount(nick)) : ban;
  }

  private Reply grant(Session asker, Nick by, Role own, Room room, Command.Grant command) {
    Session member = holder(command.nick());
    if (command.role() != Role.MODERATOR && command.role() != Role.VOICE) {
      return refuse(Refusal.INVALID_VALUE, "Only moderators and voices are made so.");
    }
    if (member == null || !room.contains(member)) {
      return refuse(
          Refusal.NO_SUCH_NICK,
          "Nobody in " + room.name() + " is called " + Text.cleanLine(command.nick()) + ".");
    }
    if (!command.granted() && member != asker && !own.outranks(room.access().of(member))) {
      return refuse(Refusal.NOT_ALLOWED, "You may not do that to " + member.nick() + ".");
    }
    room.grant(asker, by, member, command.role(), command.granted());
    return Reply.Done.INSTANCE;
  }

  private Reply invite(Session inviter, Nick from, Role role, Room room, String name) {
    Session guest = holder(name);
    Nick nick = guest == null ? null : guest.nick();
    if (guest == null || nick == null || guest.isLost()) {
      return NickRegistry.noSuchNick(name);
    }
    if (room.contains(guest)) {
      return refuse(Refusal.ALREADY_DONE, nick + " is in " + room.name() + " already.");
    }
    boolean letsIn = role.isAtLeast(Role.MODERATOR);
    if (!letsIn && room.access().banned(guest) != null) {
      return refuse(Refusal.BANNED, nick + " is banned from " + room.name() + ".");
    }
    Event.Invited invited = new Event.Invited(room.name(), from, inviter, guest);
    if (letsIn) {
      guest.invited(room.name(), room.epoch());
    }
    if (invited.concerns(guest)) {
      guest.endpoint().deliver(invited);
    }
    room.publish(shown -> new Event.GuestInvited(shown, room.epoch(), from, nick, inviter));
    return new Reply.Invited(room.name(), nick);
  }

  /** Redacts a line: any for a moderator, else one that was said under the asker's account. */
  private Reply redact(
      Requester by, Session asker, Role role, Room room, long offset, String reason) {
    return later(() ->
        role.isAtLeast(Role.MODERATOR) || isOwn(asker, room, offset)
            ? operator
                .as(by, reason)
                .redact(room, offset)
                .toReply(line -> new Reply.Redacted(line.room(), line.entry()))
            : onlyFor(Role.MODERATOR, room));
  }

  private static boolean isOwn(Session asker, Room room, long offset) {
    Account account = asker.account();
    return account != null
        && room.history().read(RoomLog.Query.after(offset - 1, 1)).stream()
            .anyMatch(line ->
                line.offset() == offset
                    && line.kind() != LogEntry.Kind.TOPIC
                    && account.name().equals(Nick.parse(line.from())));
  }

  private static Reply settings(RoomInfo room) {
    return new Reply.SettingsStatus(room.name(), room.settings());
  }

  private Reply change(Requester by, Room room, String typed, String value) {
    RoomSetting setting = RoomSetting.of(typed);
    if (setting == null) {
      String all =
          Arrays.stream(RoomSetting.values())
              .map(RoomSetting::code)
              .collect(Collectors.joining(", "));
      return refuse(
          Refusal.INVALID_VALUE,
          "There is no setting " + Text.cleanLine(typed) + ". There are: " + all + ".");
    }
    if (setting.change(RoomSettings.AD_HOC, value) == null) {
      return refuse(Refusal.INVALID_VALUE, setting.rule());
    }
    return change(by, room, Map.of(setting, value));
  }

  private Reply change(Requester by, Room room, Map<RoomSetting, String> values) {
    return later(() ->
        operator
            .as(by, "")
            .change(room, by.shown(), now -> changed(now.settings(), values))
            .toReply(ModeratorCommands::settings));
  }

  private Reply rename(Requester by, Room room, String name, String reason) {
    return later(
        () -> operator.as(by, reason).rename(room, name).toReply(renamed -> Reply.Done.INSTANCE));
  }

  private static Operator.WantedRoom changed(RoomSettings before, Map<RoomSetting, String> values) {
    RoomSettings now = before;
    for (Map.Entry<RoomSetting, String> value : values.entrySet()) {
      RoomSettings changed = value.getKey().change(now, value.getValue());
      now = changed == null ? now : changed;
    }
    return new Operator.WantedRoom(null, now);
  }

  /** Returns the reply of a task that may block. */
  private Reply later(Supplier<Reply> task) {
    return new Reply.Deferred(CompletableFuture.supplyAsync(task, blocking));
  }

  private static Reply.Refused refuse(Refusal refusal, String text) {
    return new Reply.Refused(refusal, text);
  }
}
