package dev.parley.chat.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Enumerates the settings that the owners of a room change by command. The others decide how much
 * is stored, and are the operators'.
 */
public enum RoomSetting {
  /** Requires the role of a voice to speak. */
  MODERATED,
  /** Lets only owners and operators speak. */
  READ_ONLY,
  /** Requires an invitation to join. */
  INVITE_ONLY,
  /** Lets only moderators change the topic. */
  TOPIC_LOCKED,
  /** Lets those speak who are not in the room. */
  EXTERNAL,
  /** Refuses requests to clients, which are not lines. */
  NO_SIGNALS,
  /** Hides the room from lists for non-members. */
  SECRET,
  /** Limits how soon a member speaks again, in seconds. */
  SLOW_MODE,
  /** Limits the number of members. */
  MAX_MEMBERS,
  /** Requires a key to join. */
  KEY;

  private static final String NO_KEY = "-";
  private static final Pattern KEYS =
      Pattern.compile(RoomSettings.KEY_CHARACTER + "{1," + RoomSettings.MAX_KEY + "}");
  private static final String NUMBER = "[0-9]{1,9}";

  /** Returns the setting of a {@link #code}, ignoring case, or null. */
  public static @Nullable RoomSetting of(String code) {
    return Arrays.stream(values())
        .filter(setting -> setting.code().equals(code.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  /** Returns the name as it is typed: {@code read-only}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the sentence that says which values there are. */
  public String rule() {
    String values =
        switch (this) {
          case MODERATED, READ_ONLY, INVITE_ONLY, TOPIC_LOCKED, EXTERNAL, NO_SIGNALS, SECRET ->
              "on or off";
          case SLOW_MODE -> "a number of seconds, 0 for no wait";
          case MAX_MEMBERS -> "a number, 0 for no limit";
          case KEY -> "one word of at most " + RoomSettings.MAX_KEY + " characters, - for none";
        };
    return "The value of " + code() + " is " + values + ".";
  }

  /** Returns the value as it is shown; of a key, whether there is one. */
  public String value(RoomSettings settings) {
    return switch (this) {
      case MODERATED -> onOff(settings.moderated());
      case READ_ONLY -> onOff(settings.readOnly());
      case INVITE_ONLY -> onOff(settings.inviteOnly());
      case TOPIC_LOCKED -> onOff(settings.topicLocked());
      case EXTERNAL -> onOff(settings.external());
      case NO_SIGNALS -> onOff(settings.noSignals());
      case SECRET -> onOff(settings.secret());
      case SLOW_MODE -> String.valueOf(settings.slowModeSeconds());
      case MAX_MEMBERS -> String.valueOf(settings.maxMembers());
      case KEY -> settings.key() == null ? "none" : "set";
    };
  }

  private static String onOff(boolean value) {
    return value ? "on" : "off";
  }

  /** Returns settings with this one set to a value as it is typed, or null if it does not fit. */
  public @Nullable RoomSettings change(RoomSettings settings, String value) {
    return switch (this) {
      case MODERATED -> onOff(value, settings::withModerated);
      case READ_ONLY -> onOff(value, settings::withReadOnly);
      case INVITE_ONLY -> onOff(value, settings::withInviteOnly);
      case TOPIC_LOCKED -> onOff(value, settings::withTopicLocked);
      case EXTERNAL -> onOff(value, settings::withExternal);
      case NO_SIGNALS -> onOff(value, settings::withNoSignals);
      case SECRET -> onOff(value, settings::withSecret);
      case SLOW_MODE -> number(value, settings::withSlowModeSeconds);
      case MAX_MEMBERS -> number(value, settings::withMaxMembers);
      case KEY -> key(value, settings);
    };
  }

  private static @Nullable RoomSettings onOff(
      String value, Function<Boolean, RoomSettings> change) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on" -> change.apply(true);
      case "off" -> change.apply(false);
      default -> null;
    };
  }

  private static @Nullable RoomSettings number(String value, IntFunction<RoomSettings> change) {
    return value.matches(NUMBER) ? change.apply(Integer.parseInt(value)) : null;
  }

  private static @Nullable RoomSettings key(String value, RoomSettings settings) {
    if (value.equals(NO_KEY)) {
      return settings.withKey(null);
    }
    return KEYS.matcher(value).matches() ? settings.withKey(value) : null;
  }
}
