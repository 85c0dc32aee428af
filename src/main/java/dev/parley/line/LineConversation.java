package dev.parley.line;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.session.Session;
import dev.parley.dialect.conversation.Dialogue;
import dev.parley.dialect.output.OutputEncoder;
import dev.parley.dialect.output.OutputLines;
import dev.parley.dialect.output.Wording;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.Peer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs the line protocol on one connection: takes the lines out of its input, answers telnet, and
 * leaves the rest to a {@link Dialogue}. Confined to the event loop of its connection.
 */
final class LineConversation implements Conversation {

  /** Maximum time between a telnet client's interrupt and its timing mark. */
  static final Duration MARK_WAIT = Duration.ofMillis(500);

  private final LineProtocol protocol;
  private final Peer peer;
  private final LineFramer framer;
  private final Dialogue dialogue;
  private boolean interrupted;
  private boolean marked;
  private boolean leaving;
  private boolean utf16;

  /** Ends lines in CR LF once the peer has shown itself to be telnet. */
  private final class LineEncoder implements OutputEncoder {
    @Override
    public byte[] encode(String lines) {
      return OutputLines.encode(lines, crlf());
    }

    @Override
    public boolean crlf() {
      return framer.isTelnet();
    }
  }

  LineConversation(LineProtocol protocol, Peer peer) {
    this.protocol = protocol;
    this.peer = peer;
    this.framer =
        new LineFramer(protocol.context().chat().settings().limits().lineBytes(), peer::write);
    this.dialogue =
        new Dialogue(protocol.context(), peer, Dialogue.Form.TEXT_OR_JSON, new LineEncoder());
  }

  @Override
  public Session session() {
    return dialogue.session();
  }

  @Override
  public void opened() {
    dialogue.connect();
    if (protocol.greetingDelay().isZero()) {
      dialogue.greet();
    } else {
      peer.schedule(protocol.greetingDelay(), dialogue::greet);
    }
  }

  /**
   * Reads the next frame. A telnet client that sent an interrupt shows nothing until the {@code DO
   * TIMING-MARK} that it sent next is answered, which must happen before the goodbye. So the input
   * after an interrupt is read only for that; its lines are dropped.
   */
  @Override
  public @Nullable Frame read(ByteBuf in) {
    if (dialogue.isOver()) {
      in.skipBytes(in.readableBytes());
      return null;
    }
    int marks = framer.timingMarks();
    Frame frame = interrupted ? null : framer.read(in);
    interrupted |= frame instanceof Frame.Interrupt;
    if (interrupted) {
      while (framer.read(in) != null) {
        // only the telnet commands in it matter
      }
      if (framer.timingMarks() > marks) {
        marked = true;
        leave();
      }
    }
    return frame;
  }

  /** Leaves once the timing mark and all earlier requests are answered. */
  private void leave() {
    if (marked && leaving) {
      dialogue.whenIdle(() -> dialogue.end(Disconnect.of(Reason.INTERRUPTED)));
    }
  }

  /**
   * Leaves after an interrupt; waits for the timing mark, which may come in a packet of its own.
   */
  private void interrupted() {
    leaving = true;
    leave();
    peer.schedule(
        MARK_WAIT,
        () -> {
          marked = true;
          leave();
        });
  }

  @Override
  public @Nullable Frame readLast() {
    return framer.end();
  }

  @Override
  public void handle(Frame frame) {
    if (dialogue.isOver()) {
      return;
    }
    if (!(frame instanceof Frame.Line) && !dialogue.caughtUp()) {
      return;
    }
    switch (frame) {
      case Frame.Line(String text) -> line(text);
      case Frame.TooLong(int limit) ->
          dialogue.unreadable(
              Refusal.LINE_TOO_LONG,
              "That line was longer than " + limit + " bytes and was not sent.");
      case Frame.NotUtf8 _ ->
          dialogue.unreadable(Refusal.NOT_UTF8, "That line was not UTF-8 and was not sent.");
      case Frame.Utf16() -> utf16();
      case Frame.AreYouThere() -> dialogue.notice("Yes, I am here.");
      case Frame.Interrupt() -> interrupted();
      case Frame.EndOfInput() -> endOfInput();
      case Frame.Ping _, Frame.Violation _, Frame.Unsupported _ -> {} // Not of this protocol.
    }
  }

  /** Handles the end of the input, by TCP or by telnet; an unfinished line is the last. */
  private void endOfInput() {
    Frame last = framer.end();
    if (last != null) {
      handle(last);
    }
    dialogue.leave(Disconnect.of(Reason.END_OF_INPUT));
  }

  /** Reports UTF-16 input, to a pipe only once. */
  private void utf16() {
    if (utf16) {
      dialogue.refuseSilently(Refusal.NOT_UTF8, Wording.UTF16);
    } else {
      utf16 = true;
      dialogue.unreadable(Refusal.NOT_UTF8, Wording.UTF16);
    }
  }

  private void line(String text) {
    if (dialogue.lines() == 0 && HttpRequestLine.looksLikeHttp(text)) {
      dialogue.end(Disconnect.of(Reason.WRONG_PROTOCOL));
    } else {
      dialogue.line(text);
    }
  }

  @Override
  public int style(Event event) {
    return dialogue.style(event);
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

  @Override
  public byte[] closingMessage(Disconnect why) {
    return switch (why.reason()) {
      case WRONG_PROTOCOL -> HttpErrorResponse.bytes(protocol.context().clock().instant());
      case SERVER_FULL, ADDRESS_FULL, ADDRESS_TOO_FAST, NOT_A_PROXY ->
          dialogue.refusal(Wording.turnedAway(why, protocol.context().chat().settings()));
      case BANNED ->
          dialogue.isGreeted() ? dialogue.bye(why) : dialogue.refusal(Wording.banned(why));
      case QUIT,
          END_OF_INPUT,
          INTERRUPTED,
          CONNECTION_LOST,
          KICKED,
          NOT_LET_IN,
          PASSWORD_CHANGED,
          SLOW_READER,
          TAKEN_OVER,
          LOGIN_TIMEOUT,
          IDLE_TIMEOUT,
          SHUTDOWN,
          MOVED,
          NO_HANDSHAKE,
          NOT_UPGRADED,
          FAULT ->
          dialogue.bye(why);
    };
  }

  @Override
  public void closed(Disconnect why) {
    dialogue.closed(why);
  }
}
