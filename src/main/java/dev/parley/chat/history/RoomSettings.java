package dev.parley.chat.history;

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

  /** A room that someone makes by coming in, and that goes with its last member. */
  public static final RoomSettings AD_HOC = new RoomSettings(false, false, null, 0, 0, null);

  /** A room that an operator makes. */
  public static final RoomSettings PERSISTENT = new RoomSettings(true, false, null, 0, 0, null);

  /** A room that everyone may come into who has the key, and where everyone may speak. */
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

  /** Whether everyone who wants to may come in, and may know of it. */
  public boolean isOpen() {
    return !secret && key == null && maxMembers == 0 && !inviteOnly;
  }

  /** Whether who speaks there, and how often, depends on roles. */
  public boolean restrictsSpeech() {
    return moderated || readOnly || slowModeSeconds > 0;
  }
}
