package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.GlobMask;
import dev.parley.chat.name.RoomName;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.EventRenderer;
import dev.parley.irc.output.Numeric;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries out {@code LIST}, with its filters ({@code ELIST}). Stateless. */
public final class ListCommand {

  private static final Pattern NUMBER = Pattern.compile("([CT]?)([<>])([0-9]{1,9})");

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered("LIST", 0, ListCommand::list));
  }

  private static void list(IrcClient client, IrcMessage request) {
    client.ask(
        new Command.ListRooms(),
        reply -> {
          client.reply(Numeric.LIST_START, "Channel");
          if (reply instanceof Reply.RoomList(List<RoomInfo> rooms)) {
            Predicate<RoomInfo> wanted =
                filter(request.param(0), client.server().clock().instant());
            rooms.stream().filter(wanted).forEach(room -> show(client, room));
          }
          client.reply(Numeric.LIST_END);
        });
  }

  private static void show(IrcClient client, RoomInfo room) {
    client.reply(
        Numeric.LIST,
        room.name().toString(),
        String.valueOf(room.members()),
        EventRenderer.topic(room.topic()));
  }

  /**
   * Returns a filter: all of the conditions, and any of the names and masks. Rooms that nobody is
   * in are for those who name them.
   */
  private static Predicate<RoomInfo> filter(String text, Instant now) {
    List<String> parts =
        Arrays.stream(text.split(",", -1)).filter(part -> !part.isEmpty()).toList();
    List<String> names = parts.stream().filter(ListCommand::isName).toList();
    Predicate<RoomInfo> all = room -> names.isEmpty() ? room.members() > 0 : isAny(names, room);
    for (String part : parts) {
      if (!isName(part)) {
        all = all.and(condition(part, now));
      }
    }
    return all;
  }

  private static boolean isName(String part) {
    return !part.startsWith("!") && !NUMBER.matcher(part).matches();
  }

  private static boolean isAny(List<String> names, RoomInfo room) {
    return names.stream().anyMatch(name -> is(name, room));
  }

  private static boolean is(String name, RoomInfo room) {
    return GlobMask.isMask(name)
        ? GlobMask.matches(name, room.name().toString())
        : room.name().equals(RoomName.parse(name));
  }

  private static Predicate<RoomInfo> condition(String part, Instant now) {
    Matcher number = NUMBER.matcher(part);
    if (!number.matches()) {
      return room -> !GlobMask.matches(part.substring(1), room.name().toString());
    }
    long value = Long.parseLong(number.group(3));
    boolean more = number.group(2).equals(">");
    return switch (number.group(1)) {
      case "C" -> room -> isOlder(room.createdAt(), now, value) == more;
      case "T" ->
          room -> {
            LogEntry topic = room.topicLine();
            return topic != null && isOlder(topic.at(), now, value) == more;
          };
      default -> room -> more ? room.members() > value : room.members() < value;
    };
  }

  private static boolean isOlder(Instant at, Instant now, long minutes) {
    return Duration.between(at, now).compareTo(Duration.ofMinutes(minutes)) > 0;
  }
}
