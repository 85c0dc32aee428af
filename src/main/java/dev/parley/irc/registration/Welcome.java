package dev.parley.irc.registration;

import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.output.RoomMode;
import dev.parley.irc.output.ServerTime;
import dev.parley.irc.user.UserMode;
import java.util.ArrayList;
import java.util.List;

/** Welcomes clients that have registered. Stateless. */
public final class Welcome {

  /** The maximum number of words in one list of what the server supports. */
  private static final int WORDS = 12;

  private static final String[] NOTHING = {};

  private final List<String> supported;
  private final ServerCommands commands;

  /**
   * @param supported what the server supports, as words
   * @param commands replies with the numbers of people and the message of the day
   */
  public Welcome(List<String> supported, ServerCommands commands) {
    this.supported = supported;
    this.commands = commands;
  }

  void send(IrcClient client) {
    IrcServer server = client.server();
    client.reply(
        Numeric.WELCOME, "Welcome to the " + server.name() + " IRC network, " + client.source());
    client.reply(
        Numeric.YOUR_HOST,
        "Your host is " + server.name() + ", running version " + version(server));
    client.reply(Numeric.CREATED, "This server was started " + ServerTime.of(server.startedAt()));
    client.reply(
        Numeric.MY_INFO,
        server.name(),
        version(server),
        UserMode.LETTERS,
        RoomMode.LETTERS,
        RoomMode.WITH_ARGUMENT);
    sendSupported(client);
    commands.lusers(client);
    commands.motd(client);
  }

  /** Returns the command that asks for what the server supports (IRCv3 extended-isupport). */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.any(
            "ISUPPORT",
            0,
            (client, request) -> {
              if (client.isRegistered() || client.has(Capability.DRAFT_EXTENDED_ISUPPORT)) {
                sendSupported(client);
              } else {
                client.reply(Numeric.NOT_REGISTERED);
              }
            }));
  }

  private void sendSupported(IrcClient client) {
    List<IrcMessage> messages = new ArrayList<>();
    for (int from = 0; from < supported.size(); from += WORDS) {
      List<String> words = supported.subList(from, Math.min(supported.size(), from + WORDS));
      messages.add(client.numeric(Numeric.I_SUPPORT, words.toArray(NOTHING)));
    }
    if (client.has(Capability.DRAFT_EXTENDED_ISUPPORT)) {
      client.sendBatch(List.of("draft/isupport"), messages);
    } else {
      messages.forEach(client::send);
    }
  }

  private static String version(IrcServer server) {
    return "parley-" + server.version();
  }
}
