package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lists the options that were given on the command line. */
final class GivenOptions {

  private static final String HIDDEN = "***";

  private GivenOptions() {}

  /**
   * Returns the given values by the options' names without dashes, in order. Passwords are hidden.
   */
  static Map<String, String> of(CommandSpec command) {
    Map<String, String> given = new LinkedHashMap<>();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName().substring(2);
      String value = option.originalStringValues().getLast();
      given.put(name, name.endsWith("password") ? HIDDEN : withoutPassword(value));
    }
    return given;
  }

  private static String withoutPassword(String value) {
    return value.replaceAll("([?&](?:ssl)?password=)[^&]*", "$1" + HIDDEN);
  }
}
