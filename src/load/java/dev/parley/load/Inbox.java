package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads connections and finds the messages in what they bring, straight in the bytes. One thread.
 */
final class Inbox {

  /** Where the lines go. */
  interface Sink {

    /** A line that has the form of a message, and the right length and filler. */
    void message(Member member, byte[] bytes, int lineFrom, int at, long now);

    /** Any other line. */
    void other(Member member, String line);

    /** The server has ended the connection. */
    void closed(Member member);
  }

  private static final int READ = 256 * 1024;
  private static final int LINE = 64 * 1024;

  private final ByteBuffer direct = ByteBuffer.allocateDirect(READ);
  private final byte[] work = new byte[READ + LINE];
  private final int size;
  private final Sink sink;

  Inbox(int size, Sink sink) {
    this.size = size;
    this.sink = sink;
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
      sink.closed(member);
    } else if (count > 0) {
      take(member, count);
    }
    return count;
  }

  private void take(Member member, int count) {
    int kept = member.kept.length;
    System.arraycopy(member.kept, 0, work, 0, kept);
    direct.get(0, work, kept, count);
    int end = kept + count;
    int rest = lines(member, end, System.nanoTime());
    if (end - rest > LINE) {
      throw new LoadException(member.name + " got a line of more than 64 KB.");
    }
    member.kept = rest == end ? Member.NOTHING : Arrays.copyOfRange(work, rest, end);
  }

  /** Hands on every line that is whole. Returns where the first begins that is not. */
  private int lines(Member member, int end, long now) {
    int from = 0;
    while (from < end) {
      int at = from;
      while (at < end && work[at] != Message.MARK && work[at] != '\n') {
        at++;
      }
      int stop = at + size;
      if (stop < end && work[at] == Message.MARK && work[stop] == '\n') {
        sink.message(member, work, from, at, now);
        from = stop + 1;
      } else {
        int next = other(member, from, at, end);
        if (next < 0) {
          return from;
        }
        from = next;
      }
    }
    return from;
  }

  /** A line that ends elsewhere than our messages do. Returns where the next begins, or -1. */
  private int other(Member member, int from, int at, int end) {
    int stop = at;
    while (stop < end && work[stop] != '\n') {
      stop++;
    }
    if (stop == end) {
      return -1;
    }
    int text = stop > from && work[stop - 1] == '\r' ? stop - 1 : stop;
    if (text == at + size && work[at] == Message.MARK) {
      sink.message(member, work, from, at, System.nanoTime());
    } else {
      sink.other(member, new String(work, from, text - from, StandardCharsets.UTF_8));
    }
    return stop + 1;
  }
}
