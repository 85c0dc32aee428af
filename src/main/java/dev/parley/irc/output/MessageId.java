package dev.parley.irc.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Makes the ids of lines: {@code <offset>-<epoch, base64url>}. Stateless. */
public final class MessageId {

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

  private static byte[] bytes(String epoch) {
    try {
      UUID id = UUID.fromString(epoch);
      return ByteBuffer.allocate(2 * Long.BYTES)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .array();
    } catch (IllegalArgumentException other) {
      return epoch.getBytes(StandardCharsets.UTF_8);
    }
  }
}
