package dev.parley.line;

import static dev.parley.line.TelnetFilter.IAC;

import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of one connection into lines, however they were segmented by TCP.
 *
 * <p>A line ends in LF, CR LF, CR NUL or CR and is complete as soon as the LF or CR is there. A
 * {@link TelnetFilter} removes telnet commands first; their effect on the line that is being typed
 * (EC, EL, IP) is applied here. So are the editing keys of terminals without a line editor:
 * backspace (BS or DEL) and Ctrl-U (NAK).
 *
 * <p>Confined to the event loop of its connection. Between two lines it holds no buffer, within a
 * line at most as many bytes as the limit.
 */
final class LineFramer {

  private static final byte LF = '\n';
  private static final byte CR = '\r';
  private static final byte NUL = 0;
  private static final byte BS = 0x08;
  private static final byte DEL = 0x7F;
  private static final byte NAK = 0x15;

  private static final ByteProcessor TEXT =
      b -> b != LF && b != CR && b != IAC && b != BS && b != DEL && b != NAK;

  private final TelnetFilter telnet;
  private final PartialLine partial;
  private final Utf16Detector utf16 = new Utf16Detector();
  private boolean afterCr;

  /**
   * @param limit bytes in a line without its end and without telnet commands, 0 for no limit
   * @param replies takes the answers to telnet commands, in order, while {@link #read} runs; never
   *     called for a peer that sends no command
   */
  LineFramer(int limit, Consumer<byte[]> replies) {
    this.telnet = new TelnetFilter(replies);
    this.partial = new PartialLine(limit);
  }

  /** Returns whether the peer has sent a telnet command. Never goes back to false. */
  boolean isTelnet() {
    return telnet.isTelnet() && !utf16.isMarked();
  }

  /** Returns the number of answered requests for telnet's timing mark (RFC 860). */
  int timingMarks() {
    return telnet.timingMarks();
  }

  /**
   * Reads up to the end of the next frame and leaves the bytes behind it.
   *
   * @return the frame, or null once everything is read and no frame is complete
   */
  @Nullable Frame read(ByteBuf in) {
    Frame frame = null;
    while (frame == null && in.isReadable()) {
      utf16.look(in);
      int from = in.readerIndex();
      frame = telnet.isInCommand() ? readCommand(in) : readText(in);
      utf16.pass(in.readerIndex() - from);
    }
    return frame;
  }

  /**
   * Ends the input: the remaining bytes are the last line, an incomplete telnet command is dropped.
   *
   * @return the last line, or null if the input ended with a line's end or was empty
   */
  @Nullable Frame end() {
    return partial.isEmpty() ? null : utf16.check(partial.complete());
  }

  /** Returns the number of buffered bytes of a line whose end has not arrived. */
  int heldBytes() {
    return partial.capacity();
  }

  private @Nullable Frame readText(ByteBuf in) {
    byte first = in.getByte(in.readerIndex());
    if (afterCr && first != IAC) {
      afterCr = false;
      if (first == LF || first == NUL) {
        in.skipBytes(1);
        return null;
      }
    }
    int stop = in.forEachByte(TEXT);
    if (stop < 0) {
      partial.append(in, in.readableBytes());
      return null;
    }
    int length = stop - in.readerIndex();
    byte delimiter = in.getByte(stop);
    if (delimiter == LF || delimiter == CR) {
      Frame line = partial.complete(in, length);
      in.skipBytes(1);
      afterCr = delimiter == CR;
      return utf16.check(line);
    }
    if (delimiter == IAC && utf16.isTextAlone(length)) {
      partial.append(in, length + 1);
      return null;
    }
    partial.append(in, length);
    in.skipBytes(1);
    switch (delimiter) {
      case IAC -> telnet.begin();
      case NAK -> partial.clear();
      default -> partial.eraseCharacter();
    }
    return null;
  }

  private @Nullable Frame readCommand(ByteBuf in) {
    switch (telnet.accept(in.readByte())) {
      case NONE -> {}
      case TEXT -> putBack(in);
      case DOUBLED_IAC -> {
        putBack(in);
        partial.append(in, 1);
        afterCr = false;
      }
      case ERASE_CHARACTER -> partial.eraseCharacter();
      case ERASE_LINE -> partial.clear();
      case INTERRUPT -> {
        partial.clear();
        return new Frame.Interrupt();
      }
      case ARE_YOU_THERE -> {
        return new Frame.AreYouThere();
      }
      case END_OF_INPUT -> {
        return new Frame.EndOfInput();
      }
    }
    return null;
  }

  private static void putBack(ByteBuf in) {
    in.readerIndex(in.readerIndex() - 1);
  }
}
