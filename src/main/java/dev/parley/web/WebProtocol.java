package dev.parley.web;

import dev.parley.chat.api.Event;
import dev.parley.dialect.conversation.Dialogue;
import dev.parley.dialect.output.OutputRenderer;
import dev.parley.dialect.output.Style;
import dev.parley.page.PageFiles;
import dev.parley.tcp.CarriedProtocol;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Peer;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.Protocol;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.time.Duration;
import java.util.List;

/**
 * Implements the protocol of the chat page: HTTP for its files, and a WebSocket for the
 * conversation, or for another protocol whose lines it carries. Safe for use from any thread; the
 * conversations are confined to their event loops.
 */
public final class WebProtocol implements Protocol {

  /** An event as it is, and as the echo to its sender, which has the sender's reference. */
  private static final int STYLES = 2;

  /** The subprotocols, in the order of their styles. */
  private static final List<Subprotocol> SUBPROTOCOLS = List.of(Subprotocol.values());

  private static final Style SHOWN = new Style(true, false, false, false, false);
  private static final Style OWN = new Style(true, false, true, false, false);

  private final Dialogue.Context context;
  private final ChatPage page;
  private final Duration pingInterval;
  private final CarriedProtocol carried;

  /**
   * @param files the files of the page
   * @param pingInterval time between two pings to each client, zero for none
   * @param carried the protocol that clients can ask for by a subprotocol
   */
  public WebProtocol(
      Dialogue.Context context, PageFiles files, Duration pingInterval, CarriedProtocol carried) {
    this.context = context;
    this.page = new ChatPage(files, context.clock());
    this.pingInterval = pingInterval;
    this.carried = carried;
  }

  @Override
  public String name() {
    return "web";
  }

  @Override
  public List<ChannelHandler> preamble(Preamble connection) {
    ConnectionLimits limits = context.connectionLimits();
    HttpDecoderConfig decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(orUnlimited(limits.requestLineBytes()))
            .setMaxHeaderSize(orUnlimited(limits.requestHeaderBytes()));
    return List.of(new HttpRequestDecoder(decoding), new PageHandler(page, connection));
  }

  private static int orUnlimited(int limit) {
    return limit == 0 ? Integer.MAX_VALUE : limit;
  }

  @Override
  public boolean readsForwardedAddress() {
    return true;
  }

  @Override
  public Conversation newConversation(Peer peer) {
    return new UpgradedConversation(this, peer);
  }

  /** Creates the conversation of a client that has asked for a subprotocol. */
  Conversation carried(Subprotocol subprotocol, Peer peer) {
    int firstStyle = STYLES + SUBPROTOCOLS.indexOf(subprotocol) * carried.styleCount();
    return new CarriedConversation(carried, subprotocol, firstStyle, peer);
  }

  @Override
  public int styleCount() {
    return STYLES + SUBPROTOCOLS.size() * carried.styleCount();
  }

  /** Returns the number of a style: the receivers of one share its bytes. */
  static int style(Style style) {
    return style.own() ? 1 : 0;
  }

  @Override
  public byte[] render(Event event, int style) {
    if (style >= STYLES) {
      int number = style - STYLES;
      byte[] lines = carried.render(event, number % carried.styleCount());
      return SUBPROTOCOLS.get(number / carried.styleCount()).encode(lines);
    }
    return WebSocketFrames.texts(OutputRenderer.JSON.event(event, style == 1 ? OWN : SHOWN));
  }

  @Override
  public byte[] tlsRequired() {
    return page.tlsRequired();
  }

  Dialogue.Context context() {
    return context;
  }

  int lineBytes() {
    return context.chat().settings().limits().lineBytes();
  }

  ChatPage page() {
    return page;
  }

  Duration pingInterval() {
    return pingInterval;
  }
}
