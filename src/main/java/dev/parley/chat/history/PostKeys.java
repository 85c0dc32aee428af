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
   * @param digest the digest of what was asked for
   * @param kept whether the line was stored; otherwise it only got its offset
   */
  record Posted(
      String digest, RoomName room, String epoch, long offset, Instant at, boolean kept) {}

  /**
   * Finds the line that was posted under a key, or null. May block.
   *
   * @throws LogUnavailableException where that cannot be found out now
   */
  @Nullable Posted posted(String hash);

  /** Records another use of a key. May block. */
  void used(String hash);

  /**
   * Sets how many keys are kept and how long. Of too many, those not used for longest are removed,
   * a moment later.
   */
  void bound(int most, Duration time);
}
