package dev.parley.irc.registration;

import dev.parley.chat.account.AccountSettings.Registration;
import dev.parley.chat.api.Limits;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.message.WordLines;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.settings.IrcProperties;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Negotiates capabilities (IRCv3 capability negotiation 3.2). */
public final class CapCommand {

  /** The version from which on capabilities have values and long lists several lines. */
  private static final int VALUES = 302;

  /** The maximum length of a list in one message, in bytes. */
  private static final int MAX_LIST = 400;

  private final RegistrationCommands registration;
  private final StrictTransportPolicy policy;

  public CapCommand(RegistrationCommands registration, StrictTransportPolicy policy) {
    this.registration = registration;
    this.policy = policy;
  }

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.any("CAP", 1, this::cap));
  }

  private void cap(IrcClient client, IrcMessage request) {
    switch (request.param(0).toUpperCase(Locale.ROOT)) {
      case "LS" -> list(client, request.param(1));
      case "LIST" -> enabled(client);
      case "REQ" -> request(client, request.param(1));
      case "END" -> {
        client.registration().negotiating(false);
        registration.register(client);
      }
      default -> client.reply(Numeric.INVALID_CAP_CMD, request.param(0));
    }
  }

  private static void hold(IrcClient client) {
    if (!client.isRegistered()) {
      client.registration().negotiating(true);
    }
  }

  private void list(IrcClient client, String version) {
    hold(client);
    if (version.matches("[0-9]{1,6}")) {
      client.registration().capVersion(Integer.parseInt(version));
    }
    boolean values = client.registration().capVersion() >= VALUES;
    if (values) {
      with(client, Capability.CAP_NOTIFY);
    }
    List<String> all = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      if (!isOffered(client, capability)) {
        continue;
      }
      String value = values ? value(client, capability) : "";
      all.add(value.isEmpty() ? capability.id() : capability.id() + "=" + value);
    }
    policy.value(client.peer().tls(), values).ifPresent(all::add);
    send(client, "LS", all, values);
  }

  /** Returns whether a capability is of use with the settings of the server. */
  static boolean isOffered(IrcClient client, Capability capability) {
    return capability != Capability.DRAFT_ACCOUNT_REGISTRATION
        || client.server().chat().accountSettings().registration() == Registration.OPEN;
  }

  private static String value(IrcClient client, Capability capability) {
    IrcProperties.Multiline multiline = client.server().properties().multiline();
    return switch (capability) {
      case SASL -> SaslMechanism.offeredTo(client);
      case DRAFT_ACCOUNT_REGISTRATION -> "before-connect";
      case DRAFT_MULTILINE ->
          "max-bytes=" + multiline.maxBytes() + ",max-lines=" + multiline.maxLines();
      case DRAFT_METADATA_2 -> metadata(client);
      default -> "";
    };
  }

  private static String metadata(IrcClient client) {
    Limits limits = client.server().chat().settings().limits();
    return "before-connect,max-subs="
        + client.server().properties().metadataSubscriptions()
        + (limits.metadataKeys() == 0 ? "" : ",max-keys=" + limits.metadataKeys())
        + ",max-value-bytes="
        + limits.metadataValueBytes();
  }

  private static void with(IrcClient client, Capability capability) {
    EnumSet<Capability> now = EnumSet.of(capability);
    now.addAll(client.capabilities());
    client.capabilities(now);
  }

  private static void enabled(IrcClient client) {
    List<String> ids = client.capabilities().stream().map(Capability::id).toList();
    send(client, "LIST", ids, client.registration().capVersion() >= VALUES);
  }

  private static void send(IrcClient client, String verb, List<String> ids, boolean severalLines) {
    List<String> lines =
        severalLines ? WordLines.of(ids, " ", MAX_LIST) : List.of(String.join(" ", ids));
    for (int i = 0; i < lines.size() - 1; i++) {
      send(client, verb, "*", lines.get(i));
    }
    send(client, verb, lines.isEmpty() ? "" : lines.getLast());
  }

  private static void send(IrcClient client, String... params) {
    List<String> all = new ArrayList<>(List.of(params));
    all.addFirst(client.nick());
    client.send(new IrcMessage(Map.of(), client.server().name(), "CAP", all));
  }

  /** Grants all of the wanted capabilities, or none of them. */
  private static void request(IrcClient client, String wanted) {
    hold(client);
    EnumSet<Capability> now = EnumSet.noneOf(Capability.class);
    now.addAll(client.capabilities());
    for (String word : wanted.strip().split(" +", -1)) {
      boolean off = word.startsWith("-");
      Optional<Capability> capability = Capability.of(off ? word.substring(1) : word);
      if (capability.isEmpty() || !apply(client, now, capability.get(), !off)) {
        send(client, "NAK", wanted);
        return;
      }
    }
    // A client is told in the form that it had before.
    send(client, "ACK", wanted);
    client.capabilities(now);
  }

  private static boolean apply(
      IrcClient client, Set<Capability> now, Capability capability, boolean on) {
    if (on) {
      return isOffered(client, capability) && (now.contains(capability) || now.add(capability));
    }
    boolean stays =
        capability == Capability.CAP_NOTIFY && client.registration().capVersion() >= VALUES;
    if (!stays) {
      now.remove(capability);
    }
    return !stays;
  }
}
