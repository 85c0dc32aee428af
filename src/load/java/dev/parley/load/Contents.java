package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What a room holds: which message of which sender is at each offset. One thread adds; what was
 * added is for anyone.
 */
final class Contents {

  private final String names;
  private final int size;
  private final int[] senders;
  private final int[] numbers;
  private int count;

  /**
   * @param names what the senders' names begin with
   * @param size bytes in a message
   * @param most how many messages there will be
   */
  Contents(String names, int size, int most) {
    this.names = names;
    this.size = size;
    this.senders = new int[most];
    this.numbers = new int[most];
  }

  /** Puts a message at the next offset. */
  void add(int sender, int number) {
    senders[count] = sender;
    numbers[count] = number;
    count++;
  }

  /** How many messages there are, and so the offset of the newest. */
  int count() {
    return count;
  }

  /** The name of who said the message at an offset. */
  String from(long offset) {
    return names + sender(offset);
  }

  /** What was said at an offset. */
  String text(long offset) {
    byte[] line = Message.line(0, sender(offset), size);
    Message.stamp(line, number(offset));
    return new String(line, 0, size, US_ASCII);
  }

  int sender(long offset) {
    return senders[(int) offset - 1];
  }

  int number(long offset) {
    return numbers[(int) offset - 1];
  }
}
