package dev.parley.irc.registration;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.Registration;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.message.TextParts;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.user.IrcUser;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Carries out {@code PASS}, {@code NICK}, {@code USER} and what keeps a connection or ends it. */
public final class RegistrationCommands {

  /** The maximum length of a user name. */
  static final int MAX_USER = 18;

  private final Welcome welcome;
  private final BiConsumer<IrcClient, List<Reply.Entered>> shared;
  private final BiConsumer<IrcClient, Reply.Resumed> resumed;
  private final Consumer<IrcClient> arrived;

  /**
   * @param shared shows clients the rooms of the session that they share from now on
   * @param resumed shows clients the rooms of the session that they go on with, and what was missed
   * @param arrived carries on with clients that have registered
   */
  public RegistrationCommands(
      Welcome welcome,
      BiConsumer<IrcClient, List<Reply.Entered>> shared,
      BiConsumer<IrcClient, Reply.Resumed> resumed,
      Consumer<IrcClient> arrived) {
    this.welcome = welcome;
    this.shared = shared;
    this.resumed = resumed;
    this.arrived = arrived;
  }

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.any("PASS", 1, this::pass),
        IrcCommand.any("NICK", 0, this::nick),
        IrcCommand.any("USER", 4, this::user),
        IrcCommand.any("PING", 1, RegistrationCommands::ping),
        IrcCommand.any("PONG", 0, (client, request) -> {}),
        IrcCommand.any("ERROR", 0, (client, request) -> {}),
        IrcCommand.any("QUIT", 0, RegistrationCommands::quit));
  }

  private void pass(IrcClient client, IrcMessage request) {
    if (client.isRegistered()) {
      client.reply(Numeric.ALREADY_REGISTERED);
    } else {
      client.registration().password(request.param(0));
    }
  }

  private void nick(IrcClient client, IrcMessage request) {
    String wanted = request.param(0);
    if (wanted.isEmpty()) {
      client.reply(Numeric.NO_NICKNAME_GIVEN);
    } else if (client.isRegistered()) {
      client.ask(new Command.Rename(wanted), reply -> renamed(client, wanted, reply));
    } else if (Nick.parse(wanted) == null) {
      client.reply(Numeric.ERRONEOUS_NICKNAME, wanted, Nick.RULE);
    } else if (isTaken(client, wanted)) {
      client.reply(Numeric.NICKNAME_IN_USE, wanted);
    } else {
      client.registration().nick(wanted);
      register(client);
    }
  }

  /** Returns whether a name is used by somebody else than the client can still turn out to be. */
  private static boolean isTaken(IrcClient client, String wanted) {
    Session holder = client.server().find(wanted);
    if (holder == null) {
      return false;
    }
    Nick theirs = holder.login();
    Nick own = client.session().login();
    return own == null ? theirs == null || !client.registration().mayLogIn() : !own.equals(theirs);
  }

  private static void renamed(IrcClient client, String wanted, Reply reply) {
    if (reply instanceof Reply.Refused(Refusal refusal, String text)) {
      if (refusal == Refusal.MALFORMED_NAME || refusal == Refusal.BANNED) {
        client.reply(Numeric.ERRONEOUS_NICKNAME, wanted, text);
      } else if (refusal != Refusal.ALREADY_DONE) {
        client.refuse(reply, wanted);
      }
    } else {
      client.showNick();
      client.forSiblings(IrcClient::showNick);
    }
  }

  private void user(IrcClient client, IrcMessage request) {
    String name = request.param(0).replaceAll("[^A-Za-z0-9._-]", "");
    String real = request.param(3).strip();
    if (client.isRegistered()) {
      client.reply(Numeric.ALREADY_REGISTERED);
    } else if (request.param(0).isEmpty() || real.isEmpty()) {
      client.reply(Numeric.NEED_MORE_PARAMS, "USER");
    } else if (name.isEmpty()) {
      client.reply(Numeric.INVALID_USERNAME);
    } else {
      String user = name.length() > MAX_USER ? name.substring(0, MAX_USER) : name;
      client.registration().user(user, RealName.of(real));
      register(client);
    }
  }

  /** Registers a client that has told everything. */
  void register(IrcClient client) {
    Registration registration = client.registration();
    if (client.isRegistered() || !registration.isComplete()) {
      return;
    }
    registration.inProgress(true);
    String password = registration.password();
    if (password == null) {
      enter(client);
    } else {
      client.ask(
          Credentials.ofPass(String.valueOf(registration.nick()), password),
          reply -> {
            if (reply instanceof Reply.Refused) {
              client.reply(Numeric.PASSWORD_MISMATCH);
              client.end(new Disconnect(Disconnect.Reason.QUIT, "Password incorrect"));
            } else {
              registration.password(null);
              enter(client);
            }
          });
    }
  }

  private void enter(IrcClient client) {
    Registration registration = client.registration();
    String wanted = String.valueOf(registration.nick());
    client.introduce(
        new IrcUser(String.valueOf(registration.user()), registration.realName(), Set.of()));
    client.ask(
        new Command.Enter(wanted),
        reply -> {
          registration.inProgress(false);
          if (reply instanceof Reply.Admitted(Nick nick, Disconnect lastEnd)) {
            client.registered(nick);
            welcome.send(client);
            if (lastEnd != null) {
              client.notice("Your last connection was closed: " + lastEnd.text() + ".");
            }
            goAway(client);
          } else if (reply instanceof Reply.Shared(Nick nick, Receiver person, var rooms)
              && person instanceof Session known) {
            client.share(known, rooms);
            client.registered(nick);
            welcome.send(client);
            if (known.away() != null) {
              client.reply(Numeric.NOW_AWAY);
            }
            shared.accept(client, rooms);
            goAway(client);
          } else if (reply instanceof Reply.Resumed back) {
            client.resume(back.replay());
            client.registered(back.nick());
            welcome.send(client);
            if (client.session().away() != null) {
              client.reply(Numeric.NOW_AWAY);
            }
            resumed.accept(client, back);
            client.whenIdle(null, () -> goAway(client));
          } else {
            refused(client, wanted, reply);
          }
        });
  }

  /** Lets a client be away that has told so before, and carries on. */
  private void goAway(IrcClient client) {
    String away = client.registration().away();
    if (away == null || away.isEmpty()) {
      arrived.accept(client);
    } else {
      client.ask(new Command.Away(away), reply -> arrived.accept(client));
    }
  }

  private static void refused(IrcClient client, String wanted, Reply reply) {
    client.registration().nick(null);
    switch (reply) {
      case Reply.Refused(Refusal refusal, String text)
          when refusal == Refusal.BANNED || refusal == Refusal.NOT_LET_IN -> {
        client.reply(Numeric.BANNED);
        client.end(new Disconnect(Disconnect.Reason.QUIT, text));
      }
      case Reply.Refused(Refusal refusal, String text) when refusal == Refusal.MALFORMED_NAME ->
          client.reply(Numeric.ERRONEOUS_NICKNAME, wanted, text);
      default -> client.refuse(reply, wanted);
    }
  }

  private static void ping(IrcClient client, IrcMessage request) {
    if (request.param(0).isEmpty()) {
      client.reply(Numeric.NO_ORIGIN);
      return;
    }
    String server = client.server().name();
    int frame = IrcMessage.of(server, "PONG", server, "").length();
    String token = TextParts.of(request.param(0), IrcMessage.MAX_BYTES - frame).getFirst();
    client.send(IrcMessage.of(server, "PONG", server, token));
  }

  private static void quit(IrcClient client, IrcMessage request) {
    client.ask(
        new Command.Quit(request.param(0)),
        reply -> {
          if (reply instanceof Reply.Goodbye(Disconnect why)) {
            client.end(why);
          }
        });
  }
}
