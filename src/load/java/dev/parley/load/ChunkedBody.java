package dev.parley.load;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Decodes an HTTP/1.1 response with a chunked body (RFC 9112, 7.1), in pieces of any size. One
 * thread.
 */
final class ChunkedBody {

  /** The part of the response that comes next. */
  private enum State {
    STATUS,
    HEADERS,
    SIZE,
    DATA,
    DATA_END,
    ENDED
  }

  private static final int MAX_LINE = 8 * 1024;
  private static final int HEXADECIMAL = 16;

  private final StringBuilder line = new StringBuilder();
  private State state = State.STATUS;
  private boolean chunked;
  private int chunkLeft;

  /** Returns true if the headers are complete. */
  boolean isStarted() {
    return state.compareTo(State.HEADERS) > 0;
  }

  /** Returns true if the body is complete. */
  boolean isEnded() {
    return state == State.ENDED;
  }

  /**
   * Decodes bytes. Returns the index behind the decoded bytes.
   *
   * @param target receives the bytes of the body
   * @param from index in the target at which they begin
   * @throws LoadException if the status is not 200 or the body is not chunked
   */
  int decode(ByteBuffer bytes, byte[] target, int from) {
    int to = from;
    while (bytes.hasRemaining() && state != State.ENDED) {
      if (state == State.DATA) {
        int count = Math.min(chunkLeft, bytes.remaining());
        bytes.get(target, to, count);
        to += count;
        chunkLeft -= count;
        state = chunkLeft == 0 ? State.DATA_END : State.DATA;
      } else {
        decodeLine((char) (bytes.get() & 0xff));
      }
    }
    return to;
  }

  private void decodeLine(char c) {
    if (c != '\n') {
      line.append(c);
      check(line.length() <= MAX_LINE, "has a long line");
      return;
    }
    String text = line.toString().strip();
    line.setLength(0);
    state = next(text);
  }

  private State next(String text) {
    return switch (state) {
      case STATUS -> {
        check(text.matches("HTTP/1\\.1 200( .*)?"), "is " + text);
        yield State.HEADERS;
      }
      case HEADERS -> {
        chunked |= text.toLowerCase(Locale.ROOT).matches("transfer-encoding: *chunked");
        check(chunked || !text.isEmpty(), "is not chunked");
        yield text.isEmpty() ? State.SIZE : State.HEADERS;
      }
      case SIZE -> {
        chunkLeft = size(text);
        yield chunkLeft == 0 ? State.ENDED : State.DATA;
      }
      case DATA_END -> State.SIZE;
      case DATA, ENDED -> throw new IllegalStateException(state.name());
    };
  }

  private static int size(String text) {
    try {
      return Integer.parseInt(text.replaceFirst(";.*", ""), HEXADECIMAL);
    } catch (NumberFormatException e) {
      throw new LoadException("The response has a chunk of size " + text, e);
    }
  }

  private static void check(boolean holds, String fault) {
    if (!holds) {
      throw new LoadException("The response " + fault + ".");
    }
  }
}
