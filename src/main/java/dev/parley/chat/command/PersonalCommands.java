package dev.parley.chat.command;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Participant;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleMembers;
import dev.parley.chat.name.Introduction;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.Text;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.room.TextRules;
import dev.parley.chat.session.Ignored;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Participants;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Executes commands between two people, or about the asker alone. */
public final class PersonalCommands {

  /** The note that the receiver's connection is lost; the message is shown on return. */
  private static final String WAITS = "connection lost; the message waits for a return";

  /** The text by which moderators are asked for an invitation, before the reason. */
  private static final String KNOCK = "Knock: please invite me";

  private final Limits limits;
  private final Rooms rooms;
  private final NickRegistry names;
  private final Participants participants;
  private final Clock clock;
  private final ChatMetrics metrics;

  public PersonalCommands(
      Limits limits,
      Rooms rooms,
      NickRegistry names,
      Participants participants,
      Clock clock,
      ChatMetrics metrics) {
    this.limits = limits;
    this.rooms = rooms;
    this.names = names;
    this.participants = participants;
    this.clock = clock;
    this.metrics = metrics;
  }

  public Reply handle(Session session, Nick nick, Command.Personal command) {
    return switch (command) {
      case Command.Tell tell -> tell(session, nick, tell);
      case Command.TellMembers tell -> tell(session, nick, tell);
      case Command.Knock(String room, String text) -> knock(session, nick, room, text);
      case Command.SignalTo(String to, String signal) -> signal(session, nick, to, signal);
      case Command.Introduce(Introduction introduction) -> {
        rooms.introduce(session, nick, introduction);
        yield Reply.Done.INSTANCE;
      }
      case Command.Answer(String text) -> answer(session, nick, text);
      case Command.ListPlaces(String name) -> places(session, name);
      case Command.Ignore(String name) -> ignore(session, name);
      case Command.Unignore(String name) -> unignore(session, name);
      case Command.ListIgnored() -> ignoring(session);
      case Command.Away(String text) -> away(session, nick, Text.remark(text));
      case Command.Echo(boolean on) -> {
        session.echo(on);
        yield new Reply.EchoStatus(on);
      }
    };
  }

  private Reply answer(Session session, Nick nick, String text) {
    Participant to = session.correspondent();
    if (to == null) {
      return new Reply.Refused(Refusal.NO_SUCH_NICK, "Nobody has written to you yet.");
    }
    Reply reply = tell(session, nick, to, new Command.Tell("", text));
    return reply != null
        ? reply
        : new Reply.Refused(
            Refusal.NO_SUCH_NICK,
            to
                + ", who wrote to you, has left, and that was not sent. /msg NAME TEXT to write to"
                + " somebody else.");
  }

  private Reply tell(Session session, Nick from, Command.Tell command) {
    Nick to = Nick.parse(command.nick());
    Session receiver = to == null ? null : names.holder(to);
    Reply reply = receiver == null ? null : tell(session, from, receiver.participant(), command);
    return reply == null ? NickRegistry.noSuchNick(command.nick()) : reply;
  }

  private Reply places(Session session, String typed) {
    Nick nick = Nick.parse(typed);
    Session person = nick == null ? null : names.holder(nick);
    return person == null || nick == null
        ? NickRegistry.noSuchNick(typed)
        : new Reply.Places(
            nick,
            rooms.of(person).stream()
                .filter(room -> !room.isHiddenFrom(session))
                .map(room -> new Reply.Place(room.name(), room.access().allOf(person)))
                .toList());
  }

  private Reply signal(Session session, Nick from, String typed, String signal) {
    Nick to = Nick.parse(typed);
    Session receiver = to == null ? null : names.holder(to);
    if (receiver == null || receiver.ended()) {
      return NickRegistry.noSuchNick(typed);
    }
    Event event =
        new Event.Signalled(null, null, clock.instant(), from, receiver.nick(), signal, session);
    if (event.concerns(receiver) && receiver.endpoint().shows(event)) {
      receiver.endpoint().deliver(event);
    }
    return Reply.Done.INSTANCE;
  }

  /** Sends a private message, or returns null if the person has left. */
  private @Nullable Reply tell(Session session, Nick from, Participant to, Command.Tell command) {
    Session receiver = present(to);
    Nick known = receiver == null ? null : receiver.nick();
    if (receiver == null || known == null) {
      return null;
    }
    String clean = Text.cleanLines(command.text());
    Reply.Refused refused = TextRules.textRefusal(clean);
    if (refused != null) {
      return refused;
    }
    Event.PrivateMessage message =
        new Event.PrivateMessage(
            clock.instant(), from, known, clean, session, command.kind(), command.ref(), null);
    if (!receiver.endpoint().shows(message)) {
      return new Reply.Refused(
          Refusal.NOT_AVAILABLE, known + "'s client cannot show private messages.");
    }
    boolean lost = receiver.isLost();
    if (!deliver(message, session, receiver)) {
      return participants.sessionOf(to) == receiver && names.holder(known) == receiver
          ? new Reply.Refused(
              Refusal.NOT_AVAILABLE, known + " has lost the connection and cannot be reached.")
          : tell(session, from, to, command); // Resumed meanwhile, or left.
    }
    metrics.posted(session.endpoint().listener());
    return new Reply.PrivateMessageSent(
        message, lost && !receiver.isAbsent() ? WAITS : receiver.away());
  }

