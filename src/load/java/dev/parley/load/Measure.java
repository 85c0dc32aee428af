package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured in one stretch of a run.
 *
 * @param seconds how long it was
 * @param deliveries how many lines came, at all members together
 * @param cpuMicros processor time of the server, NaN where it cannot be seen
 * @param resident memory of the server at its end, in bytes
 * @param latency from when a line was due to when a member had it
 * @param lateness how late the lines were sent
 */
record Measure(
    double seconds,
    long deliveries,
    double cpuMicros,
    long resident,
    Latency latency,
    Latency lateness) {

  double perDelivery() {
    return cpuMicros / deliveries;
  }

  double rate() {
    return deliveries / seconds;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds", seconds);
    json.put("deliveries", deliveries);
    json.put("deliveriesPerSecond", rate());
    json.put("serverCpuMicrosPerDelivery", perDelivery());
    json.put("serverCores", cpuMicros / 1e6 / seconds);
    json.put("serverResidentBytes", resident);
    json.put("latency", latency.json());
    json.put("lateness", lateness.json());
    return json;
  }

  @Override
  public String toString() {
    String server =
        Double.isNaN(cpuMicros)
            ? ""
            : "%n  server      %.3f µs of CPU a delivery, %.2f cores, %.1f MB resident"
                .formatted(perDelivery(), cpuMicros / 1e6 / seconds, resident / 1e6);
    String late = lateness.count() == 0 ? "" : "%n  sent late   %s".formatted(lateness);
    return "  deliveries  %d in %.1f s, %.0f a second%s%n  latency     %s%s"
        .formatted(deliveries, seconds, rate(), server, latency, late);
  }
}
