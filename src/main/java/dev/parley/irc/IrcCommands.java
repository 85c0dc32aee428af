package dev.parley.irc;

import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.IrcCommand.Stage;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.LineTags;
import dev.parley.irc.output.Numeric;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the commands of requests, and has them carried out. Immutable. */
final class IrcCommands {

  private final Map<String, IrcCommand> commands = new HashMap<>();

  /**
   * @param groups all commands
   */
  IrcCommands(List<List<IrcCommand>> groups) {
    groups.stream()
        .flatMap(Collection::stream)
        .forEach(command -> commands.put(command.verb(), command));
  }

  void handle(IrcClient client, IrcMessage request) {
    IrcCommand command = commands.get(request.verb().toUpperCase(Locale.ROOT));
    String label = label(client, request);
    if (command != null && command.stage() == Stage.LINE && isAllowed(client, command, request)) {
      client.run(label, () -> command.handler().handle(client, request));
    } else {
      client.whenIdle(label, () -> carryOut(client, command, request));
    }
  }

  /** Returns the label of a request of a client that knows labels, or null. */
  static @Nullable String label(IrcClient client, IrcMessage request) {
    String label = request.tags().get(LineTags.LABEL);
    return label == null || label.isEmpty() || !client.has(Capability.LABELED_RESPONSE)
        ? null
        : label;
  }

  private static boolean isAllowed(IrcClient client, IrcCommand command, IrcMessage request) {
    return (client.isRegistered() || command.stage() == Stage.ANY)
        && request.params().size() >= command.minParams();
  }

  private static void carryOut(IrcClient client, @Nullable IrcCommand command, IrcMessage request) {
    String verb = request.verb();
    if (command == null && client.isRegistered()) {
      client.reply(Numeric.UNKNOWN_COMMAND, verb);
    } else if (command == null || (!client.isRegistered() && command.stage() != Stage.ANY)) {
      client.reply(Numeric.NOT_REGISTERED);
    } else if (isAllowed(client, command, request)) {
      command.handler().handle(client, request);
    } else {
      client.reply(Numeric.NEED_MORE_PARAMS, command.verb());
    }
  }
}
