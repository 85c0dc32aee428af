package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Reply;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.GlobMask;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.MemberPrefix;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.user.IrcUser;
import dev.parley.irc.user.IrcUsers;
import dev.parley.irc.user.UserMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Carries out {@code WHO}, with chosen fields (WHOX) or without. Stateless. */
public final class WhoCommand {

  /** The maximum number of people that a mask finds. */
  private static final int MAX_FOUND = 500;

  /** The letters of the fields, in the order in which they are shown. */
  private static final String FIELDS = "tcuihsnfdlaor";

  private static final String NO_ACCOUNT = "0";

  /**
   * Represents a person in the answer.
   *
   * @param room the room in which it is found, {@code *} for none
   */
  private record Found(Session person, String nick, String room, Set<Role> roles) {}

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered("WHO", 0, WhoCommand::who));
  }

  private static void who(IrcClient client, IrcMessage request) {
    String mask = request.param(0);
    if (mask.isEmpty()) {
      client.reply(Numeric.END_OF_WHO, "*");
    } else if (mask.startsWith("#")) {
      client.ask(
          new Command.ListMembers(mask),
          reply -> {
            if (reply instanceof Reply.MemberList(RoomName room, List<MemberInfo> members)) {
              boolean member = client.session().rooms().contains(room);
              members.forEach(one -> show(client, request, room, one, member));
            }
            client.reply(Numeric.END_OF_WHO, mask);
          });
    } else {
      find(client.server(), client.session(), mask)
          .forEach(person -> {
            Nick nick = person.nick();
            if (nick != null) {
              show(client, request, new Found(person, nick.value(), "*", Set.of()));
            }
          });
      client.reply(Numeric.END_OF_WHO, mask);
    }
  }

  private static void show(
      IrcClient client, IrcMessage request, RoomName room, MemberInfo member, boolean inRoom) {
    Session person = client.server().chat().session(member.id());
    if (person != null && (inRoom || !client.server().users().of(person).is(UserMode.INVISIBLE))) {
      show(
          client,
          request,
          new Found(person, member.nick().value(), room.toString(), member.roles()));
    }
  }

  /** Returns the people whom a name or a mask finds. */
  private static List<Session> find(IrcServer server, Session asker, String mask) {
    if (!GlobMask.isMask(mask)) {
      Session named = server.find(mask);
      return named == null ? List.of() : List.of(named);
    }
    return server.chat().sessions().stream()
        .filter(person -> person.nick() != null && matches(server, asker, person, mask))
        .limit(MAX_FOUND)
        .toList();
  }

  private static boolean matches(IrcServer server, Session asker, Session person, String mask) {
    IrcUser user = server.users().of(person);
    boolean visible =
        person == asker
            || !user.is(UserMode.INVISIBLE)
            || !Collections.disjoint(asker.rooms(), person.rooms());
    return visible
        && (GlobMask.matches(mask, String.valueOf(person.nick()))
            || GlobMask.matches(mask, user.name())
            || GlobMask.matches(mask, server.users().host(person))
            || GlobMask.matches(mask, user.realName())
            || GlobMask.matches(mask, server.name()));
  }

  private static void show(IrcClient client, IrcMessage request, Found found) {
    String fields = request.param(1);
    if (fields.startsWith("%")) {
      chosen(client, fields.substring(1), found);
      return;
    }
    if (fields.contains("o") && !user(client, found).is(UserMode.OPERATOR)) {
      return;
    }
    IrcUser user = user(client, found);
    client.reply(
        Numeric.WHO_REPLY,
        found.room(),
        user.name(),
        client.server().users().host(found.person()),
        client.server().name(),
        found.nick(),
        flags(client, found),
        "0 " + user.realName());
  }

  private static IrcUser user(IrcClient client, Found found) {
    return client.server().users().of(found.person());
  }

  private static String flags(IrcClient client, Found found) {
    IrcUser user = user(client, found);
    return (found.person().away() == null ? "H" : "G")
        + (user.is(UserMode.OPERATOR) ? "*" : "")
        + (user.is(UserMode.BOT) ? UserMode.BOT.letter() : "")
        + MemberPrefix.of(found.roles(), client.has(Capability.MULTI_PREFIX));
  }

  /** Shows the chosen fields, in the order of the specification. */
  private static void chosen(IrcClient client, String text, Found found) {
    int comma = text.indexOf(',');
    String fields = comma < 0 ? text : text.substring(0, comma);
    String token = comma < 0 ? "0" : text.substring(comma + 1);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < FIELDS.length(); i++) {
      char field = FIELDS.charAt(i);
      if (fields.indexOf(field) >= 0) {
        values.add(value(client, field, token, found));
      }
    }
    client.reply(Numeric.WHOX_REPLY, values.toArray(String[]::new));
  }

  private static String value(IrcClient client, char field, String token, Found found) {
    IrcServer server = client.server();
    IrcUser user = user(client, found);
    String account = IrcUsers.account(found.person());
    return switch (field) {
      case 't' -> token;
      case 'c' -> found.room();
      case 'u' -> user.name();
      case 'i' -> "255.255.255.255"; // The address is not shown.
      case 'h' -> server.users().host(found.person());
      case 's' -> server.name();
      case 'n' -> found.nick();
      case 'f' -> flags(client, found);
      case 'd' -> "0";
      case 'l' ->
          String.valueOf(
              Duration.between(found.person().lastActiveAt(), server.clock().instant())
                  .toSeconds());
      case 'a' -> account == null ? NO_ACCOUNT : account;
      case 'o' -> "n/a";
      default -> user.realName();
    };
  }
}
