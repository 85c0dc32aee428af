package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run.
 *
 * @param measure the measured interval
 * @param whileStalled the interval in which some members did not read, measured at the others; null
 *     if all read
 * @param whileJoining the interval in which others joined; null if none did
 * @param faults the faults in the lines
 * @param stalledClosed number of stalled members whose connection the server closed
 * @param residentBefore resident memory of the server before the first message, in bytes
 */
record RunResult(
    Measurement measure,
    @Nullable Measurement whileStalled,
    @Nullable Measurement whileJoining,
    Faults faults,
    int stalledClosed,
    long residentBefore) {

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(measure.json());
    json.put("faults", faults.json());
    json.put("serverResidentBytesBefore", residentBefore);
    if (whileStalled != null) {
      json.put("whileStalled", whileStalled.json());
      json.put("stalledClosed", stalledClosed);
    }
    if (whileJoining != null) {
      json.put("whileJoining", whileJoining.json());
    }
    return json;
  }

  @Override
  public String toString() {
    String behind =
        whileStalled == null
            ? ""
            : "%nwith stalled readers, of whom %d were closed:%n%s"
                .formatted(stalledClosed, whileStalled);
    String joining = whileJoining == null ? "" : "%nwhile others join:%n%s".formatted(whileJoining);
    return "%s%s%s%n  lines       %s".formatted(measure, behind, joining, faults);
  }
}
