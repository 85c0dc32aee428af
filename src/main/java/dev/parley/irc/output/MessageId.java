package dev.parley.irc.output;

import dev.parley.chat.api.Event;
import dev.parley.chat.history.LogPlace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes and parses the ids of lines: {@code <offset>-<epoch, base64url>}. Stateless. */
public final class MessageId {

  /** The key of the tag. */
  public static final String TAG = "msgid";

  private static final int UUID_BYTES = 2 * Long.BYTES;
  private static final int MAX_DIGITS = 18;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private MessageId() {}

  /**
   * Returns the id of a line.
   *
   * @param epoch the epoch of its room, unique among all rooms
   */
  public static String of(String epoch, long offset) {
    return offset + "-" + ENCODER.encodeToString(bytes(epoch));
  }

  /** Parses the id of a line, or returns null if it is of another form. */
  public static LogPlace.@Nullable Line parse(String id) {
    int dash = id.indexOf('-');
    if (dash < 1 || dash > MAX_DIGITS || !id.substring(0, dash).matches("[0-9]+")) {
      return null;
    }
    try {
      byte[] epoch = Base64.getUrlDecoder().decode(id.substring(dash + 1));
      return new LogPlace.Line(epoch(epoch), Long.parseLong(id, 0, dash, 10));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static String epoch(byte[] bytes) {
    if (bytes.length != UUID_BYTES) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    ByteBuffer halves = ByteBuffer.wrap(bytes);
    return new UUID(halves.getLong(), halves.getLong()).toString();
  }

  /** Returns the id of a private message, the same for its sender and its receivers. */
  public static String of(Event.PrivateMessage message) {
    Object to = message.among() == null ? message.to() : message.among();
    String all = message.at() + " " + message.from() + " " + to + " " + message.text();
    return ENCODER.encodeToString(
        bytes(UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8))));
  }

  /** Returns the id of something that is not stored. */
  public static String fresh() {
    return ENCODER.encodeToString(bytes(UUID.randomUUID()));
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte[] bytes(String epoch) {
    try {
      return bytes(UUID.fromString(epoch));
    } catch (IllegalArgumentException other) {
      return epoch.getBytes(StandardCharsets.UTF_8);
    }
  }
}
