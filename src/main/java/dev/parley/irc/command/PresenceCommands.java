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
        IrcCommand.any("AWAY", 0, PresenceCommands::away),
        IrcCommand.registered("SETNAME", 1, PresenceCommands::setName));
  }

  private static void away(IrcClient client, IrcMessage request) {
    String text = FormattingCodes.removedFrom(request.param(0));
    if (client.isRegistered()) {
      away(client, text);
    } else if (client.has(Capability.DRAFT_PRE_AWAY)) {
      client.registration().away(text);
      client.reply(text.isEmpty() ? Numeric.UN_AWAY : Numeric.NOW_AWAY);
    } else {
      client.reply(Numeric.NOT_REGISTERED);
    }
  }

  private static void away(IrcClient client, String text) {
    client.ask(
        new Command.Away(text),
        reply -> {
          if (reply instanceof Reply.AwayStatus(String now)) {
            Numeric told = now == null ? Numeric.UN_AWAY : Numeric.NOW_AWAY;
            client.reply(told);
            client.forSiblings(sibling -> sibling.reply(told));
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
    client.send(IrcMessage.of(client.source(), "SETNAME", name));
    client.forSiblings(sibling -> {
      if (sibling.has(Capability.SETNAME)) {
        sibling.send(IrcMessage.of(sibling.source(), "SETNAME", name));
      }
    });
    client.introduce(user.withRealName(name));
  }
}
