package dev.parley.irc.registration;

import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import java.util.List;

/**
 * Carries out {@code REGISTER}, which registers the client's name as an account (IRCv3
 * account-registration), where the capability is offered, whether or not the client has asked for
 * it. Addresses for mail are not needed, and not kept. Stateless.
 */
public final class AccountCommand {

  private static final String VERB = "REGISTER";

  /** The number of parameters: the account, the address for mail and the password. */
  private static final int PARAMS = 3;

  private static final String OWN_NAME = "*";

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.any(VERB, PARAMS, AccountCommand::register));
  }

  private static void register(IrcClient client, IrcMessage request) {
    String account = request.param(0);
    if (!CapCommand.isOffered(client, Capability.DRAFT_ACCOUNT_REGISTRATION)) {
      client.reply(Numeric.UNKNOWN_COMMAND, VERB);
      return;
    }
    String nick = client.isRegistered() ? client.nick() : client.registration().nick();
    if (nick == null) {
      fail(client, "NEED_NICK", account, "Choose a nick first");
    } else if (!account.equals(OWN_NAME) && !account.equalsIgnoreCase(nick)) {
      fail(client, "ACCOUNT_NAME_MUST_BE_NICK", account, "An account has the name of its nick");
    } else {
      Secret password = new Secret(request.param(2));
      client.ask(
          client.isRegistered()
              ? new Command.Register(password)
              : new Command.RegisterAs(nick, password),
          reply -> registered(client, nick, password, reply));
    }
  }

  private static void registered(IrcClient client, String nick, Secret password, Reply reply) {
    switch (reply) {
      case Reply.LoggedIn login -> {
        client.showNick();
        succeeded(client, login.login().value());
      }
      case Reply.Authenticated(var login) -> succeeded(client, login.value());
      case Reply.Refused(Refusal refusal, String text) ->
          fail(client, code(refusal, password), nick, text.replace('\n', ' '));
      default -> {}
    }
  }

  private static void succeeded(IrcClient client, String account) {
    String text = "Account created, and logged in";
    client.send(IrcMessage.of(client.server().name(), VERB, "SUCCESS", account, text));
    SaslCommand.loggedIn(client, account);
  }

  private static String code(Refusal refusal, Secret password) {
    return switch (refusal) {
      case NAME_RESERVED -> "ACCOUNT_EXISTS";
      case NAME_TAKEN, BANNED -> "BAD_ACCOUNT_NAME";
      case ALREADY_DONE -> "ALREADY_AUTHENTICATED";
      case UNFIT_PASSWORD ->
          password.violation(0) == null ? "WEAK_PASSWORD" : "UNACCEPTABLE_PASSWORD";
      default -> "TEMPORARILY_UNAVAILABLE";
    };
  }

  private static void fail(IrcClient client, String code, String account, String text) {
    client.standardReply(VERB, code, account, text);
  }
}
