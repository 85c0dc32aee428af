package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.registration.Supported;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Carries out {@code KICK}, {@code INVITE} and {@code KNOCK}. Stateless. */
public final class ModerationCommands {

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.registered("KICK", 2, ModerationCommands::kick),
        IrcCommand.registered("INVITE", 0, ModerationCommands::invite),
        IrcCommand.registered("KNOCK", 1, ModerationCommands::knock));
  }

  /** Passes on a room that the client is in, or refuses. */
  private static void inRoom(IrcClient client, String room, Consumer<RoomName> then) {
    client.ask(
        new Command.Describe(room),
        reply -> {
          if (!(reply instanceof Reply.RoomStatus(RoomInfo info, boolean member))) {
            client.reply(Numeric.NO_SUCH_CHANNEL, room);
          } else if (member) {
            then.accept(info.name());
          } else {
            client.reply(Numeric.NOT_ON_CHANNEL, info.name().toString());
          }
        });
  }

  /** Takes people out of one room, or each out of the room that is at the same place. */
  private static void kick(IrcClient client, IrcMessage request) {
    List<String> rooms = Arrays.asList(request.param(0).split(",", -1));
    List<String> people = Arrays.asList(request.param(1).split(",", -1));
    String reason = FormattingCodes.removedFrom(request.param(2));
    if (rooms.size() == 1) {
      kick(client, rooms.getFirst(), people, reason);
    } else if (rooms.size() == people.size()) {
      for (int i = 0; i < rooms.size(); i++) {
        kick(client, rooms.get(i), List.of(people.get(i)), reason);
      }
    } else {
      client.reply(Numeric.NEED_MORE_PARAMS, "KICK");
    }
  }

  private static void kick(IrcClient client, String room, List<String> people, String reason) {
    inRoom(
        client,
        room,
        known ->
            kick(client, known, people.stream().limit(Supported.MAX_TARGETS).iterator(), reason));
  }

  private static void kick(
      IrcClient client, RoomName room, Iterator<String> people, String reason) {
    if (!people.hasNext()) {
      return;
    }
    String nick = people.next();
    client.ask(
        new Command.Kick(room.toString(), nick, reason),
        reply -> {
          refuse(client, room, nick, reply);
          kick(client, room, people, reason);
        });
  }

  /** Tells a refusal of what was to be done to a member, if it is one. */
  static void refuse(IrcClient client, RoomName room, String nick, Reply reply) {
    boolean absent =
        reply instanceof Reply.Refused(Refusal refusal, _) && refusal == Refusal.NO_SUCH_NICK;
    if (absent && client.server().find(nick) == null) {
      client.reply(Numeric.NO_SUCH_NICK, nick);
    } else if (absent) {
      client.reply(Numeric.USER_NOT_IN_CHANNEL, nick, room.toString());
    } else {
      client.refuse(reply, room.toString());
    }
  }

  private static void invite(IrcClient client, IrcMessage request) {
    if (request.params().isEmpty()) {
      client.reply(Numeric.END_OF_INVITE_LIST);
      return;
    }
    if (request.params().size() < 2) {
      client.reply(Numeric.NEED_MORE_PARAMS, "INVITE");
      return;
    }
    String nick = request.param(0);
    inRoom(client, request.param(1), room -> invite(client, room, nick));
  }

  private static void invite(IrcClient client, RoomName room, String nick) {
    client.ask(
        new Command.Invite(room.toString(), nick),
        reply -> {
          switch (reply) {
            case Reply.Invited(RoomName to, Nick guest) -> {
              client.reply(Numeric.INVITING, guest.value(), to.toString());
              client.forSiblings(
                  sibling -> sibling.reply(Numeric.INVITING, guest.value(), to.toString()));
              showAway(client, guest);
            }
            case Reply.Refused(Refusal refusal, _) when refusal == Refusal.NO_SUCH_NICK ->
                client.reply(Numeric.NO_SUCH_NICK, nick);
            case Reply.Refused(Refusal refusal, _) when refusal == Refusal.ALREADY_DONE ->
                client.reply(Numeric.USER_ON_CHANNEL, nick, room.toString());
            default -> client.refuse(reply, room.toString());
          }
        });
  }

  private static void knock(IrcClient client, IrcMessage request) {
    String typed = request.param(0);
    RoomName room = RoomName.parse(typed);
    boolean member = room != null && client.session().rooms().contains(room);
    client.ask(
        new Command.Knock(typed, FormattingCodes.removedFrom(request.param(1))),
        reply -> {
          switch (reply) {
            case Reply.Knocked(RoomName at) -> client.reply(Numeric.KNOCK_DELIVERED, at.toString());
            case Reply.Refused(Refusal refusal, _) when refusal == Refusal.ALREADY_DONE ->
                client.reply(member ? Numeric.KNOCK_ON_CHANNEL : Numeric.CHANNEL_IS_OPEN, typed);
            default -> client.refuse(reply, typed);
          }
        });
  }

  private static void showAway(IrcClient client, Nick guest) {
    Session person = client.server().find(guest.value());
    String away = person == null ? null : person.away();
    if (away != null) {
      client.reply(Numeric.AWAY, guest.value(), away.replace('\n', ' '));
    }
  }
}
