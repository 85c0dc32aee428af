package dev.parley.http.stream;

import dev.parley.chat.api.RoomInfo;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Specifies the start of a stream.
 *
 * @param room the room's name
 * @param after the offset after which to begin, null for live lines only
 * @param epoch the epoch of the offset, null for the current one
 */
record StreamStart(String room, @Nullable Long after, @Nullable String epoch) {

  private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");

  /**
   * @param lastEventId the position of a reader that reconnects; it takes precedence over {@code
   *     after}, which such a reader still sends
   */
  static StreamStart of(
      String room, @Nullable Long after, @Nullable String lastEventId, @Nullable String epoch) {
    if (lastEventId == null || lastEventId.isEmpty()) {
      return new StreamStart(room, after, epoch);
    }
    if (!OFFSET.matcher(lastEventId).matches()) {
      throw InvalidValue.of("Last-Event-ID", "must be an offset");
    }
    return new StreamStart(room, Long.valueOf(lastEventId), epoch);
  }

  /**
   * Returns the offset after which to begin in the current room; throws a problem if the room does
   * not have it.
   */
  long in(RoomInfo found) {
    String current = found.position().epoch();
    if (epoch != null && !epoch.equals(current)) {
      throw Problem.EPOCH_CHANGED.because(
          "The log of " + found.name() + " has begun anew; its epoch is " + current + ".");
    }
    long last = found.position().last();
    if (after != null && after > last) {
      throw Problem.OFFSET_BEYOND_END.because(
          "The newest line of " + found.name() + " is " + last + ".");
    }
    return after == null ? last : after;
  }
}
