package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.registration.RealName;
import dev.parley.irc.user.IrcUser;
import java.util.List;

/** Carries out {@code AWAY} and {@code SETNAME}. Stateless. */
public final class PresenceCommands {

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.registered("AWAY", 0, PresenceCommands::away),
        IrcCommand.registered("SETNAME", 1, PresenceCommands::setName));
  }

  private static void away(IrcClient client, IrcMessage request) {
    client.ask(
        new Command.Away(FormattingCodes.removedFrom(request.param(0))),
        reply -> {
          if (reply instanceof Reply.AwayStatus(String text)) {
            client.reply(text == null ? Numeric.UN_AWAY : Numeric.NOW_AWAY);
          }
        });
  }

  private static void setName(IrcClient client, IrcMessage request) {
    if (!client.has(Capability.SETNAME)) {
      client.reply(Numeric.UNKNOWN_COMMAND, "SETNAME");
      return;
    }
    String name = RealName.clean(request.param(0));
    if (name.isEmpty() || RealName.isTooLong(name)) {
      client.fail("SETNAME", "INVALID_REALNAME", "Real name is not valid");
      return;
    }
    IrcUser user = client.server().users().of(client.session());
    client.server().users().introduce(client.session(), user.withRealName(name));
    IrcMessage changed = IrcMessage.of(null, "SETNAME", name);
    client.send(IrcMessage.of(client.source(), "SETNAME", name));
    client.ask(new Command.SignalAll(changed.line()), reply -> {});
  }
}
