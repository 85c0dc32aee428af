package dev.parley.http.room;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.http.problem.InvalidValue;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Represents the retention of a room's log.
 *
 * @param lines number of newest lines that are kept, null for no limit
 * @param age time for which a line is kept (ISO 8601, {@code P7D}), null for ever
 */
@Schema(
    name = "Retention",
    types = {"object", "null"})
record RetentionJson(
    @Schema(
            description = "the newest lines that are kept; null for any number, 0 for none",
            example = "10000",
            types = {"integer", "null"})
        @PositiveOrZero
        @Nullable Long lines,
    @Schema(
            description = "how long a line is kept, as ISO 8601 has it; null for ever",
            example = "P7D",
            types = {"string", "null"})
        @Nullable String age) {

  /** Longest duration that is told from "for ever", so that dates stay within their range. */
  private static final Duration MAX_AGE = Duration.ofDays(365_000);

  static RetentionJson of(RetentionPolicy retention) {
    Duration age = retention.age();
    return new RetentionJson(retention.lines(), age == null ? null : written(age));
  }

  /** Formats a duration, in days if it is whole days: {@code P7D} rather than {@code PT168H}. */
  private static String written(Duration age) {
    return age.equals(Duration.ofDays(age.toDays())) ? "P" + age.toDays() + "D" : age.toString();
  }

  RetentionPolicy retention() {
    return new RetentionPolicy(lines, age == null ? null : read(age));
  }

  private static Duration read(String age) {
    try {
      Duration read = Duration.parse(age);
      if (read.isNegative() || read.compareTo(MAX_AGE) > 0) {
        throw InvalidValue.of("retention.age", "must be between PT0S and " + written(MAX_AGE));
      }
      return read;
    } catch (DateTimeParseException malformed) {
      throw InvalidValue.of("retention.age", "must be a duration such as P7D or PT12H");
    }
  }
}
