package dev.parley.irc.command;

import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Numeric;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Carries out {@code HELP}. Stateless. */
public final class HelpCommand {

  private static final String INDEX = "index";

  /** The commands, each as it is written. */
  private static final Map<String, String> TOPICS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("ADMIN", "ADMIN shows who runs the server."),
              Map.entry("AWAY", "AWAY [TEXT] tells others that you are away, or back."),
              Map.entry("CHATHISTORY", "CHATHISTORY LATEST #ROOM * N shows earlier lines."),
              Map.entry("INVITE", "INVITE NAME #ROOM lets someone into a room, or tells of it."),
              Map.entry("JOIN", "JOIN #ROOM[,#ROOM] [KEY] comes into rooms."),
              Map.entry("KICK", "KICK #ROOM NAME [REASON] takes someone out, for moderators."),
              Map.entry("KNOCK", "KNOCK #ROOM [TEXT] asks for an invitation."),
              Map.entry("LIST", "LIST [FILTER] lists the rooms."),
              Map.entry("MARKREAD", "MARKREAD TARGET [timestamp=TIME] marks lines as read."),
              Map.entry("MODE", "MODE #ROOM [+|-iklmsbov] [...] shows or changes a room."),
              Map.entry("MONITOR", "MONITOR +|-|C|L|S [NAMES] watches who is here."),
              Map.entry("MOTD", "MOTD shows the message of the day."),
              Map.entry("NAMES", "NAMES #ROOM lists the members of a room."),
              Map.entry("NICK", "NICK NAME changes your name."),
              Map.entry("NICKSERV", "NICKSERV IDENTIFY [NAME] PASSWORD logs in."),
              Map.entry("NOTICE", "NOTICE TARGET TEXT says what no program answers."),
              Map.entry("OPER", "OPER NAME PASSWORD logs in an admin of the server."),
              Map.entry("PART", "PART #ROOM [TEXT] leaves a room."),
              Map.entry("PRIVMSG", "PRIVMSG TARGET TEXT says something."),
              Map.entry("QUIT", "QUIT [TEXT] leaves the server."),
              Map.entry("REDACT", "REDACT #ROOM ID [REASON] removes a line, for moderators."),
              Map.entry("REGISTER", "REGISTER * * PASSWORD makes an account of your name."),
              Map.entry("RENAME", "RENAME #ROOM #NEW [REASON], for owners, renames a room."),
              Map.entry("TOPIC", "TOPIC #ROOM [TEXT] shows or changes the topic."),
              Map.entry("WHO", "WHO #ROOM|MASK [%FIELDS] lists people."),
              Map.entry("WHOIS", "WHOIS NAME tells who someone is."),
              Map.entry("WHOWAS", "WHOWAS NAME tells who someone was.")));

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.registered("HELP", 0, HelpCommand::help),
        IrcCommand.registered("HELPOP", 0, HelpCommand::help));
  }

  private static void help(IrcClient client, IrcMessage request) {
    String wanted = request.param(0).toUpperCase(Locale.ROOT);
    String topic = TOPICS.get(wanted);
    if (wanted.isEmpty() || wanted.equalsIgnoreCase(INDEX)) {
      client.reply(Numeric.HELP_START, INDEX, "Commands; HELP COMMAND tells more");
      client.reply(Numeric.HELP_TEXT, INDEX, String.join(" ", TOPICS.keySet()));
      client.reply(Numeric.END_OF_HELP, INDEX, "End of /HELP");
    } else if (topic == null) {
      client.reply(Numeric.HELP_NOT_FOUND, request.param(0), "There is no help on that");
    } else {
      client.reply(Numeric.HELP_START, wanted, wanted);
      client.reply(Numeric.HELP_TEXT, wanted, topic);
      client.reply(Numeric.END_OF_HELP, wanted, "End of /HELP");
    }
  }
}
