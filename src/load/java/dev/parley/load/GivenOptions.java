package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lists the options that were given on the command line. */
final class GivenOptions {

  private GivenOptions() {}

  /** Returns the given values by the options' names without dashes, in order. */
  static Map<String, String> of(CommandSpec command) {
    Map<String, String> given = new LinkedHashMap<>();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      given.put(option.longestName().substring(2), option.originalStringValues().getLast());
    }
    return given;
  }
}
