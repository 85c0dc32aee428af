package dev.parley.chat.history;

import dev.parley.chat.name.RoomName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Stores the idempotency keys of posted lines (a port). A key is stored with its line or not at
 * all, and outlives the room. Safe for use from any thread.
 */
public interface PostKeys {

  /**
   * Describes a line that was posted under a key.
   *
   * @param digest the digest of the request
   * @param kept whether the line was stored; otherwise it only has an offset
   */
  record Posted(
      String digest, RoomName room, String epoch, long offset, Instant at, boolean kept) {}

  /**
   * Returns the line that was posted under a key, or null. May block.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  @Nullable Posted posted(String hash);

  /**
   * Claims a key, so that no other server of a cluster posts under it until it is released. May
   * block. Posts of this server are not kept apart.
   *
   * @return whether the claim is this server's now; false while another living server has it
   * @throws StoreUnavailableException if the store cannot be written to now
   */
  default boolean claim(String hash) {
    return true;
  }

  /** Releases a key that this server claimed. May block. */
  default void release(String hash) {}

  /** Records another use of a key. May block. */
  void used(String hash);

  /**
   * Limits the number and the age of the keys. Of excess keys, the least recently used are removed
   * in the background.
   */
  void bound(int most, Duration time);
}
