package dev.parley.line;

import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes telnet commands (RFC 854, RFC 855) out of the bytes of one connection and answers the
 * negotiations among them.
 *
 * <p>It agrees to no option and opens no negotiation, so of the state machine of RFC 1143 only the
 * state NO is left: a request is refused, news of the state that already is goes unanswered. A
 * request that is repeated without having been taken back is not answered again, so no peer can be
 * drawn into a loop, and an answer is never longer than what it answers. {@code DO TIMING-MARK}
 * (RFC 860) is not about a state: each is answered, for clients show nothing until it is.
 *
 * <p>A break (BRK) is a key for the other side's operating system (RFC 854): it ends nothing and is
 * dropped.
 *
 * <p>SUPPRESS-GO-AHEAD (RFC 858) is refused like the rest: a client that is granted it believes the
 * server edits its lines, and sends them a character at a time.
 *
 * <p>Confined to the event loop of its connection. Costs no memory for a peer that is not telnet.
 */
final class TelnetFilter {

  /** What a command's byte means for the line that it stands in. */
  enum Effect {
    /** Nothing. */
    NONE,
    /** The byte is not part of a command after all: it is to be read as text. */
    TEXT,
    /** The byte is an IAC that had been doubled: it is to be kept as text. */
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

  /** "Interpret as command", the byte that begins a command and whose double is itself as text. */
  static final byte IAC = (byte) 255;

  /** Bytes after which a subnegotiation without an end is taken for none: the rest is text. */
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

  /** Refused requests: WILL at the option's number, DO at {@link #OPTIONS} more. */
  private @Nullable BitSet refused;

  /**
   * @param replies takes the answers, in order, while {@link #accept} runs
   */
  TelnetFilter(Consumer<byte[]> replies) {
    this.replies = replies;
  }

  /** Whether a whole command has been seen. Never goes back to false. */
  boolean isTelnet() {
    return telnet;
  }

  /** How many requests for a timing mark were answered. */
  int timingMarks() {
    return timingMarks;
  }

  /** Whether the next byte is to be given to {@link #accept}. */
  boolean isInCommand() {
    return state != State.TEXT;
  }

  /** An {@link #IAC} has been read from the text. */
  void begin() {
    state = State.COMMAND;
  }

  /** Looks at the next byte of a command; may be called while {@link #isInCommand} only. */
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
   * What is below 128 cannot be a command: there a lone IAC is all that TCP left of {@code IAC DM},
   * whose second byte travels as urgent data. A command that nobody knows is dropped.
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

  /** Any command but a doubled IAC ends a subnegotiation, so none can swallow a Ctrl-C. */
  private Effect endSkipping(int value) {
    if (value < FIRST_COMMAND || value == Byte.toUnsignedInt(IAC)) {
      state = State.SUBNEGOTIATION;
      return Effect.NONE;
    }
    return command(value);
  }
}
