package dev.parley.irc;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Event;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.command.HelpCommand;
import dev.parley.irc.command.JoinCommands;
import dev.parley.irc.command.ListCommand;
import dev.parley.irc.command.MessageCommands;
import dev.parley.irc.command.ModeCommand;
import dev.parley.irc.command.ModerationCommands;
import dev.parley.irc.command.NameCommands;
import dev.parley.irc.command.OperatorCommands;
import dev.parley.irc.command.PresenceCommands;
import dev.parley.irc.command.RenameCommand;
import dev.parley.irc.command.TopicCommand;
import dev.parley.irc.command.WhoCommand;
import dev.parley.irc.command.WhoisCommands;
import dev.parley.irc.history.HistoryCommand;
import dev.parley.irc.history.ReadMarkerCommand;
import dev.parley.irc.history.RedactCommand;
import dev.parley.irc.history.SearchCommand;
import dev.parley.irc.metadata.MetadataCommand;
import dev.parley.irc.monitor.MonitorCommand;
import dev.parley.irc.monitor.Monitors;
import dev.parley.irc.multiline.BatchCommand;
import dev.parley.irc.output.EventStyle;
import dev.parley.irc.registration.AccountCommand;
import dev.parley.irc.registration.CapCommand;
import dev.parley.irc.registration.RegistrationCommands;
import dev.parley.irc.registration.SaslCommand;
import dev.parley.irc.registration.ServerCommands;
import dev.parley.irc.registration.ServiceCommands;
import dev.parley.irc.registration.StrictTransportPolicy;
import dev.parley.irc.registration.Supported;
import dev.parley.irc.registration.Welcome;
import dev.parley.irc.settings.IrcProperties;
import dev.parley.irc.user.HostCloak;
import dev.parley.irc.user.IrcUsers;
import dev.parley.irc.user.PastNames;
import dev.parley.tcp.CarriedProtocol;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Peer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * Implements IRC (RFC 1459, RFC 2812, the Modern IRC documentation, IRCv3). Safe for use from any
 * thread; the conversations are confined to their event loops.
 */
public final class IrcProtocol implements CarriedProtocol {

  private static final String NAME = "irc";

  private final IrcServer server;
  private final IrcCommands commands;
  private final MonitorCommand monitor;
  private final ReadMarkerCommand readMarkers;
  private final JoinCommands joins;

  /**
   * @param cloak makes hosts that do not tell addresses
   * @param motd the lines that are shown after the registration
   * @param version the version of the program
   * @param securePort returns the port of a listener of this protocol with encryption, 0 for none
   */
  public IrcProtocol(
      Chat chat,
      Clock clock,
      IrcProperties properties,
      HostCloak cloak,
      List<String> motd,
      String version,
      IntSupplier securePort) {
    IrcUsers users = new IrcUsers(cloak);
    PastNames pastNames = new PastNames(users, clock, properties.whowasEntries());
    Monitors monitors = new Monitors(pastNames);
    chat.listen(monitors);
    chat.describeBy(users::source);
    this.server = new IrcServer(NAME, chat, clock, properties, users, motd, version);
    this.monitor = new MonitorCommand(monitors);
    this.readMarkers = new ReadMarkerCommand(properties.readMarkerEntries());
    MetadataCommand metadata = new MetadataCommand();
    this.joins = new JoinCommands(readMarkers, metadata.subscriptions());
    ServerCommands about = new ServerCommands();
    ServiceCommands services = new ServiceCommands();
    MessageCommands messages = new MessageCommands(services);
    Welcome welcome = new Welcome(Supported.words(server), about);
    RegistrationCommands registration =
        new RegistrationCommands(
            welcome,
            joins::showRooms,
            joins::resumed,
            client -> metadata.registered(client, () -> joins.autoJoin(client)));
    StrictTransportPolicy policy = new StrictTransportPolicy(properties.sts(), securePort);
    this.commands =
        new IrcCommands(
            List.of(
                registration.commands(),
                new CapCommand(registration, policy).commands(),
                new SaslCommand().commands(),
                about.commands(),
                services.commands(),
                joins.commands(),
                new NameCommands().commands(),
                RenameCommand.commands(),
                new TopicCommand().commands(),
                new ListCommand().commands(),
                messages.commands(),
                new BatchCommand(messages).commands(),
                new ModeCommand().commands(),
                new ModerationCommands().commands(),
                new WhoCommand().commands(),
                new WhoisCommands(pastNames, services).commands(),
                new PresenceCommands().commands(),
                monitor.commands(),
                new OperatorCommands().commands(),
                new HistoryCommand().commands(),
                new SearchCommand().commands(),
                readMarkers.commands(),
                metadata.commands(),
                new RedactCommand().commands(),
                welcome.commands(),
                new AccountCommand().commands(),
                new HelpCommand().commands()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Conversation newConversation(Peer peer) {
    return newConversation(peer, UnaryOperator.identity());
  }

  @Override
  public Conversation newConversation(Peer peer, UnaryOperator<byte[]> encoder) {
    return new IrcConversation(this, peer, encoder);
  }

  @Override
  public int styleCount() {
    return EventStyle.COUNT;
  }

  @Override
  public byte[] render(Event event, int style) {
    return server.renderer().render(event, style);
  }

  @Override
  public byte[] tlsRequired() {
    return "ERROR :This port speaks TLS.\r\n".getBytes(StandardCharsets.US_ASCII);
  }

  IrcServer server() {
    return server;
  }

  IrcCommands commands() {
    return commands;
  }

  MonitorCommand monitor() {
    return monitor;
  }

  ReadMarkerCommand readMarkers() {
    return readMarkers;
  }

  JoinCommands joins() {
    return joins;
  }
}
