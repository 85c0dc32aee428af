package dev.parley.irc.command;

import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.MemberPrefix;
import dev.parley.irc.output.MetadataMessages;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.registration.ServiceCommands;
import dev.parley.irc.user.IrcUser;
import dev.parley.irc.user.IrcUsers;
import dev.parley.irc.user.PastNames;
import dev.parley.irc.user.UserMode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out {@code WHOIS}, {@code WHOWAS}, {@code ISON} and {@code USERHOST}. */
public final class WhoisCommands {

  private static final DateTimeFormatter PAST =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The maximum number of names of {@code USERHOST}. */
  private static final int MAX_HOSTS = 5;

  /** The keys of metadata that are shown with a person, of those that IRCv3 registers. */
  private static final Set<String> LEGIBLE_KEYS =
      Set.of("display-name", "homepage", "pronouns", "status");

  private final PastNames pastNames;
  private final ServiceCommands services;

  /**
   * @param pastNames the names of those who have left
   * @param services the services, which are shown as people are
   */
  public WhoisCommands(PastNames pastNames, ServiceCommands services) {
    this.pastNames = pastNames;
    this.services = services;
  }

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        IrcCommand.registered("WHOIS", 0, this::whois),
        IrcCommand.registered("WHOWAS", 0, this::whowas),
        IrcCommand.registered("ISON", 1, this::isOn),
        IrcCommand.registered("USERHOST", 1, WhoisCommands::userHost));
  }

  private void whois(IrcClient client, IrcMessage request) {
    if (request.params().isEmpty()) {
      client.reply(Numeric.NO_NICKNAME_GIVEN);
      return;
    }
    String nick = request.param(request.params().size() > 1 ? 1 : 0);
    Session person = client.server().find(nick);
    Nick name = person == null ? null : person.nick();
    if (services.isService(nick)) {
      services.describe(client, nick);
      client.reply(Numeric.END_OF_WHOIS, nick);
      return;
    }
    if (person == null || name == null) {
      client.reply(Numeric.NO_SUCH_NICK, nick);
      client.reply(Numeric.END_OF_WHOIS, nick);
      return;
    }
    client.ask(
        new Command.ListPlaces(nick),
        reply -> {
          describe(client, person, name.value());
          if (reply instanceof Reply.Places(_, List<Reply.Place> places)) {
            places(client, name.value(), shown(client, person, places));
          }
          connection(client, person, name.value());
          client.reply(Numeric.END_OF_WHOIS, name.value());
        });
  }

  private static void describe(IrcClient client, Session person, String nick) {
    IrcUser user = client.server().users().of(person);
    client.reply(
        Numeric.WHOIS_USER,
        nick,
        user.name(),
        client.server().users().host(person),
        "*",
        user.realName());
  }

  /** Returns the rooms of a person that a client is shown: of who is invisible, those of both. */
  private static List<Reply.Place> shown(
      IrcClient client, Session person, List<Reply.Place> places) {
    if (person == client.session() || !client.server().users().of(person).is(UserMode.INVISIBLE)) {
      return places;
    }
    List<RoomName> own = client.session().rooms();
    return places.stream().filter(place -> own.contains(place.room())).toList();
  }

  private static void places(IrcClient client, String nick, List<Reply.Place> places) {
    if (!places.isEmpty()) {
      client.reply(
          Numeric.WHOIS_CHANNELS,
          nick,
          places.stream()
              .map(place ->
                  MemberPrefix.of(place.roles(), client.has(Capability.MULTI_PREFIX))
                      + place.room())
              .collect(Collectors.joining(" ")));
    }
  }

  /** Shows those values of a person that people can read. */
  private static void told(IrcClient client, Session person, String nick) {
    client
        .server()
        .chat()
        .metadata()
        .of(person)
        .forEach((key, value) -> {
          if (LEGIBLE_KEYS.contains(key)) {
            client.send(
                MetadataMessages.reply(
                    Numeric.WHOIS_KEY_VALUE,
                    client.server().name(),
                    client.nick(),
                    nick,
                    key,
                    value));
          }
        });
  }

  private static void connection(IrcClient client, Session person, String nick) {
    IrcServer server = client.server();
    IrcUser user = server.users().of(person);
    client.reply(
        Numeric.WHOIS_SERVER, nick, server.name(), "parley, over " + person.endpoint().protocol());
    if (user.is(UserMode.OPERATOR)) {
      client.reply(Numeric.WHOIS_OPERATOR, nick);
    }
    String account = IrcUsers.account(person);
    if (account != null) {
      client.reply(Numeric.WHOIS_ACCOUNT, nick, account);
    }
    if (person == client.session() || client.isOperator()) {
      person
          .addresses()
          .forEach(from ->
              client.reply(Numeric.WHOIS_HOST, nick, "is connecting from *@" + from + " " + from));
      client.reply(Numeric.WHOIS_MODES, nick, "is using modes " + UserModes.letters(user));
    }
    if (user.is(UserMode.BOT)) {
      client.reply(Numeric.WHOIS_BOT, nick);
    }
    if (person.endpoint().tls()) {
      client.reply(Numeric.WHOIS_SECURE, nick);
    }
    if (client.has(Capability.DRAFT_METADATA_2)) {
      told(client, person, nick);
    }
    Fingerprint certificate = person.endpoint().certificate();
    if (certificate != null && (person == client.session() || client.isOperator())) {
      client.reply(
          Numeric.WHOIS_CERTIFICATE, nick, "has client certificate fingerprint " + certificate);
    }
    String away = person.away();
    if (away != null) {
      client.reply(Numeric.AWAY, nick, away.replace('\n', ' '));
    }
    client.reply(
        Numeric.WHOIS_IDLE,
        nick,
        String.valueOf(
            Duration.between(person.lastActiveAt(), server.clock().instant()).toSeconds()),
        String.valueOf(person.connectedAt().getEpochSecond()));
  }

  private void whowas(IrcClient client, IrcMessage request) {
    if (request.params().isEmpty()) {
      client.reply(Numeric.NO_NICKNAME_GIVEN);
      return;
    }
    String nick = request.param(0);
    Nick parsed = Nick.parse(nick);
    List<PastNames.Entry> found = parsed == null ? List.of() : pastNames.of(parsed);
    if (found.isEmpty()) {
      client.reply(Numeric.WAS_NO_SUCH_NICK, nick);
    }
    String count = request.param(1);
    int most = count.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(count) : Integer.MAX_VALUE;
    found.stream().limit(most).forEach(entry -> show(client, entry));
    client.reply(Numeric.END_OF_WHOWAS, nick);
  }

  private static void show(IrcClient client, PastNames.Entry entry) {
    String nick = entry.nick().value();
    client.reply(Numeric.WHOWAS_USER, nick, entry.user(), entry.host(), "*", entry.realName());
    client.reply(Numeric.WHOIS_SERVER, nick, client.server().name(), PAST.format(entry.until()));
  }

  private void isOn(IrcClient client, IrcMessage request) {
    List<String> here = new ArrayList<>();
    for (String param : request.params()) {
      for (String name : param.split(" ", -1)) {
        Session person = client.server().find(name);
        Nick nick = person == null ? null : person.nick();
        if (nick != null || services.isService(name)) {
          here.add(nick == null ? name : nick.value());
        }
      }
    }
    client.reply(Numeric.IS_ON, String.join(" ", here));
  }

  private static void userHost(IrcClient client, IrcMessage request) {
    List<String> found = new ArrayList<>();
    request.params().stream()
        .limit(MAX_HOSTS)
        .forEach(name -> {
          Session person = client.server().find(name);
          Nick nick = person == null ? null : person.nick();
          if (person != null && nick != null) {
            IrcUser user = client.server().users().of(person);
            found.add(
                nick
                    + (user.is(UserMode.OPERATOR) ? "*" : "")
                    + "="
                    + (person.away() == null ? "+" : "-")
                    + user.name()
                    + "@"
                    + client.server().users().host(person));
          }
        });
    client.reply(Numeric.USER_HOST, String.join(" ", found));
  }
}
