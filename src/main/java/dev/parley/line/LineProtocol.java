package dev.parley.line;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Event;
import dev.parley.dialect.conversation.Dialogue;
import dev.parley.dialect.output.OutputLines;
import dev.parley.dialect.output.OutputRenderer;
import dev.parley.dialect.output.Style;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Peer;
import dev.parley.tcp.Protocol;
import java.time.Clock;
import java.time.Duration;

/**
 * Implements the line protocol, for {@code nc}, {@code telnet} and scripts. Safe for use from any
 * thread; the conversations are confined to their event loops.
 */
public final class LineProtocol implements Protocol {

  private final Dialogue.Context context;
  private final Duration greetingDelay;

  /**
   * @param clock gives the current day; replayed lines of other days show their date
   * @param greetingDelay time to wait for a client that sends first, so that a web client is
   *     answered before it is greeted
   * @param connectionLimits the limits of connections, shown by {@code /limits}
   */
  public LineProtocol(
      Chat chat, Clock clock, Duration greetingDelay, ConnectionLimits connectionLimits) {
    this.context = new Dialogue.Context(chat, clock, connectionLimits);
    this.greetingDelay = greetingDelay;
  }

  @Override
  public String name() {
    return "line";
  }

  @Override
  public Conversation newConversation(Peer peer) {
    return new LineConversation(this, peer);
  }

  @Override
  public int styleCount() {
    return Style.COUNT;
  }

  @Override
  public byte[] render(Event event, int style) {
    Style chosen = Style.of(style);
    OutputRenderer form = chosen.json() ? OutputRenderer.JSON : OutputRenderer.TEXT;
    return OutputLines.encode(form.event(event, chosen), chosen.crlf());
  }

  Dialogue.Context context() {
    return context;
  }

  Duration greetingDelay() {
    return greetingDelay;
  }
}
