package dev.parley.irc.multiline;

import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.MultilineInput;
import dev.parley.irc.command.MessageCommands;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import java.util.List;

/**
 * Carries out {@code BATCH}, which begins and ends a text of several messages (IRCv3 multiline).
 */
public final class BatchCommand {

  private static final String VERB = "BATCH";
  private static final List<String> INVALID = List.of("MULTILINE_INVALID");

  /** The number of parameters of what begins a text: its reference, its type and its target. */
  private static final int BEGIN_PARAMS = 3;

  private final MessageCommands messages;

  /**
   * @param messages sends the texts
   */
  public BatchCommand(MessageCommands messages) {
    this.messages = messages;
  }

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.line(VERB, 1, this::batch));
  }

  private void batch(IrcClient client, IrcMessage request) {
    String reference = request.param(0);
    if (!client.has(Capability.DRAFT_MULTILINE)) {
      client.reply(Numeric.UNKNOWN_COMMAND, VERB);
    } else if (reference.startsWith("+") && reference.length() > 1) {
      begin(client, request);
    } else if (reference.startsWith("-")) {
      end(client, reference.substring(1));
    } else {
      MultilineInput.fail(client, INVALID, "A batch has a reference");
    }
  }

  private static void begin(IrcClient client, IrcMessage request) {
    MultilineInput before = client.multiline();
    MultilineInput begun = new MultilineInput(request, client.response().label());
    client.response().answeredByEvent();
    client.multiline(begun);
    if (before != null && !before.isRefused()) {
      begun.refuse(client, INVALID, "Another batch is open");
    } else if (request.params().size() != BEGIN_PARAMS
        || !request.param(1).equals(Capability.DRAFT_MULTILINE.id())) {
      begun.refuse(client, INVALID, "Unknown type of batch, or no target");
    }
  }

  private void end(IrcClient client, String reference) {
    MultilineInput begun = client.multiline();
    if (begun == null || !begun.is(reference)) {
      MultilineInput.fail(client, INVALID, "No such batch was begun");
      return;
    }
    client.multiline(null);
    if (begun.isEmpty()) {
      begun.refuse(client, INVALID, "Empty multiline batch");
    }
    if (!begun.isRefused()) {
      client.run(begun.label(), () -> messages.sendTogether(client, begun.opening(), begun.body()));
    }
  }
}
