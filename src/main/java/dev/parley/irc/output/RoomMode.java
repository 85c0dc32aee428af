package dev.parley.irc.output;

import dev.parley.chat.history.RoomSetting;
import dev.parley.chat.history.RoomSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Enumerates the modes of rooms, each a setting of the room. */
public enum RoomMode {
  INVITE_ONLY('i', RoomSetting.INVITE_ONLY, Argument.NEVER),
  KEY('k', RoomSetting.KEY, Argument.ALWAYS),
  LIMIT('l', RoomSetting.MAX_MEMBERS, Argument.TO_SET),
  MODERATED('m', RoomSetting.MODERATED, Argument.NEVER),
  SECRET('s', RoomSetting.SECRET, Argument.NEVER),
  TOPIC_LOCKED('t', RoomSetting.TOPIC_LOCKED, Argument.NEVER),
  NO_CTCP('C', RoomSetting.NO_SIGNALS, Argument.NEVER),
  NO_EXTERNAL('n', RoomSetting.EXTERNAL, Argument.NEVER);

  private static final String NO_KEY = "-";

  /** The letters of all modes with and without an argument. */
  public static final String LETTERS = "CIbeiklmnoqstv";

  /** The letters of the modes with an argument. */
  public static final String WITH_ARGUMENT = "Ibekloqv";

  /** The value of {@code CHANMODES} in the list of what the server supports. */
  public static final String SUPPORTED = "Ibe,k,l,Cimnst";

  /** Enumerates when a mode has an argument. */
  public enum Argument {
    NEVER,
    TO_SET,
    ALWAYS
  }

  private final char letter;
  private final RoomSetting setting;
  private final Argument argument;

  RoomMode(char letter, RoomSetting setting, Argument argument) {
    this.letter = letter;
    this.setting = setting;
    this.argument = argument;
  }

  /** Returns the mode of a letter, or null. */
  public static @Nullable RoomMode of(char letter) {
    for (RoomMode mode : values()) {
      if (mode.letter == letter) {
        return mode;
      }
    }
    return null;
  }

  /** Returns the setting that it is. */
  public RoomSetting setting() {
    return setting;
  }

  /** Returns whether it has an argument when it is switched on or off. */
  public boolean hasArgument(boolean on) {
    return argument == Argument.ALWAYS || (argument == Argument.TO_SET && on);
  }

  /** Returns the value of the setting for a mode that is switched on with an argument, or off. */
  public String value(boolean on, String given) {
    return switch (this) {
      case INVITE_ONLY, MODERATED, SECRET, TOPIC_LOCKED, NO_CTCP -> on ? "on" : "off";
      case NO_EXTERNAL -> on ? "off" : "on";
      case KEY -> on ? (given.equals(NO_KEY) ? "" : given) : NO_KEY;
      case LIMIT -> on ? given : "0";
    };
  }

  private boolean isOn(RoomSettings settings) {
    return !valueIn(settings).isEmpty();
  }

  private String valueIn(RoomSettings settings) {
    return switch (this) {
      case INVITE_ONLY -> settings.inviteOnly() ? "i" : "";
      case MODERATED -> settings.moderated() || settings.readOnly() ? "m" : "";
      case SECRET -> settings.secret() ? "s" : "";
      case TOPIC_LOCKED -> settings.topicLocked() ? "t" : "";
      case NO_CTCP -> settings.noSignals() ? "C" : "";
      case NO_EXTERNAL -> settings.external() ? "" : "n";
      case KEY -> settings.key() == null ? "" : settings.key();
      case LIMIT -> settings.maxMembers() == 0 ? "" : String.valueOf(settings.maxMembers());
    };
  }

  /**
   * Returns the modes that are on, with their arguments.
   *
   * @param key whether the key is shown
   */
  public static List<String> in(RoomSettings settings, boolean key) {
    StringBuilder letters = new StringBuilder("+");
    List<String> arguments = new ArrayList<>();
    for (RoomMode mode : values()) {
      if (mode.isOn(settings)) {
        letters.append(mode.letter);
        if (mode.argument != Argument.NEVER) {
          arguments.add(mode == KEY && !key ? "*" : mode.valueIn(settings));
        }
      }
    }
    arguments.addFirst(letters.toString());
    return arguments;
  }

  /** Returns the change of modes from some settings to others, with arguments; empty for none. */
  static List<String> change(RoomSettings before, RoomSettings now) {
    StringBuilder on = new StringBuilder();
    StringBuilder off = new StringBuilder();
    List<String> arguments = new ArrayList<>();
    List<String> offArguments = new ArrayList<>();
    for (RoomMode mode : values()) {
      String value = mode.valueIn(now);
      if (value.equals(mode.valueIn(before))) {
        continue;
      }
      (value.isEmpty() ? off : on).append(mode.letter);
      if (mode.hasArgument(!value.isEmpty())) {
        (value.isEmpty() ? offArguments : arguments).add(value.isEmpty() ? "*" : value);
      }
    }
    if (on.isEmpty() && off.isEmpty()) {
      return List.of();
    }
    arguments.addAll(offArguments);
    arguments.addFirst((on.isEmpty() ? "" : "+" + on) + (off.isEmpty() ? "" : "-" + off));
    return arguments;
  }
}
