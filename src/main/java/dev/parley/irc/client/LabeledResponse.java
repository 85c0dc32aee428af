package dev.parley.irc.client;

import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.LineTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the messages that answer one request, if it has a label, and tags or groups them with it
 * (IRCv3 labeled-response). Confined to the event loop of the connection.
 */
public final class LabeledResponse {

  private final @Nullable String label;
  private final List<IrcMessage> messages = new ArrayList<>(0);
  private boolean answeredByEvent;
  private int open = 1;

  /**
   * @param label the label, null for none
   */
  LabeledResponse(@Nullable String label) {
    this.label = label;
  }

  /** Returns the label, or null. */
  public @Nullable String label() {
    return label;
  }

  /** Returns whether messages are collected. */
  boolean collects() {
    return label != null && open > 0;
  }

  void add(IrcMessage message) {
    messages.add(message);
  }

  /** Records that an event has the label, so that nothing else answers the request. */
  public void answeredByEvent() {
    answeredByEvent = true;
  }

  /** Keeps the response open for one more answer of the core. */
  void hold() {
    open++;
  }

  /**
   * Closes the response for one of those who hold it open, and returns what is to be sent if it was
   * the last.
   *
   * @param batch the reference of the group, if there is one
   */
  List<IrcMessage> release(String server, String batch) {
    open--;
    if (open > 0 || label == null || (answeredByEvent && messages.isEmpty())) {
      return List.of();
    }
    if (messages.isEmpty()) {
      return List.of(new IrcMessage(Map.of(LineTags.LABEL, label), server, "ACK", List.of()));
    }
    if (isOneBatch()) {
      messages.set(0, messages.getFirst().withFirstTag(LineTags.LABEL, label));
      return messages;
    }
    if (messages.size() == 1) {
      return List.of(messages.getFirst().withFirstTag(LineTags.LABEL, label));
    }
    List<IrcMessage> grouped = new ArrayList<>();
    grouped.add(
        IrcMessage.of(server, "BATCH", "+" + batch, "labeled-response")
            .withTag(LineTags.LABEL, label));
    messages.forEach(message ->
        grouped.add(
            message.tags().containsKey("batch") ? message : message.withFirstTag("batch", batch)));
    grouped.add(IrcMessage.of(server, "BATCH", "-" + batch));
    return grouped;
  }

  /** Returns whether the first message begins a group that the last one ends. */
  private boolean isOneBatch() {
    IrcMessage first = messages.getFirst();
    IrcMessage last = messages.getLast();
    return first.verb().equals("BATCH")
        && last.verb().equals("BATCH")
        && first.param(0).startsWith("+")
        && last.param(0).equals("-" + first.param(0).substring(1));
  }
}
