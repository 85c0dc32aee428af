package dev.parley.irc.output;

import dev.parley.chat.api.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Makes the ids of lines: {@code <offset>-<epoch, base64url>}. Stateless. */
public final class MessageId {

  /** The key of the tag. */
  public static final String TAG = "msgid";

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

  /** Returns the id of a private message, the same for its sender and its receiver. */
  public static String of(Event.PrivateMessage message) {
    String all = message.at() + " " + message.from() + " " + message.to() + " " + message.text();
    return ENCODER.encodeToString(
        bytes(UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8))));
  }

  /** Returns the id of something that is not stored. */
  public static String fresh() {
    return ENCODER.encodeToString(bytes(UUID.randomUUID()));
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES)
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
