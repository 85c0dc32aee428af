package dev.parley.irc.client;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.Text;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.EventRenderer;
import dev.parley.irc.output.MessageBody;
import dev.parley.irc.settings.IrcProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Collects a text that a client sends in several messages (IRCv3 multiline). Once one of them is
 * refused, the others are dropped. Confined to the event loop of the connection.
 */
public final class MultilineInput {

  private static final String BATCH = "batch";

  private final IrcMessage opening;
  private final String reference;
  private final @Nullable String label;
  private final StringBuilder text = new StringBuilder();
  private final List<Integer> joints = new ArrayList<>();
  private @Nullable String verb;
  private int lines;
  private int bytes;
  private boolean refused;

  /**
   * @param opening the request that begins the text: its reference, its type and its target
   * @param label the label of the request, null for none
   */
  public MultilineInput(IrcMessage opening, @Nullable String label) {
    this.opening = opening;
    this.reference = opening.param(0).substring(1);
    this.label = label;
  }

  /** Returns the request that began the text. */
  public IrcMessage opening() {
    return opening;
  }

  /** Returns the label of the request that began the text, or null. */
  public @Nullable String label() {
    return label;
  }

  /** Returns whether the text has this reference. */
  public boolean is(String other) {
    return reference.equals(other);
  }

  /** Returns whether a message of the text was refused. */
  public boolean isRefused() {
    return refused;
  }

  /** Returns whether no message has come. */
  public boolean isEmpty() {
    return lines == 0;
  }

  /** Returns the text so far, with joints where the client divided its lines. */
  public MessageBody body() {
    LogEntry.Kind kind = "NOTICE".equals(verb) ? LogEntry.Kind.NOTICE : LogEntry.Kind.MESSAGE;
    return new MessageBody(kind, text.toString(), joints);
  }

  /** Returns whether a message is a part of such a text, in which case it needs nothing else. */
  public static boolean takes(IrcClient client, IrcMessage request) {
    MultilineInput begun = client.multiline();
    String batch = request.tags().get(BATCH);
    if (!client.has(Capability.DRAFT_MULTILINE) || (begun == null && batch == null)) {
      return false;
    }
    if (begun == null) {
      fail(client, List.of("MULTILINE_INVALID"), "No such batch was begun");
    } else if (begun.refused) {
      return batch != null;
    } else if (begun.reference.equals(batch)) {
      begun.add(client, request);
    } else {
      begun.refuse(client, List.of("MULTILINE_INVALID"), "Another batch is open");
    }
    return true;
  }

  private void add(IrcClient client, IrcMessage request) {
    IrcProperties.Multiline limits = client.server().properties().multiline();
    String target = opening.params().getLast();
    String line = request.param(1);
    boolean continues = request.tags().containsKey(EventRenderer.MULTILINE_CONCAT);
    String command = request.verb().toUpperCase(Locale.ROOT);
    boolean separated = lines > 0 && !continues;
    lines++;
    bytes += Text.utf8Length(line) + (separated ? 1 : 0);
    if (!request.param(0).equalsIgnoreCase(target)) {
      refuse(
          client,
          List.of("MULTILINE_INVALID_TARGET", target, request.param(0)),
          "Invalid multiline target");
    } else if (lines > limits.maxLines()) {
      refuse(
          client,
          List.of("MULTILINE_MAX_LINES", String.valueOf(limits.maxLines())),
          "Multiline batch max-lines exceeded");
    } else if (bytes > limits.maxBytes()) {
      refuse(
          client,
          List.of("MULTILINE_MAX_BYTES", String.valueOf(limits.maxBytes())),
          "Multiline batch max-bytes exceeded");
    } else if ((continues && line.isEmpty()) || (verb != null && !verb.equals(command))) {
      refuse(client, List.of("MULTILINE_INVALID"), "Invalid multiline batch");
    } else {
      verb = command;
      if (continues && lines > 1) {
        joints.add(text.length());
      }
      text.append(separated ? "\n" : "").append(Text.clean(FormattingCodes.removedFrom(line)));
    }
  }

  /** Refuses the text, once. */
  public void refuse(IrcClient client, List<String> code, String why) {
    if (!refused) {
      refused = true;
      client.run(label, () -> fail(client, code, why));
    }
  }

  /** Refuses what is no part of such a text. */
  public static void fail(IrcClient client, List<String> code, String why) {
    List<String> params = new ArrayList<>(code);
    params.addFirst("BATCH");
    params.add(why);
    client.standardReply(params.toArray(String[]::new));
  }
}
