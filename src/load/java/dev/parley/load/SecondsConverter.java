package dev.parley.load;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a number of seconds, or a number followed by s or m, to a duration. */
final class SecondsConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    String digits = value.replaceFirst("[sm]$", "");
    try {
      double unit = value.endsWith("m") ? 60e9 : 1e9;
      return Duration.ofNanos((long) (Double.parseDouble(digits) * unit));
    } catch (NumberFormatException e) {
      throw new TypeConversionException("a time such as 10s or 2m is wanted, not " + value);
    }
  }
}
