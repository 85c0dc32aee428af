package dev.parley.web;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Event;
import dev.parley.chat.session.Session;
import dev.parley.dialect.conversation.Dialogue;
import dev.parley.dialect.output.Style;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.Peer;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs one WebSocket: takes the messages out of its frames and leaves the rest to a {@link
 * Dialogue} in JSON. Confined to the event loop of its connection.
 */
final class WebConversation implements Conversation {

  private static final byte[] PING = WebSocketFrames.frame(WebSocketFrames.PING, new byte[0]);

  private final WebProtocol protocol;
  private final Peer peer;
  private final WebSocketReader reader;
  private final Dialogue dialogue;
  private @Nullable CloseCode fault;

  WebConversation(WebProtocol protocol, Peer peer) {
    this.protocol = protocol;
    this.peer = peer;
    this.reader = new WebSocketReader(protocol.lineBytes());
    this.dialogue =
        new Dialogue(protocol.context(), peer, Dialogue.Form.JSON, WebSocketFrames::texts);
  }

  @Override
  public Session session() {
    return dialogue.session();
  }

  @Override
  public void opened() {
    dialogue.connect();
    dialogue.greet();
    Duration interval = protocol.pingInterval();
    if (!interval.isZero()) {
      peer.schedule(interval, () -> ping(interval));
    }
  }

  /** Keeps proxies from closing a connection on which nobody says anything. */
  private void ping(Duration interval) {
    peer.write(PING);
    peer.schedule(interval, () -> ping(interval));
  }

  @Override
  public @Nullable Frame read(ByteBuf in) {
    return reader.read(in);
  }

  /** Returns null: a message whose end is missing is none. */
  @Override
  public @Nullable Frame readLast() {
    return null;
  }

  @Override
  public void handle(Frame frame) {
    if (dialogue.isOver() || (!(frame instanceof Frame.Line) && !dialogue.caughtUp())) {
      return;
    }
    switch (frame) {
      case Frame.Line(String text) -> dialogue.line(text);
      case Frame.Ping(String payload) ->
          peer.write(
              WebSocketFrames.frame(
                  WebSocketFrames.PONG, payload.getBytes(StandardCharsets.ISO_8859_1)));
      case Frame.TooLong(int limit) ->
          fail(CloseCode.TOO_LONG, "a message was longer than " + limit + " bytes");
      case Frame.NotUtf8 _, Frame.Utf16 _ -> fail(CloseCode.NOT_UTF8, "a text was not UTF-8");
      case Frame.Unsupported _ -> fail(CloseCode.UNSUPPORTED, "messages are text");
      case Frame.Violation(String detail) -> fail(CloseCode.PROTOCOL_ERROR, detail);
      case Frame.EndOfInput _ -> {
        // Without a close frame it was not the person who left.
        Reason reason = reader.isClosed() ? Reason.END_OF_INPUT : Reason.CONNECTION_LOST;
        dialogue.leave(Disconnect.of(reason));
      }
      case Frame.Interrupt _, Frame.AreYouThere _ -> {} // Not of this protocol.
    }
  }

  /** Closes the connection after a frame behind which nothing can be read. */
  private void fail(CloseCode code, String detail) {
    dialogue.whenIdle(() -> {
      fault = code;
      dialogue.end(new Disconnect(Reason.WRONG_PROTOCOL, detail));
    });
  }

  @Override
  public int style(Event event) {
    int style = dialogue.style(event);
    return style < 0 ? style : WebProtocol.style(Style.of(style));
  }

  @Override
  public boolean defers(Event.Posted line) {
    return dialogue.defers(line);
  }

  @Override
  public boolean resumable() {
    return true;
  }

  @Override
  public boolean shows(Event event) {
    return true;
  }

  /** Returns the last object and a close frame, or an HTTP response before the upgrade. */
  @Override
  public byte[] closingMessage(Disconnect why) {
    if (!dialogue.isConnected()) {
      return protocol.page().refusal(why);
    }
    CloseCode own = fault;
    boolean ownFault = own != null && why.reason() == Reason.WRONG_PROTOCOL;
    ByteArrayOutputStream last = new ByteArrayOutputStream();
    last.writeBytes(dialogue.bye(why));
    last.writeBytes(
        WebSocketFrames.close(
            own != null && ownFault ? own : CloseCode.of(why.reason()), why.text()));
    return last.toByteArray();
  }

  @Override
  public void closed(Disconnect why) {
    dialogue.closed(why);
  }
}
