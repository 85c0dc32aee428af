package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.MultilineInput;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.EventRenderer;
import dev.parley.irc.output.LineTags;
import dev.parley.irc.output.MemberPrefix;
import dev.parley.irc.output.MessageBody;
import dev.parley.irc.output.MessageId;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.registration.ServiceCommands;
import dev.parley.irc.registration.Supported;
import dev.parley.irc.user.UserMode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out {@code PRIVMSG}, {@code NOTICE} and {@code TAGMSG}. Stateless. */
public final class MessageCommands {

  private static final String ACTION = EventRenderer.CTCP + "ACTION";

  private final ServiceCommands services;

  /**
   * @param services answers what is sent to services
   */
  public MessageCommands(ServiceCommands services) {
    this.services = services;
  }

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.line("PRIVMSG", 0, this::message),
        IrcCommand.line("NOTICE", 0, this::message),
        IrcCommand.line("TAGMSG", 1, MessageCommands::tags));
  }

  private void message(IrcClient client, IrcMessage request) {
    if (MultilineInput.takes(client, request)) {
      return;
    }
    boolean notice = request.verb().equalsIgnoreCase("NOTICE");
    if (request.param(0).isEmpty()) {
      refuse(client, notice, Numeric.NO_RECIPIENT);
    } else if (request.param(1).isEmpty()) {
      refuse(client, notice, Numeric.NO_TEXT_TO_SEND);
    } else {
      Set<String> targets = targets(request);
      if (targets.size() > Supported.MAX_TARGETS) {
        refuse(client, notice, Numeric.TOO_MANY_TARGETS, request.param(0));
      } else {
        targets.forEach(target -> send(client, request, target, notice));
      }
    }
  }

  private static Set<String> targets(IrcMessage request) {
    Set<String> targets = new LinkedHashSet<>();
    for (String target : request.param(0).split(",", -1)) {
      if (!target.isEmpty()) {
        targets.add(target);
      }
    }
    return targets;
  }

  /** Refuses a line, unless it is a notice, which nothing answers (RFC 2812, section 3.3.2). */
  private static void refuse(IrcClient client, boolean notice, Numeric numeric, String... params) {
    if (!notice) {
      client.reply(numeric, params);
    }
  }

  /**
   * Sends a text that came in several messages.
   *
   * @param opening the request that began it, with its tags and its target
   */
  public void sendTogether(IrcClient client, IrcMessage opening, MessageBody body) {
    String target = opening.params().getLast();
    if (services.isService(target)) {
      services.handle(client, target, body.text());
    } else if (target.startsWith("#")) {
      post(client, opening, target, body);
    } else {
      tell(client, opening, target, body);
    }
  }

  private void send(IrcClient client, IrcMessage request, String target, boolean notice) {
    String text = request.param(1);
    boolean room = target.startsWith("#");
    boolean asks = text.charAt(0) == EventRenderer.CTCP && !text.startsWith(ACTION);
    if (services.isService(target)) {
      if (!asks) {
        services.handle(client, target, text);
      }
    } else if (asks) {
      ask(client, request, target);
    } else {
      LogEntry.Kind kind =
          text.startsWith(ACTION)
              ? LogEntry.Kind.EMOTE
              : notice ? LogEntry.Kind.NOTICE : LogEntry.Kind.MESSAGE;
      MessageBody body = new MessageBody(kind, said(text));
      if (isTooLong(client, target, body)) {
        client.reply(Numeric.INPUT_TOO_LONG);
      } else if (room) {
        post(client, request, target, body);
      } else {
        tell(client, request, target, body);
      }
    }
  }

  private static String said(String text) {
    String plain = text;
    if (text.startsWith(ACTION)) {
      int end =
          text.endsWith(String.valueOf(EventRenderer.CTCP)) ? text.length() - 1 : text.length();
      plain = text.substring(Math.min(ACTION.length(), end), end).strip();
    }
    return FormattingCodes.removedFrom(plain);
  }

  /** Returns whether a line would be divided on its way to others in IRC. */
  private static boolean isTooLong(IrcClient client, String target, MessageBody body) {
    return EventRenderer.said(Map.of(), client.source(), target, body).size() > 1;
  }

  private static void post(IrcClient client, IrcMessage request, String room, MessageBody body) {
    boolean echo = client.has(Capability.ECHO_MESSAGE);
    String label = echo ? client.response().label() : null;
    String ref =
        LineTags.reference(clientTags(client, request), label, client.origin(), body.joints());
    String text = body.text();
    Command command =
        switch (body.kind()) {
          case EMOTE -> new Command.Emote(room, text, ref);
          case NOTICE -> new Command.Notify(room, text, ref);
          case MESSAGE, TOPIC -> new Command.Say(room, text, ref);
        };
    client.post(
        command,
        reply -> {
          if (reply instanceof Reply.PostedAt posted) {
            if (echo && client.session().rooms().contains(posted.room())) {
              client.response().answeredByEvent();
            } else if (echo) {
              posted(client, clientTags(client, request), posted, body);
            }
          } else if (body.kind() != LogEntry.Kind.NOTICE) {
            cannotSend(client, room, reply);
          }
        });
  }

  /** Shows a client a line of its own in a room that it is not in. */
  private static void posted(
      IrcClient client, Map<String, String> tags, Reply.PostedAt posted, MessageBody body) {
    Map<String, String> shown = new LinkedHashMap<>();
    if (client.has(Capability.MESSAGE_TAGS)) {
      shown.put(MessageId.TAG, MessageId.of(posted.epoch(), posted.entry().offset()));
      shown.putAll(tags);
    }
    EventRenderer.said(shown, client.source(), posted.room().toString(), body)
        .forEach(client::send);
  }

  private static void cannotSend(IrcClient client, String room, Reply reply) {
    if (reply instanceof Reply.Refused(Refusal refusal, _) && refusal == Refusal.NOT_A_MEMBER) {
      client.reply(Numeric.CANNOT_SEND_TO_CHANNEL, room);
    } else if (reply instanceof Reply.Refused(Refusal refusal, String text)
        && refusal == Refusal.BANNED) {
      client.refuse(new Reply.Refused(Refusal.MUTED, text), room);
    } else {
      client.refuse(reply, room);
    }
  }

  /** Returns the tags of a request that are passed on, of clients that know tags. */
  private static Map<String, String> clientTags(IrcClient client, IrcMessage request) {
    Map<String, String> kept = new LinkedHashMap<>();
    if (client.has(Capability.MESSAGE_TAGS)) {
      request
          .tags()
          .forEach((key, value) -> {
            if (LineTags.isOfClient(key)) {
              kept.put(key, Text.cleanLine(value));
            }
          });
    }
    return kept;
  }

  /** Sends a text to a person, or to those members of a room who have a role. */
  private static void tell(IrcClient client, IrcMessage request, String target, MessageBody body) {
    String ref = LineTags.reference(clientTags(client, request), null, null, body.joints());
    LogEntry.Kind kind = body.kind();
    String text = body.text();
    Role least = MemberPrefix.leastOf(target);
    client.post(
        least == null
            ? new Command.Tell(target, text, kind, ref)
            : new Command.TellMembers(target.substring(1), least, text, kind, ref),
        reply -> {
          if (reply
              instanceof Reply.PrivateMessageSent(Event.PrivateMessage message, String away)) {
            told(client, message, away);
          } else if (kind != LogEntry.Kind.NOTICE) {
            cannotSend(client, target, reply);
          }
        });
  }

  private static void told(IrcClient client, Event.PrivateMessage message, @Nullable String away) {
    if (client.has(Capability.ECHO_MESSAGE)) {
      showSent(client, message);
    }
    if (!message.to().equals(message.from()) || message.among() != null) {
      client.forSiblings(sibling -> showSent(sibling, message));
    }
    if (away != null && message.kind() != LogEntry.Kind.NOTICE) {
      client.reply(Numeric.AWAY, message.to().value(), away.replace('\n', ' '));
    }
  }

  private static void showSent(IrcClient client, Event.PrivateMessage message) {
    client.server().renderer().echo(message, client.lineStyle()).forEach(client::send);
  }

  /** Passes on a request to clients, or an answer, unless the room or the person takes none. */
  private static void ask(IrcClient client, IrcMessage request, String target) {
    boolean notice = request.verb().equalsIgnoreCase("NOTICE");
    if (target.startsWith("#")) {
      client.ask(
          new Command.Describe(target),
          reply -> {
            if (reply instanceof Reply.RoomStatus(RoomInfo room, _)
                && room.settings().noSignals()) {
              refuse(client, notice, Numeric.CANNOT_SEND_TO_CHANNEL, room.name().toString());
            } else {
              signal(client, request, target);
            }
          });
      return;
    }
    Session person = client.server().find(target);
    if (person != null && client.server().users().of(person).is(UserMode.NO_CTCP)) {
      refuse(client, notice, Numeric.CANNOT_SEND_TO_USER, target, "takes no requests (+T)");
    } else if (person != null && !isInIrc(client, person)) {
      refuse(
          client,
          notice,
          Numeric.CANNOT_SEND_TO_USER,
          target,
          "has no IRC client, which could answer requests (CTCP, DCC)");
    } else {
      signal(client, request, target);
    }
  }

  private static boolean isInIrc(IrcClient client, Session person) {
    return person.endpoint().protocol().equals(client.peer().protocol());
  }

  /** Passes on what is between clients alone: requests to programs, and their answers. */
  private static void signal(IrcClient client, IrcMessage request, String target) {
    String verb = request.verb().toUpperCase(Locale.ROOT);
    String plain = request.param(1).replace(String.valueOf(EventRenderer.CTCP), "");
    String text = EventRenderer.CTCP + Text.clean(plain) + EventRenderer.CTCP;
    signal(
        client,
        target,
        new IrcMessage(
            clientTags(client, request), null, verb, List.of(name(client, target), text)),
        !verb.equals("NOTICE"));
  }

  private static void tags(IrcClient client, IrcMessage request) {
    if (!client.has(Capability.MESSAGE_TAGS)) {
      client.reply(Numeric.UNKNOWN_COMMAND, "TAGMSG");
      return;
    }
    Map<String, String> tags = clientTags(client, request);
    if (tags.isEmpty()) {
      return;
    }
    for (String target : targets(request)) {
      signal(
          client,
          target,
          new IrcMessage(tags, null, "TAGMSG", List.of(name(client, target))),
          true);
    }
  }

  /** Returns the name of a target as it is written by those who have it. */
  private static String name(IrcClient client, String target) {
    RoomName room = target.startsWith("#") ? RoomName.parse(target) : null;
    Session person = room == null ? client.server().find(target) : null;
    Nick nick = person == null ? null : person.nick();
    return room != null ? room.toString() : nick == null ? target : nick.value();
  }

  private static void signal(IrcClient client, String target, IrcMessage sent, boolean answered) {
    IrcMessage message = sent.withFirstTag(MessageId.TAG, MessageId.fresh());
    boolean room = target.startsWith("#");
    boolean echo = client.has(Capability.ECHO_MESSAGE);
    String label = room && echo ? client.response().label() : null;
    IrcMessage labeled = label == null ? message : message.withFirstTag(LineTags.LABEL, label);
    String signal = room ? LineTags.withOrigin(labeled, client.origin()).line() : labeled.line();
    client.ask(
        room ? new Command.Signal(target, signal) : new Command.SignalTo(target, signal),
        reply -> {
          if (reply instanceof Reply.Refused) {
            if (answered) {
              cannotSend(client, target, reply);
            }
          } else if (label != null) {
            client.response().answeredByEvent();
          } else if (!room) {
            if (echo) {
              showSignal(client, message);
            }
            if (client.server().find(target) != client.session()) {
              client.forSiblings(sibling -> showSignal(sibling, message));
            }
          }
        });
  }

  private static void showSignal(IrcClient client, IrcMessage message) {
    boolean tagged = client.has(Capability.MESSAGE_TAGS);
    if (tagged || !message.verb().equals("TAGMSG")) {
      Map<String, String> tags = tagged ? message.tags() : Map.of();
      client.send(new IrcMessage(tags, client.source(), message.verb(), message.params()));
    }
  }
}
