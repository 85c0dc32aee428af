package dev.parley.irc.registration;

import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.output.RoomMode;
import dev.parley.irc.output.ServerTime;
import dev.parley.irc.user.UserMode;
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
    for (int from = 0; from < supported.size(); from += WORDS) {
      client.reply(
          Numeric.I_SUPPORT,
          supported.subList(from, Math.min(supported.size(), from + WORDS)).toArray(NOTHING));
    }
    commands.lusers(client);
    commands.motd(client);
  }

  private static String version(IrcServer server) {
    return "parley-" + server.version();
  }
}
