package dev.parley.chat.history;

import org.jspecify.annotations.Nullable;

/**
 * Holds the settings of a room, except its topic.
 *
 * @param persistent whether the room stays when its last member leaves
 * @param secret whether the room is left out of lists for those who are not in it
 * @param key what one has to know to come in, null where everybody may
 * @param maxMembers how many may be in it, 0 for no limit
 * @param slowModeSeconds how long a member waits between two messages, 0 for no wait
 * @param retention how much of its log is kept, null for the server's default
 * @param moderated whether only those speak who have a voice there
 * @param readOnly whether only its owners speak, and operators
 * @param inviteOnly whether one comes in only when one was invited
 */
public record RoomSettings(
    boolean persistent,
    boolean secret,
    @Nullable String key,
    int maxMembers,
    int slowModeSeconds,
    @Nullable Retention retention,
    boolean moderated,
    boolean readOnly,
    boolean inviteOnly) {

  /** The settings of a room created by joining, which is deleted with its last member. */
  public static final RoomSettings AD_HOC = new RoomSettings(false, false, null, 0, 0, null);

  /** The settings of a room created by an operator. */
  public static final RoomSettings PERSISTENT = new RoomSettings(true, false, null, 0, 0, null);

  /** Creates the settings of a room that anyone with the key may join and speak in. */
  public RoomSettings(
      boolean persistent,
      boolean secret,
      @Nullable String key,
      int maxMembers,
      int slowModeSeconds,
      @Nullable Retention retention) {
    this(persistent, secret, key, maxMembers, slowModeSeconds, retention, false, false, false);
  }

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

  /** Returns whether anyone may join the room and see it listed. */
  public boolean isOpen() {
    return !secret && key == null && maxMembers == 0 && !inviteOnly;
  }

  /** Returns whether roles decide who may speak there, and how often. */
  public boolean restrictsSpeech() {
    return moderated || readOnly || slowModeSeconds > 0;
  }
}
