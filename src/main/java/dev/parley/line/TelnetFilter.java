package dev.parley.line;

import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes telnet commands (RFC 854, RFC 855) from the bytes of one connection and answers
 * negotiations.
 *
 * <p>It agrees to no option and opens no negotiation, so of the state machine of RFC 1143 only the
 * state NO is left: a request is refused, a notice of the current state is not answered. A request
 * that is repeated without having been withdrawn is not answered again, so that no loop is
 * possible, and an answer is never longer than its request. {@code DO TIMING-MARK} (RFC 860) has no
 * state: each one is answered, as clients show nothing until it is.
 *
 * <p>A break (BRK) is meant for the server's operating system (RFC 854): it is dropped.
 *
 * <p>SUPPRESS-GO-AHEAD (RFC 858) is refused like the others: a client that is granted it expects
 * the server to edit lines, and sends a character at a time.
 *
 * <p>Confined to the event loop of its connection. Allocates nothing for a peer that does not speak
 * telnet.
 */
final class TelnetFilter {

  /** Effect of a command's byte on the line that it is in. */
  enum Effect {
    /** No effect. */
    NONE,
    /** The byte is not part of a command: it is read as text. */
    TEXT,
    /** The byte is an IAC that was doubled: it is kept as text. */
    DOUBLED_IAC,
    ERASE_CHARACTER,
    ERASE_LINE,
    INTERRUPT,
    ARE_YOU_THERE,
    END_OF_INPUT
  }

  private enum State {
    TEXT,
    COMMAND,
    OPTION,
    SUBNEGOTIATION,
    SUBNEGOTIATION_COMMAND
  }

  /** "Interpret as command": begins a command; doubled, it is the byte itself as text. */
  static final byte IAC = (byte) 255;

  /** Maximum length of a subnegotiation in bytes; beyond it the rest is text. */
  static final int SUBNEGOTIATION_LIMIT = 4096;

  private static final int EOF = 236;
  private static final int ABORT = 238;
  private static final int IP = 244;
  private static final int AYT = 246;
  private static final int EC = 247;
  private static final int EL = 248;
  private static final int SB = 250;
  private static final int WILL = 251;
  private static final int WONT = 252;
  private static final int DO = 253;
  private static final int DONT = 254;

  private static final int FIRST_COMMAND = EOF;
  private static final int OPTIONS = 256;
  private static final int TIMING_MARK = 6;

  private final Consumer<byte[]> replies;
  private State state = State.TEXT;
  private boolean telnet;
  private int timingMarks;
  private int verb;
  private int skipped;

  /** Refused requests: WILL at the option's number, DO at the number plus {@link #OPTIONS}. */
  private @Nullable BitSet refused;

  /**
   * @param replies takes the answers, in order, while {@link #accept} runs
   */
  TelnetFilter(Consumer<byte[]> replies) {
    this.replies = replies;
  }

  /** Returns whether a whole command has been read. Never goes back to false. */
  boolean isTelnet() {
    return telnet;
  }

  /** Returns the number of answered requests for a timing mark. */
  int timingMarks() {
    return timingMarks;
  }

  /** Returns whether the next byte must be passed to {@link #accept}. */
  boolean isInCommand() {
    return state != State.TEXT;
  }

  /** Begins a command after an {@link #IAC} in the text. */
  void begin() {
    state = State.COMMAND;
  }

  /** Processes the next byte of a command; may be called only while {@link #isInCommand}. */
  Effect accept(byte next) {
    int value = Byte.toUnsignedInt(next);
    return switch (state) {
      case TEXT -> Effect.TEXT;
      case COMMAND -> command(value);
      case OPTION -> negotiate(value);
      case SUBNEGOTIATION -> skip(next);
      case SUBNEGOTIATION_COMMAND -> endSkipping(value);
    };
  }

  /**
   * Processes a command byte. A byte below 128 cannot be one: there a lone IAC is the rest of
   * {@code IAC DM}, whose second byte TCP sends as urgent data. An unknown command is dropped.
   */
  private Effect command(int value) {
    state = State.TEXT;
    if (value < 128) {
      return Effect.TEXT;
    }
    if (Byte.toUnsignedInt(IAC) == value) {
      return Effect.DOUBLED_IAC;
    }
    return switch (value) {
      case WILL, WONT, DO, DONT -> {
        verb = value;
        state = State.OPTION;
        yield Effect.NONE;
      }
      case SB -> {
        skipped = 0;
        state = State.SUBNEGOTIATION;
        yield Effect.NONE;
      }
      default -> simpleCommand(value);
    };
  }

  private Effect simpleCommand(int value) {
    telnet |= value >= FIRST_COMMAND;
    return switch (value) {
      case IP, ABORT -> Effect.INTERRUPT;
      case AYT -> Effect.ARE_YOU_THERE;
      case EC -> Effect.ERASE_CHARACTER;
      case EL -> Effect.ERASE_LINE;
      case EOF -> Effect.END_OF_INPUT;
      default -> Effect.NONE;
    };
  }

  private Effect negotiate(int option) {
    state = State.TEXT;
    telnet = true;
    switch (verb) {
      case WILL -> refuse(DONT, option, option);
      case DO -> refuse(WONT, option, OPTIONS + option);
      case WONT -> takeBack(option);
      default -> takeBack(OPTIONS + option);
    }
    return Effect.NONE;
  }

  private void refuse(int answer, int option, int request) {
    if (refused == null) {
      refused = new BitSet();
    }
    boolean each = verb == DO && option == TIMING_MARK;
    timingMarks += each ? 1 : 0;
    if (each || !refused.get(request)) {
      refused.set(request);
      replies.accept(new byte[] {IAC, (byte) answer, (byte) option});
    }
  }

  private void takeBack(int request) {
    if (refused != null) {
      refused.clear(request);
    }
  }

  private Effect skip(byte next) {
    if (++skipped > SUBNEGOTIATION_LIMIT) {
      state = State.TEXT;
      return Effect.TEXT;
    }
    if (next == IAC) {
      state = State.SUBNEGOTIATION_COMMAND;
    }
    return Effect.NONE;
  }

  /** Ends a subnegotiation at any command but a doubled IAC, so that it cannot swallow a Ctrl-C. */
  private Effect endSkipping(int value) {
    if (value < FIRST_COMMAND || value == Byte.toUnsignedInt(IAC)) {
      state = State.SUBNEGOTIATION;
      return Effect.NONE;
    }
    return command(value);
  }
}
