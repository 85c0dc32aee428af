package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the faults in the lines of a run.
 *
 * @param lost lines that a member never received
 * @param doubled lines that a member received again
 * @param reordered lines that came after a later one of the same sender
 * @param disordered lines of different senders that members received in different orders
 * @param corrupted lines that differ from all that were sent
 * @param refused error lines of the server
 * @param closed connections that the server closed unexpectedly
 * @param samples some of the corrupted lines and error lines
 */
record Faults(
    long lost,
    long doubled,
    long reordered,
    long disordered,
    long corrupted,
    long refused,
    long closed,
    List<String> samples) {

  boolean none() {
    return lost + doubled + reordered + disordered + corrupted + refused + closed == 0;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lost", lost);
    json.put("doubled", doubled);
    json.put("reordered", reordered);
    json.put("disordered", disordered);
    json.put("corrupted", corrupted);
    json.put("refused", refused);
    json.put("closed", closed);
    json.put("samples", samples);
    return json;
  }

  @Override
  public String toString() {
    return none()
        ? "no line lost, doubled, reordered or changed"
        : "%d lost, %d doubled, %d reordered, %d in another order for others, %d corrupted, %d refused, %d closed%s"
            .formatted(
                lost,
                doubled,
                reordered,
                disordered,
                corrupted,
                refused,
                closed,
                samples.isEmpty() ? "" : " " + samples);
  }
}
