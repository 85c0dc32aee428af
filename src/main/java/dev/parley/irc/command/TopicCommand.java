package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.EventRenderer;
import dev.parley.irc.output.Numeric;
import java.util.List;

/** Carries out {@code TOPIC}. Stateless. */
public final class TopicCommand {

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered("TOPIC", 1, TopicCommand::topic));
  }

  private static void topic(IrcClient client, IrcMessage request) {
    String room = request.param(0);
    if (request.params().size() > 1) {
      String text = FormattingCodes.removedFrom(request.param(1));
      client.ask(
          new Command.SetTopic(room, text),
          reply -> client.refuse(reply, room)); // The event shows the change.
    } else {
      client.ask(
          new Command.Describe(room),
          reply -> {
            if (!(reply instanceof Reply.RoomStatus(RoomInfo info, _))) {
              client.refuse(reply, room);
            } else if (info.topic().isEmpty()) {
              client.reply(Numeric.NO_TOPIC, info.name().toString());
            } else {
              show(client, info);
            }
          });
    }
  }

  /** Shows the topic of a room, and who set it when. */
  static void show(IrcClient client, RoomInfo room) {
    String name = room.name().toString();
    client.reply(Numeric.TOPIC, name, EventRenderer.topic(room.topic()));
    LogEntry line = room.topicLine();
    if (line != null) {
      client.reply(
          Numeric.TOPIC_WHO_TIME, name, line.from(), String.valueOf(line.at().getEpochSecond()));
    }
  }
}
