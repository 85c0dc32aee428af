package dev.parley.chat.history;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the settings of a room, except its topic.
 *
 * @param persistent whether the room remains when its last member leaves
 * @param secret whether the room is hidden from lists for non-members
 * @param key the key required to join, null for none
 * @param maxMembers the maximum number of members, 0 for no limit
 * @param slowModeSeconds the minimum time between two messages of a member, 0 for no minimum
 * @param retention the retention of its log, null for the server's default
 * @param moderated whether speaking requires the role of a voice
 * @param readOnly whether only owners and operators may speak
 * @param inviteOnly whether joining requires an invitation
 * @param topicLocked whether only moderators change the topic
 * @param external whether those who are not in the room may speak there
 * @param noSignals whether requests to clients, which are not lines, are refused by the protocols
 *     that have them
 */
public record RoomSettings(
    boolean persistent,
    boolean secret,
    @Nullable String key,
    int maxMembers,
    int slowModeSeconds,
    @Nullable RetentionPolicy retention,
    boolean moderated,
    boolean readOnly,
    boolean inviteOnly,
    boolean topicLocked,
    boolean external,
    boolean noSignals) {

  /** The maximum length of a key, in characters (UTF-16 code units). */
  public static final int MAX_KEY = 256;

  /** Regular expression of a character of {@code key}. */
  public static final String KEY_CHARACTER = "[^\\s\\p{Cntrl}\\p{Cs}]";

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
      @Nullable RetentionPolicy retention) {
    this(
        persistent,
        secret,
        key,
        maxMembers,
        slowModeSeconds,
        retention,
        false,
        false,
        false,
        false,
        false,
        false);
  }

  /** Throws {@link IllegalArgumentException} with a sentence if a value is out of its bounds. */
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

  /** Returns these settings with another {@code secret}. */
  public RoomSettings withSecret(boolean to) {
    return with(values -> values.secret = to);
  }

  /** Returns these settings with another {@code key}, null for none. */
  public RoomSettings withKey(@Nullable String to) {
    return with(values -> values.key = to);
  }

  /** Returns these settings with another {@code maxMembers}. */
  public RoomSettings withMaxMembers(int to) {
    return with(values -> values.maxMembers = to);
  }

  /** Returns these settings with another {@code slowModeSeconds}. */
  public RoomSettings withSlowModeSeconds(int to) {
    return with(values -> values.slowModeSeconds = to);
  }

  /** Returns these settings with another {@code moderated}. */
  public RoomSettings withModerated(boolean to) {
    return with(values -> values.moderated = to);
  }

  /** Returns these settings with another {@code readOnly}. */
  public RoomSettings withReadOnly(boolean to) {
    return with(values -> values.readOnly = to);
  }

  /** Returns these settings with another {@code inviteOnly}. */
  public RoomSettings withInviteOnly(boolean to) {
    return with(values -> values.inviteOnly = to);
  }

  /** Returns these settings with another {@code topicLocked}. */
  public RoomSettings withTopicLocked(boolean to) {
    return with(values -> values.topicLocked = to);
  }

  /** Returns these settings with another {@code external}. */
  public RoomSettings withExternal(boolean to) {
    return with(values -> values.external = to);
  }

  /** Returns these settings with another {@code noSignals}. */
  public RoomSettings withNoSignals(boolean to) {
    return with(values -> values.noSignals = to);
  }

  /** Returns whether anyone may join the room and see it listed. */
  public boolean isOpen() {
    return !secret && key == null && maxMembers == 0 && !inviteOnly;
  }

  /** Returns whether roles decide who may speak there, and how often. */
  public boolean restrictsSpeech() {
    return moderated || readOnly || slowModeSeconds > 0;
  }

  private RoomSettings with(Consumer<Values> change) {
    Values values = new Values(this);
    change.accept(values);
    return values.settings();
  }

  /** Holds the values of settings that are being changed. */
  private static final class Values {

    private final boolean persistent;
    private boolean secret;
    private @Nullable String key;
    private int maxMembers;
    private int slowModeSeconds;
    private final @Nullable RetentionPolicy retention;
    private boolean moderated;
    private boolean readOnly;
    private boolean inviteOnly;
    private boolean topicLocked;
    private boolean external;
    private boolean noSignals;

    Values(RoomSettings from) {
      persistent = from.persistent;
      secret = from.secret;
      key = from.key;
      maxMembers = from.maxMembers;
      slowModeSeconds = from.slowModeSeconds;
      retention = from.retention;
      moderated = from.moderated;
      readOnly = from.readOnly;
      inviteOnly = from.inviteOnly;
      topicLocked = from.topicLocked;
      external = from.external;
      noSignals = from.noSignals;
    }

    RoomSettings settings() {
      return new RoomSettings(
          persistent,
          secret,
          key,
          maxMembers,
          slowModeSeconds,
          retention,
          moderated,
          readOnly,
          inviteOnly,
          topicLocked,
          external,
          noSignals);
    }
  }
}
