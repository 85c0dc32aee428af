package dev.parley.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Represents one notification on the wire, as text: a line with the version, the ids of the node
 * and of its wire and the number of the notification, and then, for each message, a line with its
 * topic, its part and the number of its characters, and its body.
 *
 * @param wire the id of the sending wire, which numbers its notifications
 * @param number the number, from 1 without a gap
 */
record WirePayload(NodeId sender, UUID wire, long number, List<Message> messages) {

  /** The version of this format. */
  private static final String VERSION = "1";

  /** PostgreSQL takes fewer than 8000 bytes. */
  private static final int MAX_BYTES = 7900;

  private static final int HEADER_BYTES = 110;
  private static final int MESSAGE_HEADER_BYTES = 20;
  private static final int MAX_BYTES_OF_A_CHARACTER = 3;

  /** The number of bytes for all messages. */
  static final int CAPACITY = MAX_BYTES - HEADER_BYTES;

  /**
   * Says which part of a message is sent: all of it, or one of several that are sent in a row. A
   * receiver that lacks one of them drops the others.
   */
  enum Part {
    WHOLE("."),
    FIRST("+"),
    MIDDLE("*"),
    LAST("-");

    private final String sign;

    Part(String sign) {
      this.sign = sign;
    }

    private static Part of(String sign) {
      return Stream.of(values())
          .filter(part -> part.sign.equals(sign))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(sign));
    }

    /** Returns whether the parts before this one are needed. */
    boolean continues() {
      return this == MIDDLE || this == LAST;
    }

    /** Returns whether this one ends the message. */
    boolean ends() {
      return this == WHOLE || this == LAST;
    }
  }

  /** Represents a message or a part of one. */
  record Message(String topic, String body, Part part) {

    /** Returns a whole message. */
    static Message of(String topic, String body) {
      return new Message(topic, body, Part.WHOLE);
    }

    /** Returns the number of bytes, at most. */
    int size() {
      int bytes = topic.length() + MESSAGE_HEADER_BYTES;
      for (int i = 0; i < body.length(); i++) {
        bytes += size(body.charAt(i));
      }
      return bytes;
    }

    private static int size(char character) {
      if (character < 0x80) {
        return 1;
      }
      return character < 0x800 ? 2 : MAX_BYTES_OF_A_CHARACTER;
    }

    /** Cuts the message into parts that fit into one notification each. */
    List<Message> parts() {
      int rest = CAPACITY - topic.length() - MESSAGE_HEADER_BYTES;
      if (size() <= CAPACITY) {
        return List.of(this);
      }
      List<Message> parts = new ArrayList<>();
      int step = rest / MAX_BYTES_OF_A_CHARACTER;
      int from = 0;
      while (from < body.length()) {
        int to = Math.min(from + step, body.length());
        if (to < body.length() && Character.isHighSurrogate(body.charAt(to - 1))) {
          to--;
        }
        Part last = to == body.length() ? Part.LAST : Part.MIDDLE;
        parts.add(new Message(topic, body.substring(from, to), from == 0 ? Part.FIRST : last));
        from = to;
      }
      return parts;
    }
  }

  /** Returns the text of the notification. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(VERSION).append(' ').append(sender).append(' ').append(wire);
    text.append(' ').append(number).append('\n');
    for (Message message : messages) {
      text.append(message.topic).append(' ').append(message.part.sign).append(' ');
      text.append(message.body.length()).append('\n').append(message.body);
    }
    return text.toString();
  }

  /** Parses a notification; returns null for one of another version, or that is malformed. */
  static @Nullable WirePayload parse(String text) {
    try {
      int end = text.indexOf('\n');
      String[] header = text.substring(0, end).split(" ", -1);
      if (!header[0].equals(VERSION)) {
        return null;
      }
      List<Message> messages = new ArrayList<>();
      int at = end + 1;
      while (at < text.length()) {
        end = text.indexOf('\n', at);
        String[] fields = text.substring(at, end).split(" ", -1);
        int to = end + 1 + Integer.parseInt(fields[2]);
        messages.add(new Message(fields[0], text.substring(end + 1, to), Part.of(fields[1])));
        at = to;
      }
      return new WirePayload(
          NodeId.of(header[1]), UUID.fromString(header[2]), Long.parseLong(header[3]), messages);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }
}