  /**
   * Shows a message to its receiver, who may ignore it, or keeps it for the return; returns whether
   * it could.
   */
  private static boolean deliver(Event.PrivateMessage message, Session sender, Session receiver) {
    if (!message.concerns(receiver)) {
      return true;
    }
    receiver.correspondent(sender.participant());
    if (receiver.isLost() && !receiver.isRemote()) {
      return receiver.keep(message);
    }
    receiver.endpoint().deliver(message);
    return true;
  }

  /** Sends a private message to members of a room, other than those who cannot be reached. */
  private Reply tell(Session session, Nick from, Command.TellMembers command) {
    Room room = rooms.find(command.room());
    if (room == null || room.isHiddenFrom(session)) {
      return Rooms.noSuchRoom(command.room());
    }
    String clean = Text.cleanLines(command.text());
    Reply.Refused refused = TextRules.textRefusal(clean);
    return refused != null
        ? refused
        : room.addressed(session, command.least())
            .toReply(members ->
                tell(
                    session,
                    from,
                    new RoleMembers(room.name(), command.least()),
                    members,
                    clean,
                    command));
  }

  private Reply knock(Session session, Nick from, String typed, String text) {
    Room room = rooms.find(typed);
    if (room == null || room.isHiddenFrom(session)) {
      return Rooms.noSuchRoom(typed);
    }
    long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
    long wait = session.joins(limits, now).takeOrWait(now);
    if (wait > 0) {
      return new Reply.Refused(
          Refusal.TOO_MANY_JOINS, "You knock too fast: wait " + wait + " s before the next time.");
    }
    String reason = Text.remark(text);
    String asked = reason.isEmpty() ? KNOCK : KNOCK + ": " + reason;
    Command.TellMembers told =
        new Command.TellMembers(typed, Role.MODERATOR, asked, LogEntry.Kind.NOTICE, null);
    return room.knocked(session)
        .toReply(moderators -> {
          RoleMembers among = new RoleMembers(room.name(), Role.MODERATOR);
          var _ = tell(session, from, among, moderators, asked, told);
          return new Reply.Knocked(room.name());
        });
  }

  private Reply tell(
      Session session,
      Nick from,
      RoleMembers among,
      List<Session> members,
      String text,
      Command.TellMembers command) {
    Event.PrivateMessage own =
        new Event.PrivateMessage(
            clock.instant(), from, from, text, session, command.kind(), command.ref(), among);
    for (Session member : members) {
      Nick nick = member.nick();
      Event.PrivateMessage message = nick == null ? null : own.addressedTo(nick);
      if (message != null && member.endpoint().shows(message)) {
        var _ = deliver(message, session, member);
      }
    }
    metrics.posted(session.endpoint().listener());
    return new Reply.PrivateMessageSent(own, null);
  }

  /**
   * Returns the session of a person, or null if the person has left. Waits for a resumption in
   * progress.
   */
  private @Nullable Session present(Participant person) {
    Session session = participants.sessionOf(person);
    if (session == null || hasItsName(session)) {
      return session;
    }
    session.identityLock().lock();
    try {
      Session now = participants.sessionOf(person);
      return now != null && hasItsName(now) ? now : null;
    } finally {
      session.identityLock().unlock();
    }
  }

  private boolean hasItsName(Session session) {
    Nick nick = session.nick();
    return nick != null && names.holder(nick) == session;
  }

  private Reply ignore(Session session, String name) {
    Ignored person = person(name);
    if (person == null) {
      return NickRegistry.noSuchNick(name);
    }
    if (person.is(session)) {
      return new Reply.Refused(Refusal.INVALID_VALUE, "You cannot ignore yourself.");
    }
    List<Ignored> ignored = new ArrayList<>(session.ignored());
    ignored.removeIf(person::isSame);
    ignored.add(person);
    if (limits.ignoresPerSession() > 0 && ignored.size() > limits.ignoresPerSession()) {
      return new Reply.Refused(
          Refusal.TOO_MANY_IGNORED,
          "You can ignore no more people: the limit is " + limits.ignoresPerSession() + ".");
    }
    session.ignored(ignored);
    return ignoring(session);
  }

  /**
   * Returns the user of a name or, if there is none, the owner for whom it is reserved; or null.
   */
  private @Nullable Ignored person(String name) {
    Nick nick = Nick.parse(name);
    if (nick == null) {
      return null;
    }
    Session holder = names.holder(nick);
    if (holder != null) {
      return new Ignored(nick, holder.participant(), holder.owner());
    }
    Participant owner = participants.reservedFor(nick);
    return owner == null ? null : new Ignored(nick, null, owner);
  }

  private static Reply unignore(Session session, String name) {
    Nick nick = Nick.parse(name);
    List<Ignored> ignored = new ArrayList<>(session.ignored());
    if (nick == null
        || (!ignored.removeIf(person -> person.isCalled(nick))
            && !ignored.removeIf(
                person -> person.name().equals(nick) || person.as().equals(nick)))) {
      return new Reply.Refused(
          Refusal.NO_SUCH_NICK, "You do not ignore " + Text.cleanLine(name) + ".");
    }
    session.ignored(ignored);
    return ignoring(session);
  }

  private static Reply ignoring(Session session) {
    return new Reply.Ignoring(
        session.ignored().stream()
            .map(Ignored::name)
            .distinct()
            .sorted(Comparator.comparing(Nick::value, String.CASE_INSENSITIVE_ORDER))
            .toList());
  }

  private Reply away(Session session, Nick nick, String text) {
    session.away(text.isEmpty() ? null : text);
    rooms.showPresence(new Event.AwayChanged(nick, text, session), nick, session);
    return new Reply.AwayStatus(session.away());
  }
}
