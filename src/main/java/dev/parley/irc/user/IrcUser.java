package dev.parley.irc.user;

import dev.parley.chat.name.Introduction;
import java.util.EnumSet;
import java.util.Set;

/**
 * Describes a person as introduced in IRC. Immutable.
 *
 * @param name the user name, as shown before the host
 * @param realName the real name, or whatever the person says of itself
 * @param modes the modes that are on, of {@link UserMode}
 */
public record IrcUser(String name, String realName, Set<UserMode> modes) {

  /** Copies the modes. */
  public IrcUser {
    modes = Set.copyOf(modes);
  }

  /** Returns the person of an introduction. */
  static IrcUser of(Introduction introduction) {
    EnumSet<UserMode> modes = EnumSet.noneOf(UserMode.class);
    for (char letter : introduction.flags().toCharArray()) {
      UserMode mode = UserMode.of(letter);
      if (mode != null) {
        modes.add(mode);
      }
    }
    return new IrcUser(introduction.user(), introduction.realName(), modes);
  }

  /** Returns the introduction of the person. */
  public Introduction introduction() {
    StringBuilder flags = new StringBuilder();
    modes.stream().sorted().forEach(mode -> flags.append(mode.letter()));
    return new Introduction(name, realName, flags.toString());
  }

  /** Returns whether a mode is on. */
  public boolean is(UserMode mode) {
    return modes.contains(mode);
  }

  /** Returns this person with a mode on or off. */
  public IrcUser with(UserMode mode, boolean on) {
    EnumSet<UserMode> changed = EnumSet.noneOf(UserMode.class);
    changed.addAll(modes);
    if (on) {
      changed.add(mode);
    } else {
      changed.remove(mode);
    }
    return new IrcUser(name, realName, changed);
  }

  /** Returns this person with another real name. */
  public IrcUser withRealName(String to) {
    return new IrcUser(name, to, modes);
  }
}
