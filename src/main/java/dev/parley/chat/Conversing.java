package dev.parley.chat;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.Text;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is between two persons, or about the asker alone. */
final class Conversing {

  private final Limits limits;
  private final Names names;
  private final Clock clock;
  private final Monitor monitor;

  Conversing(Limits limits, Names names, Clock clock, Monitor monitor) {
    this.limits = limits;
    this.names = names;
    this.clock = clock;
    this.monitor = monitor;
  }

  Reply handle(Session session, Nick nick, Command.Personal command) {
    return switch (command) {
      case Command.Tell(String to, String text) -> tell(session, nick, Nick.parse(to), to, text);
      case Command.Answer(String text) -> answer(session, nick, text);
      case Command.Ignore(String name) -> ignore(session, nick, name);
      case Command.Unignore(String name) -> unignore(session, name);
      case Command.ListIgnored() -> ignoring(session);
      case Command.Away(String text) -> away(session, Text.cleanLine(text));
      case Command.Echo(boolean on) -> {
        session.echo(on);
        yield new Reply.EchoIs(on);
      }
    };
  }

  private Reply answer(Session session, Nick nick, String text) {
    Nick to = session.correspondent();
    return to == null
        ? new Reply.Refused(Refusal.NO_SUCH_NICK, "Nobody has written to you yet.")
        : tell(session, nick, to, to.value(), text);
  }

  private Reply tell(Session session, Nick from, @Nullable Nick to, String typed, String text) {
    Session receiver = to == null ? null : names.holder(to);
    Nick known = receiver == null ? null : receiver.nick();
    if (receiver == null || known == null) {
      return noSuchNick(typed);
    }
    String clean = Text.cleanLines(text);
    Reply.Refused refused = RoomCommands.unsayable(clean);
    if (refused != null) {
      return refused;
    }
    Event.PrivateMessage message = new Event.PrivateMessage(clock.instant(), from, known, clean);
    if (!receiver.endpoint().shows(message)) {
      return new Reply.Refused(
          Refusal.NOT_AVAILABLE, known + "'s client cannot show private messages.");
    }
    monitor.posted(session.endpoint().listener());
    session.correspondent(known);
    if (message.concerns(receiver)) {
      receiver.correspondent(from);
      if (receiver.ended()) {
        return keep(session, from, receiver, message);
      }
      receiver.endpoint().deliver(message);
    }
    return new Reply.Told(message, receiver.away());
  }

  /** The receiver's connection is lost; it is shown the message if it comes back. */
  private Reply keep(Session session, Nick from, Session receiver, Event.PrivateMessage message) {
    if (receiver.keep(message)) {
      return new Reply.Told(message, "connection lost; the message waits for a return");
    }
    Nick to = message.to();
    return names.holder(to) == receiver
        ? new Reply.Refused(
            Refusal.NOT_AVAILABLE, to + " has lost the connection and cannot be reached.")
        : tell(session, from, to, to.value(), message.text()); // Back meanwhile, or gone.
  }

  private Reply ignore(Session session, Nick nick, String name) {
    Nick other = Nick.parse(name);
    if (other == null) {
      return noSuchNick(name);
    }
    if (other.equals(nick)) {
      return new Reply.Refused(Refusal.INVALID_VALUE, "You cannot ignore yourself.");
    }
    Set<Nick> ignored = new HashSet<>(session.ignored());
    ignored.add(other);
    if (limits.ignoresPerSession() > 0 && ignored.size() > limits.ignoresPerSession()) {
      return new Reply.Refused(
          Refusal.TOO_MANY_IGNORED,
          "You ignore " + limits.ignoresPerSession() + " people, and that is the limit.");
    }
    session.ignored(ignored);
    return ignoring(session);
  }

  private static Reply unignore(Session session, String name) {
    Nick other = Nick.parse(name);
    Set<Nick> ignored = new HashSet<>(session.ignored());
    if (other == null || !ignored.remove(other)) {
      return new Reply.Refused(
          Refusal.NO_SUCH_NICK, "You do not ignore " + Text.cleanLine(name) + ".");
    }
    session.ignored(ignored);
    return ignoring(session);
  }

  private static Reply ignoring(Session session) {
    return new Reply.Ignoring(
        session.ignored().stream()
            .sorted(Comparator.comparing(Nick::value, String.CASE_INSENSITIVE_ORDER))
            .toList());
  }

  private static Reply away(Session session, String text) {
    session.away(text.isBlank() ? null : text);
    return new Reply.AwayIs(session.away());
  }

  private static Reply noSuchNick(String typed) {
    return new Reply.Refused(
        Refusal.NO_SUCH_NICK, "Nobody here is called " + Text.cleanLine(typed) + ".");
  }
}
