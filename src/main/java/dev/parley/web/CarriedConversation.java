package dev.parley.web;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Event;
import dev.parley.chat.session.Session;
import dev.parley.tcp.CarriedProtocol;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Runs a protocol of lines in the messages of a WebSocket. Confined to the event loop of its
 * connection.
 */
final class CarriedConversation implements Conversation {

  /** The maximum length of a message, in bytes: that of a line of IRC with its tags. */
  private static final int MAX_MESSAGE = 16 * 1024;

  private final Peer peer;
  private final CarriedProtocol protocol;
  private final Subprotocol subprotocol;
  private final int firstStyle;
  private final Conversation lines;
  private final WebSocketReader reader = WebSocketReader.ofBytes(MAX_MESSAGE);
  private ByteBuf message = Unpooled.EMPTY_BUFFER;
  private @Nullable CloseCode fault;

  /**
   * @param firstStyle the number of the first style of the protocol in the subprotocol
   */
  CarriedConversation(
      CarriedProtocol protocol, Subprotocol subprotocol, int firstStyle, Peer peer) {
    this.peer = peer;
    this.protocol = protocol;
    this.subprotocol = subprotocol;
    this.firstStyle = firstStyle;
    this.lines = protocol.newConversation(peer, subprotocol::encode);
  }

  @Override
  public String protocol() {
    return protocol.name();
  }

  @Override
  public Session session() {
    return lines.session();
  }

  @Override
  public void opened() {
    lines.opened();
  }

  @Override
  public @Nullable Frame read(ByteBuf in) {
    Frame frame = message.isReadable() ? lines.read(message) : null;
    while (frame == null && in.isReadable()) {
      Frame carried = reader.read(in);
      if (carried instanceof Frame.Line(String text)) {
        message = Unpooled.copiedBuffer(text + "\n", StandardCharsets.ISO_8859_1);
        frame = lines.read(message);
      } else {
        frame = carried;
      }
    }
    return frame;
  }

  /** Returns null: a message whose end is missing is none. */
  @Override
  public @Nullable Frame readLast() {
    return null;
  }

  @Override
  public boolean isLimited(Frame frame) {
    return lines.isLimited(frame);
  }

  @Override
  public void handle(Frame frame) {
    switch (frame) {
      case Frame.Ping(String payload) ->
          peer.write(
              WebSocketFrames.frame(
                  WebSocketFrames.PONG, payload.getBytes(StandardCharsets.ISO_8859_1)));
      case Frame.TooLong(int limit) when limit == MAX_MESSAGE ->
          fail(CloseCode.TOO_LONG, "a message was longer than " + limit + " bytes");
      case Frame.Violation(String detail) -> fail(CloseCode.PROTOCOL_ERROR, detail);
      case Frame.NotUtf8(String legible) when legible.isEmpty() ->
          fail(CloseCode.NOT_UTF8, "a text was not UTF-8");
      default -> lines.handle(frame);
    }
  }

  /** Closes the connection after a frame behind which nothing can be read. */
  private void fail(CloseCode code, String detail) {
    fault = code;
    peer.close(new Disconnect(Reason.WRONG_PROTOCOL, detail));
  }

  @Override
  public int style(Event event) {
    int style = lines.style(event);
    return style < 0 ? style : firstStyle + style;
  }

  @Override
  public boolean shows(Event event) {
    return lines.shows(event);
  }

  @Override
  public boolean defers(Event.Posted line) {
    return lines.defers(line);
  }

  @Override
  public boolean tracksArrivals() {
    return lines.tracksArrivals();
  }

  @Override
  public boolean usesLobby() {
    return lines.usesLobby();
  }

  @Override
  public int maxSharing() {
    return lines.maxSharing();
  }

  @Override
  public byte[] closingMessage(Disconnect why) {
    CloseCode own = fault;
    ByteArrayOutputStream last = new ByteArrayOutputStream();
    last.writeBytes(subprotocol.encode(lines.closingMessage(why)));
    last.writeBytes(
        WebSocketFrames.close(own == null ? CloseCode.of(why.reason()) : own, why.text()));
    return last.toByteArray();
  }

  @Override
  public void closed(Disconnect why) {
    lines.closed(why);
  }
}
