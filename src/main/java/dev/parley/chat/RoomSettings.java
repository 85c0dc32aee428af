package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * What can be set for a room, its topic aside.
 *
 * @param persistent whether the room stays when its last member leaves
 * @param secret whether the room is left out of lists for those who are not in it
 * @param key what one has to know to come in, null where everybody may
 * @param maxMembers how many may be in it, 0 for no limit
 * @param slowModeSeconds how long a member waits between two messages, 0 for no wait
 * @param retention how much of its log is kept, null for the server's default
 */
public record RoomSettings(
    boolean persistent,
    boolean secret,
    @Nullable String key,
    int maxMembers,
    int slowModeSeconds,
    @Nullable Retention retention) {

  /** A room that someone makes by coming in, and that goes with its last member. */
  public static final RoomSettings AD_HOC = new RoomSettings(false, false, null, 0, 0, null);

  /** A room that an operator makes. */
  public static final RoomSettings PERSISTENT = new RoomSettings(true, false, null, 0, 0, null);

  /** Throws {@link IllegalArgumentException} with a sentence where a value is out of its bounds. */
  public RoomSettings {
    if (maxMembers < 0) {
      throw new IllegalArgumentException("maxMembers must not be negative");
    }
    if (slowModeSeconds < 0) {
      throw new IllegalArgumentException("slowModeSeconds must not be negative");
    }
    if (key != null && (key.isBlank() || key.chars().anyMatch(Character::isWhitespace))) {
      throw new IllegalArgumentException("key must be one word");
    }
  }
}
