package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads connections and finds messages in the received bytes without decoding them. One thread. */
final class MessageReader {

  private static final int READ_BYTES = 256 * 1024;
  private static final int MAX_LINE_BYTES = 64 * 1024;

  private final ByteBuffer direct = ByteBuffer.allocateDirect(READ_BYTES);
  private final byte[] buffer = new byte[READ_BYTES + MAX_LINE_BYTES];
  private final int size;
  private final LineListener listener;

  MessageReader(int size, LineListener listener) {
    this.size = size;
    this.listener = listener;
  }

  /** Reads once. Returns the number of bytes, or -1 at the end. */
  int read(Member member) {
    direct.clear();
    int count;
    try {
      count = member.channel.read(direct);
    } catch (IOException e) {
      count = -1;
    }
    if (count < 0) {
      member.close();
      listener.closed(member);
    } else if (count > 0) {
      process(member, direct.flip());
      if (member.body != null && member.body.isEnded()) {
        member.close();
        listener.closed(member);
        return -1;
      }
    }
    return count;
  }

  private void process(Member member, ByteBuffer bytes) {
    int kept = member.partialLine.length;
    System.arraycopy(member.partialLine, 0, buffer, 0, kept);
    int end = decode(member, bytes, kept);
    int rest = processLines(member, end, System.nanoTime());
    if (end - rest > MAX_LINE_BYTES) {
      throw new LoadException(member.name + " got a line of more than 64 KB.");
    }
    member.partialLine = rest == end ? Member.NO_BYTES : Arrays.copyOfRange(buffer, rest, end);
  }

  /** Copies bytes into the buffer, without the framing of HTTP. Returns the index behind them. */
  private int decode(Member member, ByteBuffer bytes, int from) {
    if (member.framing != null) {
      return member.framing.decode(bytes, buffer, from);
    }
    ChunkedBody body = member.body;
    if (body == null) {
      int count = bytes.remaining();
      bytes.get(buffer, from, count);
      return from + count;
    }
    int end = body.decode(bytes, buffer, from);
    member.roomsEntered = body.isStarted() ? 1 : 0;
    return end;
  }

  /** Passes complete lines to the listener. Returns the index of the first incomplete one. */
  private int processLines(Member member, int end, long now) {
    int from = 0;
    while (from < end) {
      int at = from;
      while (at < end && buffer[at] != Message.MARK && buffer[at] != '\n') {
        at++;
      }
      int stop = at + size;
      if (stop < end && buffer[at] == Message.MARK && buffer[stop] == '\n') {
        listener.message(member, buffer, from, at, now);
        from = stop + 1;
      } else {
        int next = processOther(member, from, at, end);
        if (next < 0) {
          return from;
        }
        from = next;
      }
    }
    return from;
  }

  /**
   * Passes on a line that does not end as messages do. Returns the index of the next line, or -1 if
   * this one is incomplete.
   */
  private int processOther(Member member, int from, int at, int end) {
    int stop = at;
    while (stop < end && buffer[stop] != '\n') {
      stop++;
    }
    if (stop == end) {
      return -1;
    }
    int text = stop > from && buffer[stop - 1] == '\r' ? stop - 1 : stop;
    boolean quoted = member.json && at + size < text && buffer[at + size] == '"';
    if ((quoted || text == at + size) && buffer[at] == Message.MARK) {
      listener.message(member, buffer, from, at, System.nanoTime());
    } else {
      listener.other(member, new String(buffer, from, text - from, StandardCharsets.UTF_8));
    }
    return stop + 1;
  }
}
