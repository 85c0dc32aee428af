package dev.parley.irc.monitor;

import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.message.WordLines;
import dev.parley.irc.metadata.MetadataSubscriptions;
import dev.parley.irc.output.Numeric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Carries out {@code MONITOR} (IRCv3 monitor). Stateless. */
public final class MonitorCommand {

  /** The maximum length of the names in one message, in bytes. */
  private static final int MAX_LINE = 350;

  private final Monitors monitors;

  public MonitorCommand(Monitors monitors) {
    this.monitors = monitors;
  }

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered("MONITOR", 1, this::monitor));
  }

  /** Forgets what a client watches. */
  public void clear(IrcClient client) {
    client.watched().forEach(nick -> monitors.remove(nick, client));
    client.watched().clear();
  }

  private void monitor(IrcClient client, IrcMessage request) {
    switch (request.param(0)) {
      case "+" -> add(client, request.param(1).split(",", -1));
      case "-" -> remove(client, request.param(1).split(",", -1));
      case "C", "c" -> clear(client);
      case "L", "l" -> {
        List<String> names = client.watched().stream().map(Nick::value).toList();
        send(client, Numeric.MONITOR_LIST, names);
        client.reply(Numeric.END_OF_MONITOR_LIST);
      }
      case "S", "s" -> status(client, List.copyOf(client.watched()));
      default -> client.reply(Numeric.NEED_MORE_PARAMS, "MONITOR");
    }
  }

  private void add(IrcClient client, String... names) {
    int most = client.server().properties().monitorEntries();
    Set<Nick> watched = client.watched();
    List<Nick> added = new ArrayList<>();
    List<String> offline = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Nick nick = Nick.parse(names[i]);
      if (nick == null) {
        if (!names[i].isEmpty() && names[i].indexOf(' ') < 0) {
          offline.add(names[i]);
        }
      } else if (watched.size() >= most && !watched.contains(nick)) {
        String rest = String.join(",", List.of(names).subList(i, names.length));
        client.reply(Numeric.MONITOR_LIST_FULL, String.valueOf(most), rest);
        break;
      } else {
        watched.add(nick);
        monitors.add(nick, client);
        added.add(nick);
      }
    }
    status(client, added);
    send(client, Numeric.MONITOR_OFFLINE, offline);
    for (Nick nick : added) {
      Session person = client.server().find(nick.value());
      if (person != null) {
        MetadataSubscriptions.ofWatched(client, person).forEach(client::send);
      }
    }
  }

  private void remove(IrcClient client, String... names) {
    for (String name : names) {
      Nick nick = Nick.parse(name);
      if (nick != null) {
        client.watched().remove(nick);
        monitors.remove(nick, client);
      }
    }
  }

  private static void status(IrcClient client, List<Nick> nicks) {
    List<String> online = new ArrayList<>();
    List<String> offline = new ArrayList<>();
    for (Nick nick : nicks) {
      Session person = client.server().find(nick.value());
      Nick name = person == null ? null : person.nick();
      if (name == null) {
        offline.add(nick.value());
      } else {
        online.add(client.server().users().source(name.value(), person));
      }
    }
    send(client, Numeric.MONITOR_ONLINE, online);
    send(client, Numeric.MONITOR_OFFLINE, offline);
  }

  private static void send(IrcClient client, Numeric numeric, List<String> names) {
    WordLines.of(names, ",", MAX_LINE).forEach(line -> client.reply(numeric, line));
  }
}
