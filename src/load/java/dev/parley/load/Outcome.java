package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run went.
 *
 * @param measure what was measured
 * @param stalled what was measured while some members did not read, of all others
 * @param faults what was wrong with the lines
 * @param stalledClosed how many of those who did not read were closed by the server
 * @param residentBefore memory of the server before anyone talked, in bytes
 */
record Outcome(
    Measure measure,
    @Nullable Measure stalled,
    Faults faults,
    int stalledClosed,
    long residentBefore) {

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(measure.json());
    json.put("faults", faults.json());
    json.put("serverResidentBytesBefore", residentBefore);
    if (stalled != null) {
      json.put("whileStalled", stalled.json());
      json.put("stalledClosed", stalledClosed);
    }
    return json;
  }

  @Override
  public String toString() {
    String behind =
        stalled == null
            ? ""
            : "%nwith stalled readers, of whom %d were closed:%n%s"
                .formatted(stalledClosed, stalled);
    return "%s%s%n  lines       %s".formatted(measure, behind, faults);
  }
}
