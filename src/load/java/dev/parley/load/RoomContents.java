package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The messages of a room by offset: the sender and number of each. One thread adds messages. */
final class RoomContents {

  private final String names;
  private final int size;
  private final int[] senders;
  private final int[] numbers;
  private int count;

  /**
   * Creates the contents of an empty room.
   *
   * @param names prefix of the senders' names
   * @param size bytes in a message
   * @param capacity largest number of messages
   */
  RoomContents(String names, int size, int capacity) {
    this.names = names;
    this.size = size;
    this.senders = new int[capacity];
    this.numbers = new int[capacity];
  }

  /** Adds a message at the next offset. */
  void add(int sender, int number) {
    senders[count] = sender;
    numbers[count] = number;
    count++;
  }

  /** Returns the number of messages, which is the offset of the newest. */
  int count() {
    return count;
  }

  /** Returns the name of the sender of the message at an offset. */
  String senderName(long offset) {
    return names + sender(offset);
  }

  /** Returns the text of the message at an offset. */
  String text(long offset) {
    byte[] line = Message.line(0, sender(offset), size);
    Message.setNumber(line, number(offset));
    return new String(line, 0, size, US_ASCII);
  }

  int sender(long offset) {
    return senders[(int) offset - 1];
  }

  int number(long offset) {
    return numbers[(int) offset - 1];
  }
}
