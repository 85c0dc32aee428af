package dev.parley.irc.history;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogPlace;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.MessageId;
import dev.parley.irc.output.Numeric;
import java.util.List;

/**
 * Carries out {@code REDACT}, for the moderators of rooms, and for operators in every room (IRCv3
 * message-redaction). Stateless.
 */
public final class RedactCommand {

  private static final String VERB = "REDACT";

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered(VERB, 2, RedactCommand::redact));
  }

  private static void redact(IrcClient client, IrcMessage request) {
    String target = request.param(0);
    if (!client.has(Capability.DRAFT_MESSAGE_REDACTION)) {
      client.reply(Numeric.UNKNOWN_COMMAND, VERB);
    } else if (!target.startsWith("#")) {
      invalidTarget(client, target);
    } else {
      client.ask(
          new Command.Describe(target),
          reply -> {
            if (reply instanceof Reply.RoomStatus(RoomInfo room, boolean member)
                && (member || client.isOperator())) {
              redact(client, request, room, member);
            } else {
              invalidTarget(client, target);
            }
          });
    }
  }

  private static void invalidTarget(IrcClient client, String target) {
    client.standardReply(
        VERB, "INVALID_TARGET", target, "You cannot delete messages from " + target);
  }

  private static void redact(IrcClient client, IrcMessage request, RoomInfo room, boolean member) {
    String id = request.param(1);
    String name = room.name().toString();
    LogPlace.Line line = MessageId.parse(id);
    if (line == null || !room.position().epoch().equals(line.epoch())) {
      unknown(client, name, id);
      return;
    }
    String reason = FormattingCodes.removedFrom(request.param(2));
    client.ask(
        new Command.Redact(name, line.offset(), reason),
        reply -> {
          switch (reply) {
            case Reply.Redacted _ when !member ->
                client.send(
                    reason.isEmpty()
                        ? IrcMessage.of(client.source(), VERB, name, id)
                        : IrcMessage.of(client.source(), VERB, name, id, reason));
            case Reply.Refused(Refusal refusal, _) when refusal == Refusal.NO_SUCH_MESSAGE ->
                unknown(client, name, id);
            case Reply.Refused(Refusal refusal, _)
                when refusal == Refusal.NOT_ALLOWED || refusal == Refusal.MISSING_SCOPE ->
                client.standardReply(
                    VERB,
                    "REDACT_FORBIDDEN",
                    name,
                    id,
                    "You are not authorised to delete this message");
            default -> client.refuse(reply, name);
          }
        });
  }

  private static void unknown(IrcClient client, String room, String id) {
    client.standardReply(
        VERB, "UNKNOWN_MSGID", room, id, "This message does not exist or is too old");
  }
}
