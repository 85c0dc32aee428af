package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Replay;
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
import dev.parley.irc.metadata.MetadataSubscriptions;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.user.IrcUsers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out {@code JOIN} and {@code PART}. */
public final class JoinCommands {

  private final ReadMarkerCommand readMarkers;
  private final MetadataSubscriptions metadata;

  /**
   * @param readMarkers shows how far people have read
   * @param metadata shows what people and rooms tell of themselves
   */
  public JoinCommands(ReadMarkerCommand readMarkers, MetadataSubscriptions metadata) {
    this.readMarkers = readMarkers;
    this.metadata = metadata;
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
    RoomName now = client.server().chat().renamedTo(client.session(), room);
    if (now != null && client.session().rooms().contains(now) && !client.isShownRenamed(room)) {
      lead(client, room, now); // It knows the room by the former name alone, as outsiders do.
      showRooms(client);
      return;
    }
    client.ask(new Command.Join(room, key), reply -> joined(client, room, reply));
  }

  private void joined(IrcClient client, String typed, Reply reply) {
    if (!(reply instanceof Reply.Entered entered)) {
      refuse(client, typed, reply);
      return;
    }
    if (!entered.before()) {
      show(client, entered);
      client.forSiblings(this::showRooms);
    }
  }

  private void refuse(IrcClient client, String typed, Reply reply) {
    RoomName now =
        reply instanceof Reply.Refused(Refusal refusal, _) && refusal == Refusal.ROOM_RENAMED
            ? client.server().chat().renamedTo(client.session(), typed)
            : null;
    if (now == null) {
      client.refuse(reply, typed);
    } else {
      lead(client, typed, now);
    }
  }

  /** Leads a client that knows no other way to the room whose former name it has given. */
  private void lead(IrcClient client, String typed, RoomName now) {
    if (client.has(Capability.DRAFT_CHANNEL_RENAME)) {
      client.standardReply(
          "JOIN", "CHANNEL_RENAMED", typed, now.toString(), "The channel has been renamed");
    } else {
      client.reply(Numeric.LINKED_CHANNEL, typed, now.toString());
      join(client, now.toString(), null);
    }
  }

  /**
   * Shows a client the new name of a room that it is in: as such, or as leaving the room and coming
   * into another. Where only the case of letters is another, the latter is not needed.
   */
  public void renamed(IrcClient client, Event.RoomRenamed renamed) {
    readMarkers.renamed(client, renamed);
    if (!client.rename(renamed.room())) {
      return; // It is about to be shown by the new name.
    }
    if (client.has(Capability.DRAFT_CHANNEL_RENAME)) {
      client.enter(renamed.to());
      client.send(client.server().renderer().renamed(renamed));
    } else if (renamed.room().equals(renamed.to())) {
      client.enter(renamed.to());
    } else {
      client.send(partOf(client, renamed.room(), renamed.reason()));
      showJoin(client, renamed.to());
      describeLater(client, renamed.to());
    }
  }

  private static IrcMessage partOf(IrcClient client, RoomName room, String text) {
    return text.isEmpty()
        ? IrcMessage.of(client.source(), "PART", room.toString())
        : IrcMessage.of(client.source(), "PART", room.toString(), text);
  }

  /** Shows a client a room that it has come into, and the last lines. */
  private void show(IrcClient client, Reply.Entered entered) {
    showJoin(client, entered.room().name());
    show(client, entered.room(), () -> replay(client, entered));
  }

  /** Shows a client the topic and the members of a room, and carries on. */
  private void show(IrcClient client, RoomInfo room, Runnable then) {
    if (!room.topic().isEmpty()) {
      TopicCommand.show(client, room);
    }
    readMarkers.joined(client, room.name(), () -> showMembers(client, room, then));
  }

  private void showMembers(IrcClient client, RoomInfo room, Runnable then) {
    Runnable last = () -> metadata.joined(client, room.name(), then);
    if (client.has(Capability.NO_IMPLICIT_NAMES)) {
      last.run();
      return;
    }
    NameCommands.list(
        client,
        room,
        true,
        () -> {
          client.reply(Numeric.END_OF_NAMES, room.name().toString());
          last.run();
        });
  }

