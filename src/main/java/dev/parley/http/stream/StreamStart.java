package dev.parley.http.stream;

import dev.parley.chat.api.RoomInfo;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is to begin.
 *
 * @param room the room's name
 * @param after the offset behind which to begin, null for what is said from now on
 * @param epoch the life of the log that the offset is of, null for whichever there is
 */
record StreamStart(String room, @Nullable Long after, @Nullable String epoch) {

  private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");

  /**
   * @param lastEventId where a reader has got to that comes back; it counts rather than {@code
   *     after}, which such a reader still asks for
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
   * The offset behind which to begin in the room as it stands; a problem where it has none such.
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
