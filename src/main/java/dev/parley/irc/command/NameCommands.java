package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.message.WordLines;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.MemberPrefix;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.user.UserMode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Carries out {@code NAMES}. Stateless. */
public final class NameCommands {

  /** The maximum length of the names in one message, in bytes. */
  private static final int MAX_LINE = 300;

  /** The maximum number of rooms that one request lists. */
  private static final int MAX_ROOMS = 50;

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered("NAMES", 0, this::names));
  }

  private void names(IrcClient client, IrcMessage request) {
    if (request.params().isEmpty()) {
      client.ask(new Command.ListRooms(), reply -> all(client, reply));
      return;
    }
    List<String> rooms = Arrays.asList(request.param(0).split(",", -1));
    list(
        client,
        rooms.stream().filter(room -> !room.isEmpty()).limit(MAX_ROOMS).iterator(),
        () -> client.reply(Numeric.END_OF_NAMES, request.param(0)));
  }

  /** Lists the members of the fullest rooms. */
  private static void all(IrcClient client, Reply reply) {
    List<RoomInfo> rooms = reply instanceof Reply.RoomList(List<RoomInfo> all) ? all : List.of();
    list(
        client,
        rooms.stream().limit(MAX_ROOMS).map(room -> room.name().toString()).iterator(),
        () -> client.reply(Numeric.END_OF_NAMES, "*"));
  }

  /** Lists the members of rooms one after the other, and runs a task behind. */
  private static void list(IrcClient client, Iterator<String> rooms, Runnable then) {
    if (rooms.hasNext()) {
      list(client, rooms.next(), () -> list(client, rooms, then));
    } else {
      then.run();
    }
  }

  /** Lists the members of a room, and runs a task behind. */
  private static void list(IrcClient client, String room, Runnable then) {
    client.ask(
        new Command.Describe(room),
        described -> {
          if (described instanceof Reply.RoomStatus(RoomInfo info, boolean member)) {
            list(client, info, member, then);
          } else {
            then.run();
          }
        });
  }

  /**
   * Lists the members of a room that is known, and runs a task behind.
   *
   * @param member whether the client is one
   */
  static void list(IrcClient client, RoomInfo room, boolean member, Runnable then) {
    client.ask(
        new Command.ListMembers(room.name().toString()),
        reply -> {
          show(client, room, member, reply);
          then.run();
        });
  }

  private static void show(IrcClient client, RoomInfo room, boolean member, Reply reply) {
    if (reply instanceof Reply.MemberList(_, List<MemberInfo> members)) {
      List<String> names =
          members.stream()
              .filter(one -> member ? isShown(client, one) : !isInvisible(client, one))
              .map(one -> name(client, one))
              .toList();
      WordLines.of(names, " ", MAX_LINE).forEach(line -> send(client, room, line));
    }
  }

  private static void send(IrcClient client, RoomInfo room, String names) {
    client.reply(
        Numeric.NAM_REPLY, room.settings().secret() ? "@" : "=", room.name().toString(), names);
  }

  /** Returns whether a client that is a member has been shown another, or is it itself. */
  private static boolean isShown(IrcClient client, MemberInfo member) {
    return member.shown() || member.id().equals(client.session().id());
  }

  private static boolean isInvisible(IrcClient client, MemberInfo member) {
    Session session = client.server().chat().session(member.id());
    return session != null && client.server().users().of(session).is(UserMode.INVISIBLE);
  }

  private static String name(IrcClient client, MemberInfo member) {
    String nick = member.nick().value();
    Session session = client.server().chat().session(member.id());
    return MemberPrefix.of(member.roles(), client.has(Capability.MULTI_PREFIX))
        + (client.has(Capability.USERHOST_IN_NAMES)
            ? client.server().users().source(nick, session)
            : nick);
  }
}
