package dev.parley.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands on the command line: words, and {@code --name value} or {@code --name=value}. */
record Options(List<String> words, Map<String, String> values) {

  static Options parse(List<String> arguments) {
    List<String> words = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        words.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      if (equals > 0) {
        values.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else if (i + 1 < arguments.size()) {
        values.put(argument.substring(2), arguments.get(++i));
      } else {
        throw new LoadException(argument + " wants a value.");
      }
    }
    return new Options(words, values);
  }

  static Options parse(String line) {
    return parse(line.isBlank() ? List.of() : List.of(line.trim().split("\\s+", -1)));
  }

  /** These, with others in place of those of the same name. */
  Options with(Options others) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.putAll(others.values);
    return new Options(words, all);
  }

  Options with(String name, Object value) {
    return with(new Options(List.of(), Map.of(name, value.toString())));
  }

  /** Refuses options that nobody knows. */
  Options allow(Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new LoadException("There is no option --" + name + ".");
      }
    }
    return this;
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  int number(String name, int otherwise) {
    return (int) decimal(name, otherwise);
  }

  double decimal(String name, double otherwise) {
    String value = values.get(name);
    try {
      return value == null ? otherwise : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new LoadException("--" + name + " wants a number, not " + value + ".");
    }
  }

  /** Nanoseconds of a number of seconds, or of a number with s or m behind it. */
  long nanos(String name, double otherwiseSeconds) {
    String value = values.getOrDefault(name, Double.toString(otherwiseSeconds));
    String digits = value.replaceFirst("[sm]$", "");
    try {
      return (long) (Double.parseDouble(digits) * (value.endsWith("m") ? 60e9 : 1e9));
    } catch (NumberFormatException e) {
      throw new LoadException("--" + name + " wants a time such as 10s or 2m, not " + value + ".");
    }
  }
}
