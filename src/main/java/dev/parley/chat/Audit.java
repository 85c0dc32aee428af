package dev.parley.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where it is put on record, for good, who changed what. Safe for use from any thread; does not
 * block.
 */
public interface Audit {

  /** Puts a change on record that was just made. */
  void record(Change change);

  /**
   * A change.
   *
   * @param action what was done: {@code room.change}, {@code ban.add}
   * @param subject what it was done to: a room, a nick, an account
   * @param reason why, as the actor says; empty where nothing is said
   * @param before how it was, as JSON, where that makes sense; never a secret
   * @param after how it is now, likewise
   */
  record Change(
      Instant at,
      Actor by,
      String action,
      String subject,
      String reason,
      @Nullable String before,
      @Nullable String after) {}
}
