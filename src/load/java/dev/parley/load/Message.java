package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * The content of messages: {@code ~ROOM.SENDER.NUMBER~} and a filler that depends on the number. So
 * each message identifies itself, and a changed one is detected.
 */
final class Message {

  /** First byte of a message; servers send this byte nowhere else. */
  static final byte MARK = '~';

  private static final int ROOM = 1;
  private static final int SENDER = ROOM + 5;
  private static final int NUMBER = SENDER + 6;
  private static final int DIGITS = 9;

  /** Length of a message without filler. */
  static final int MIN_SIZE = NUMBER + DIGITS + 1;

  private static final int CYCLE = 26;
  private static final byte[] FILLER = new byte[64 * 1024 + CYCLE];

  static {
    for (int i = 0; i < FILLER.length; i++) {
      FILLER[i] = (byte) ('a' + i % CYCLE);
    }
  }

  private Message() {}

  /** Creates a line of a sender, with its terminator, and with number 0 and no filler. */
  static byte[] line(int room, int sender, int size) {
    byte[] line =
        Arrays.copyOf("~%04d.%05d.%09d~".formatted(room, sender, 0).getBytes(US_ASCII), size + 1);
    line[size] = '\n';
    return line;
  }

  /** Writes a number and its filler into a line. */
  static void setNumber(byte[] line, int number) {
    int rest = number;
    for (int i = NUMBER + DIGITS - 1; i >= NUMBER; i--) {
      line[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    System.arraycopy(FILLER, number % CYCLE, line, MIN_SIZE, line.length - 1 - MIN_SIZE);
  }

  /** Returns true if messages of the same length and these numbers have the same filler. */
  static boolean haveSameFiller(int number, int other) {
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

  /** Returns true if all bytes that are not digits are as they were sent. */
  static boolean isIntact(byte[] bytes, int at, int size, int number) {
    int from = number % CYCLE;
    return bytes[at] == MARK
        && bytes[at + SENDER - 1] == '.'
        && bytes[at + NUMBER - 1] == '.'
        && bytes[at + MIN_SIZE - 1] == MARK
        && Arrays.equals(bytes, at + MIN_SIZE, at + size, FILLER, from, from + size - MIN_SIZE);
  }

  /** Parses a decimal field. Returns -1 if it has other characters. */
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
