package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * What is said: {@code ~ROOM.SENDER.NUMBER~} and a filler that depends on the number, so that a
 * line tells where it belongs and whether it came whole.
 */
final class Message {

  /** How a message begins; nothing else that a server sends has this byte in it. */
  static final byte MARK = '~';

  private static final int ROOM = 1;
  private static final int SENDER = ROOM + 5;
  private static final int NUMBER = SENDER + 6;
  private static final int DIGITS = 9;

  /** The length of a message without filler, and so the least that a message can have. */
  static final int HEAD = NUMBER + DIGITS + 1;

  private static final int CYCLE = 26;
  private static final byte[] FILLER = new byte[64 * 1024 + CYCLE];

  static {
    for (int i = 0; i < FILLER.length; i++) {
      FILLER[i] = (byte) ('a' + i % CYCLE);
    }
  }

  private Message() {}

  /** A line of a sender, its end included, with a number still to be put in. */
  static byte[] line(int room, int sender, int size) {
    byte[] line =
        Arrays.copyOf("~%04d.%05d.%09d~".formatted(room, sender, 0).getBytes(US_ASCII), size + 1);
    line[size] = '\n';
    return line;
  }

  /** Makes the line that of a number. */
  static void stamp(byte[] line, int number) {
    int rest = number;
    for (int i = NUMBER + DIGITS - 1; i >= NUMBER; i--) {
      line[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    System.arraycopy(FILLER, number % CYCLE, line, HEAD, line.length - 1 - HEAD);
  }

  /** Whether two messages of the same length have the same filler. */
  static boolean alike(int number, int other) {
    return number % CYCLE == other % CYCLE;
  }

  static int room(byte[] bytes, int at) {
    return digits(bytes, at + ROOM, 4);
  }

  static int sender(byte[] bytes, int at) {
    return digits(bytes, at + SENDER, 5);
  }

  static int number(byte[] bytes, int at) {
    return digits(bytes, at + NUMBER, DIGITS);
  }

  /** Whether the bytes that are no digits are as they were sent. */
  static boolean whole(byte[] bytes, int at, int size, int number) {
    int from = number % CYCLE;
    return bytes[at] == MARK
        && bytes[at + SENDER - 1] == '.'
        && bytes[at + NUMBER - 1] == '.'
        && bytes[at + HEAD - 1] == MARK
        && Arrays.equals(bytes, at + HEAD, at + size, FILLER, from, from + size - HEAD);
  }

  /** The number in a field, or -1. */
  private static int digits(byte[] bytes, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