  /** Shows a client the rooms that the session is in which it shares from now on. */
  public void showRooms(IrcClient client, List<Reply.Entered> rooms) {
    // Without those that it has left meanwhile by another client.
    List<RoomName> now = client.session().rooms();
    rooms.stream()
        .filter(entered -> now.contains(entered.room().name()))
        .forEach(entered -> show(client, entered));
    showRooms(client);
  }

  /** Shows a client the rooms of the session that it goes on with, and what was missed there. */
  public void resumed(IrcClient client, Reply.Resumed back) {
    back.lost()
        .forEach(lost ->
            client.notice(
                lost.gone()
                    ? lost.room() + " is gone."
                    : "You are no longer in " + lost.room() + "."));
    showEach(client, back.rooms().iterator(), () -> showMissed(client));
  }

  private void showEach(IrcClient client, Iterator<Reply.Entered> rooms, Runnable then) {
    if (!rooms.hasNext()) {
      then.run();
      return;
    }
    RoomInfo room = rooms.next().room();
    showJoin(client, room.name());
    show(client, room, () -> showEach(client, rooms, then));
  }

  /** Shows what was missed to clients that show it. */
  private static void showMissed(IrcClient client) {
    if (client.showsEarlierLines()) {
      client.showMissed(piece -> showMissed(client, piece));
    } else {
      client.endReplay();
    }
  }

  private static void showMissed(IrcClient client, Reply.Replayed piece) {
    Replay.Gap gap = piece.gap();
    if (gap != null) {
      client.notice(
          piece.room()
              + ": "
              + (gap.expired() + gap.skipped())
              + " lines that you missed are not shown, "
              + gap.expired()
              + " of them are no longer kept.");
    }
    replay(client, piece.room(), piece.epoch(), said(piece.lines()));
  }

  /** Shows a client the rooms that its person has come into by another client meanwhile. */
  public void showRooms(IrcClient client) {
    for (RoomName room : client.unshownRooms()) {
      showJoin(client, room);
      describeLater(client, room);
    }
  }

  private void describeLater(IrcClient client, RoomName room) {
    client.peer().executeLater(() -> client.whenIdle(null, () -> describe(client, room)));
  }

  private void describe(IrcClient client, RoomName room) {
    client.ask(
        new Command.Describe(room.toString()),
        reply -> {
          if (reply instanceof Reply.RoomStatus(RoomInfo info, boolean member) && member) {
            show(client, info, () -> {});
          }
        });
  }

  private static void showJoin(IrcClient client, RoomName room) {
    if (!client.enter(room)) {
      return;
    }
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
    int most = client.server().properties().replayOnJoin();
    List<LogEntry> lines = said(entered.recent());
    if (client.showsEarlierLines()) {
      RoomInfo room = entered.room();
      List<LogEntry> last = lines.subList(Math.max(0, lines.size() - most), lines.size());
      replay(client, room.name(), room.position().epoch(), last);
    }
  }

  private static List<LogEntry> said(List<LogEntry> lines) {
    return lines.stream()
        .filter(line -> line.kind() != LogEntry.Kind.TOPIC && !line.redacted())
        .toList();
  }

  /** Shows lines as a group, or behind a notice that tells them from new ones. */
  private static void replay(IrcClient client, RoomName name, String epoch, List<LogEntry> lines) {
    IrcServer server = client.server();
    String room = name.toString();
    if (lines.isEmpty()) {
      return;
    }
    if (!client.has(Capability.BATCH)) {
      String which = lines.size() == 1 ? "The last line" : "The last " + lines.size() + " lines";
      client.send(IrcMessage.of(server.name(), "NOTICE", room, which + " from before you came:"));
    }
    List<IrcMessage> replayed = new ArrayList<>();
    for (LogEntry line : lines) {
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
            showPart(client, left, text);
            client.forSiblings(sibling -> showPart(sibling, left, text));
          } else {
            client.refuse(reply, room);
          }
        });
  }

  private static void showPart(IrcClient client, RoomName room, String text) {
    if (client.leave(room)) {
      client.send(partOf(client, room, text));
    }
  }
}
