package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.RoomName;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Numeric;
import java.util.List;

/** Carries out {@code RENAME} (IRCv3 channel-rename). */
public final class RenameCommand {

  private RenameCommand() {}

  /** Returns the command. */
  public static List<IrcCommand> commands() {
    return List.of(IrcCommand.registered("RENAME", 2, RenameCommand::rename));
  }

  private static void rename(IrcClient client, IrcMessage request) {
    String room = request.param(0);
    String name = request.param(1);
    if (!room.startsWith("#")) {
      client.reply(Numeric.NO_SUCH_CHANNEL, room);
    } else if (!name.startsWith("#")) {
      refuse(client, "CANNOT_RENAME", room, name, "The name of a channel begins with #");
    } else {
      String reason = FormattingCodes.removedFrom(request.param(2));
      client.ask(
          new Command.RenameRoom(room, name, reason), reply -> answer(client, room, name, reply));
    }
  }

  private static void answer(IrcClient client, String room, String name, Reply reply) {
    if (!(reply instanceof Reply.Refused(Refusal refusal, String text))) {
      return; // It is shown by the event.
    }
    switch (refusal) {
      case ROOM_EXISTS -> refuse(client, "CHANNEL_NAME_IN_USE", room, name, text);
      case NOT_ALLOWED -> {
        RoomName named = RoomName.parse(room);
        if (named == null || client.session().rooms().contains(named)) {
          client.refuse(reply, room);
        } else {
          client.reply(Numeric.NOT_ON_CHANNEL, room);
        }
      }
      case NO_SUCH_ROOM, MISSING_SCOPE -> client.refuse(reply, room);
      default -> refuse(client, "CANNOT_RENAME", room, name, text);
    }
  }

  private static void refuse(IrcClient client, String code, String room, String name, String text) {
    client.standardReply("RENAME", code, room, name, text);
  }
}
