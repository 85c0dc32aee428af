package dev.parley.irc.command;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.user.IrcUser;
import dev.parley.irc.user.UserMode;
import java.util.List;

/** Carries out {@code OPER}, {@code KILL} and {@code WALLOPS}. Stateless. */
public final class OperatorCommands {

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.registered("OPER", 2, OperatorCommands::oper),
        IrcCommand.registered("KILL", 1, OperatorCommands::kill),
        IrcCommand.registered("WALLOPS", 1, OperatorCommands::wallops));
  }

  private static void oper(IrcClient client, IrcMessage request) {
    client.ask(
        new Command.Authenticate(request.param(0), new Secret(request.param(1))),
        reply -> {
          Account account = client.session().account();
          if (reply instanceof Reply.Refused) {
            client.reply(Numeric.PASSWORD_MISMATCH);
          } else if (account == null || !account.admin()) {
            client.reply(Numeric.NO_OPER_HOST);
          } else {
            IrcUser before = client.server().users().of(client.session());
            IrcUser now = before.with(UserMode.OPERATOR, true);
            client.introduce(now);
            client.reply(Numeric.YOU_ARE_OPER);
            UserModes.show(client, before, now);
          }
        });
  }

  private static void kill(IrcClient client, IrcMessage request) {
    String nick = request.param(0);
    client.ask(
        new Command.Kick(RoomName.LOBBY.value(), nick, request.param(1)),
        reply -> {
          if (reply instanceof Reply.Refused(Refusal refusal, _)) {
            if (refusal == Refusal.NOT_ALLOWED) {
              client.reply(Numeric.NO_PRIVILEGES);
            } else {
              client.refuse(reply, nick);
            }
          }
        });
  }

  private static void wallops(IrcClient client, IrcMessage request) {
    IrcUser user = client.server().users().of(client.session());
    if (!user.is(UserMode.OPERATOR)) {
      client.reply(Numeric.NO_PRIVILEGES);
      return;
    }
    String text = Text.cleanLine(FormattingCodes.removedFrom(request.param(0)));
    IrcMessage message = IrcMessage.of(client.source(), "WALLOPS", text);
    client
        .server()
        .clients()
        .filter(other -> {
          IrcUser known = client.server().users().of(other.session());
          return known.is(UserMode.WALLOPS) || known.is(UserMode.OPERATOR);
        })
        .forEach(other -> other.sendLater(() -> message));
  }
}
