package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.history.ReadMarkerCommand;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.user.IrcUsers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out {@code JOIN} and {@code PART}. */
public final class JoinCommands {

  private final ReadMarkerCommand readMarkers;

  /**
   * @param readMarkers shows how far people have read
   */
  public JoinCommands(ReadMarkerCommand readMarkers) {
    this.readMarkers = readMarkers;
  }

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.registered("JOIN", 1, this::join),
        IrcCommand.registered("PART", 1, JoinCommands::part));
  }

  /** Joins the rooms that everyone joins on arrival. */
  public void autoJoin(IrcClient client) {
    client.server().properties().autoJoin().forEach(room -> join(client, room, null));
  }

  private void join(IrcClient client, IrcMessage request) {
    if (request.param(0).equals("0")) {
      client.session().rooms().forEach(room -> part(client, room.toString(), ""));
      return;
    }
    String[] rooms = request.param(0).split(",", -1);
    String[] keys = request.param(1).split(",", -1);
    for (int i = 0; i < rooms.length; i++) {
      String key = i < keys.length && !keys[i].isEmpty() ? keys[i] : null;
      if (!rooms[i].isEmpty()) {
        join(client, rooms[i], key);
      }
    }
  }

  private void join(IrcClient client, String room, @Nullable String key) {
    if (!room.startsWith("#")) {
      client.reply(Numeric.NO_SUCH_CHANNEL, room);
      return;
    }
    client.ask(new Command.Join(room, key), reply -> joined(client, room, reply));
  }

  private void joined(IrcClient client, String typed, Reply reply) {
    if (!(reply instanceof Reply.Entered entered)) {
      client.refuse(reply, typed);
      return;
    }
    if (entered.before()) {
      return;
    }
    RoomInfo room = entered.room();
    showJoin(client, room.name());
    if (!room.topic().isEmpty()) {
      TopicCommand.show(client, room);
    }
    readMarkers.joined(client, room.name(), () -> showMembers(client, entered));
  }

  private static void showMembers(IrcClient client, Reply.Entered entered) {
    if (client.has(Capability.NO_IMPLICIT_NAMES)) {
      replay(client, entered);
      return;
    }
    RoomInfo room = entered.room();
    String name = room.name().toString();
    NameCommands.list(
        client,
        room,
        true,
        () -> {
          client.reply(Numeric.END_OF_NAMES, name);
          replay(client, entered);
        });
  }

  private static void showJoin(IrcClient client, RoomName room) {
    if (client.has(Capability.EXTENDED_JOIN)) {
      String account = IrcUsers.account(client.session());
      String realName = client.server().users().of(client.session()).realName();
      client.send(
          IrcMessage.of(
              client.source(), "JOIN", room.toString(), account == null ? "*" : account, realName));
    } else {
      client.send(IrcMessage.of(client.source(), "JOIN", room.toString()));
    }
  }

  /** Shows the last lines, with their times, to clients that show those. */
  private static void replay(IrcClient client, Reply.Entered entered) {
    IrcServer server = client.server();
    List<LogEntry> lines =
        entered.recent().stream()
            .filter(line -> line.kind() != LogEntry.Kind.TOPIC && !line.redacted())
            .toList();
    int most = server.properties().replayOnJoin();
    boolean asksItself = client.has(Capability.DRAFT_CHATHISTORY);
    if (!client.has(Capability.SERVER_TIME) || asksItself || lines.isEmpty() || most == 0) {
      return;
    }
    String room = entered.room().name().toString();
    String epoch = entered.room().position().epoch();
    List<IrcMessage> replayed = new ArrayList<>();
    for (LogEntry line : lines.subList(Math.max(0, lines.size() - most), lines.size())) {
      replayed.addAll(server.renderer().replayed(room, epoch, line, client.lineStyle()));
    }
    client.sendBatch(List.of("chathistory", room), replayed);
  }

  private static void part(IrcClient client, IrcMessage request) {
    for (String room : request.param(0).split(",", -1)) {
      if (!room.isEmpty()) {
        part(client, room, FormattingCodes.removedFrom(request.param(1)));
      }
    }
  }

  private static void part(IrcClient client, String room, String text) {
    client.ask(
        new Command.Leave(room, text),
        reply -> {
          if (reply instanceof Reply.Departed(RoomName left)) {
            client.send(
                text.isEmpty()
                    ? IrcMessage.of(client.source(), "PART", left.toString())
                    : IrcMessage.of(client.source(), "PART", left.toString(), text));
          } else {
            client.refuse(reply, room);
          }
        });
  }
}
