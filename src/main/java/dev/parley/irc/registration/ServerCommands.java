package dev.parley.irc.registration;

import dev.parley.chat.Chat;
import dev.parley.chat.name.GlobMask;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.output.ServerTime;
import dev.parley.irc.user.UserMode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Carries out the commands about the server. Stateless. */
public final class ServerCommands {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEEE MMMM d uuuu -- HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.registered("LUSERS", 0, (client, request) -> lusers(client)),
        IrcCommand.registered("MOTD", 0, onThisServer(this::motd)),
        IrcCommand.registered("VERSION", 0, onThisServer(ServerCommands::version)),
        IrcCommand.registered("TIME", 0, onThisServer(ServerCommands::time)),
        IrcCommand.registered("ADMIN", 0, onThisServer(ServerCommands::admin)),
        IrcCommand.registered("INFO", 0, onThisServer(ServerCommands::info)),
        IrcCommand.registered("LINKS", 0, (client, request) -> links(client)),
        IrcCommand.registered("MAP", 0, (client, request) -> map(client)),
        IrcCommand.registered("STATS", 0, ServerCommands::stats),
        IrcCommand.registered("TRACE", 0, onThisServer(ServerCommands::trace)),
        IrcCommand.registered(
            "SUMMON", 0, (client, request) -> client.reply(Numeric.SUMMON_DISABLED)),
        IrcCommand.registered(
            "USERS", 0, (client, request) -> client.reply(Numeric.USERS_DISABLED)));
  }

  private static IrcCommand.Handler onThisServer(Consumer<IrcClient> handler) {
    return (client, request) -> {
      String target = request.param(0);
      if (target.isEmpty() || isThisServer(client, request)) {
        handler.accept(client);
      } else {
        client.reply(Numeric.NO_SUCH_SERVER, target);
      }
    };
  }

  private static boolean isThisServer(IrcClient client, IrcMessage request) {
    String target = request.param(0);
    return GlobMask.matches(target, client.server().name())
        || target.equalsIgnoreCase(client.nick());
  }

  /** Replies with the numbers of people. */
  void lusers(IrcClient client) {
    IrcServer server = client.server();
    Chat chat = server.chat();
    int most = server.countPeople();
    int people = chat.population();
    int invisible = server.users().count(UserMode.INVISIBLE);
    int unknown = Math.max(0, chat.sessions().size() - people);
    client.reply(
        Numeric.LUSER_CLIENT,
        "There are "
            + Math.max(0, people - invisible)
            + " users and "
            + invisible
            + " invisible on 1 servers");
    client.reply(Numeric.LUSER_OP, String.valueOf(server.users().count(UserMode.OPERATOR)));
    client.reply(Numeric.LUSER_UNKNOWN, String.valueOf(unknown));
    client.reply(Numeric.LUSER_CHANNELS, String.valueOf(chat.roomCount()));
    client.reply(Numeric.LUSER_ME, "I have " + people + " clients and 0 servers");
    client.reply(
        Numeric.LOCAL_USERS,
        String.valueOf(people),
        String.valueOf(most),
        "Current local users " + people + ", max " + most);
    client.reply(
        Numeric.GLOBAL_USERS,
        String.valueOf(people),
        String.valueOf(most),
        "Current global users " + people + ", max " + most);
  }

  /** Replies with the message of the day. */
  void motd(IrcClient client) {
    List<String> lines = client.server().motd();
    if (lines.isEmpty()) {
      client.reply(Numeric.NO_MOTD);
      return;
    }
    client.reply(Numeric.MOTD_START, "- " + client.server().name() + " Message of the day - ");
    lines.forEach(line -> client.reply(Numeric.MOTD, "- " + line));
    client.reply(Numeric.END_OF_MOTD);
  }

  private static void version(IrcClient client) {
    IrcServer server = client.server();
    client.reply(
        Numeric.VERSION, "parley-" + server.version(), server.name(), "CASEMAPPING=ascii UTF8ONLY");
  }

  private static void time(IrcClient client) {
    IrcServer server = client.server();
    client.reply(Numeric.TIME, server.name(), TIME.format(server.clock().instant()));
  }

  private static void admin(IrcClient client) {
    String server = client.server().name();
    client.reply(Numeric.ADMIN_ME, server);
    client.reply(Numeric.ADMIN_LOC_1, "The administrators of " + server);
    client.reply(Numeric.ADMIN_LOC_2, "keep order in #lobby.");
    client.reply(Numeric.ADMIN_EMAIL, "admin@" + server);
  }

  /** Lists the servers, of which IRC knows one. */
  private static void links(IrcClient client) {
    String server = client.server().name();
    client.reply(Numeric.LINKS, server, server, "0 parley");
    client.reply(Numeric.END_OF_LINKS, "*");
  }

  private static void map(IrcClient client) {
    IrcServer server = client.server();
    client.reply(Numeric.MAP, server.name() + " (" + server.chat().population() + " users)");
    client.reply(Numeric.END_OF_MAP);
  }

  /** Replies with the uptime, which is the one statistic that IRC tells. */
  private static void stats(IrcClient client, IrcMessage request) {
    IrcServer server = client.server();
    if (request.param(0).equals("u")) {
      Duration up = Duration.between(server.startedAt(), server.clock().instant());
      client.reply(
          Numeric.STATS_UPTIME,
          String.format(
              Locale.ROOT,
              "Server Up %d days %d:%02d:%02d",
              up.toDays(),
              up.toHoursPart(),
              up.toMinutesPart(),
              up.toSecondsPart()));
    }
    client.reply(Numeric.END_OF_STATS, request.param(0));
  }

  private static void trace(IrcClient client) {
    client.reply(Numeric.END_OF_TRACE, client.server().name());
  }

  private static void info(IrcClient client) {
    IrcServer server = client.server();
    client.reply(
        Numeric.INFO, "parley " + server.version() + ", a chat server for anything with a socket.");
    client.reply(Numeric.INFO, "The same rooms are open to nc, to telnet and to browsers.");
    client.reply(Numeric.INFO, "Started " + ServerTime.of(server.startedAt()) + ".");
    client.reply(Numeric.END_OF_INFO);
  }
}
