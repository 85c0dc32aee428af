package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one measured interval of a run.
 *
 * @param seconds duration of the interval
 * @param deliveries number of lines that all members together received
 * @param cpuMicros CPU time of the servers in microseconds, NaN if unknown
 * @param databaseCpuMicros CPU time of the database in microseconds, NaN if unknown
 * @param residentBytes resident memory of the server at the end, in bytes
 * @param latency time from when a line was due until a member received it
 * @param remoteLatency the same for members at another server than the sender's
 * @param lateness time from when a line was due until it was sent
 */
record Measurement(
    double seconds,
    long deliveries,
    double cpuMicros,
    double databaseCpuMicros,
    long residentBytes,
    Latency latency,
    Latency remoteLatency,
    Latency lateness) {

  double cpuMicrosPerDelivery() {
    return cpuMicros / deliveries;
  }

  double deliveriesPerSecond() {
    return deliveries / seconds;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds", seconds);
    json.put("deliveries", deliveries);
    json.put("deliveriesPerSecond", deliveriesPerSecond());
    json.put("serverCpuMicrosPerDelivery", cpuMicrosPerDelivery());
    json.put("serverCores", cpuMicros / 1e6 / seconds);
    json.put("serverResidentBytes", residentBytes);
    json.put("latency", latency.json());
    if (remoteLatency.count() > 0) {
      json.put("remoteLatency", remoteLatency.json());
    }
    json.put("lateness", lateness.json());
    return json;
  }

  @Override
  public String toString() {
    String server =
        Double.isNaN(cpuMicros)
            ? ""
            : "%n  server      %.3f µs of CPU a delivery, %.2f cores, %.1f MB resident"
                .formatted(cpuMicrosPerDelivery(), cpuMicros / 1e6 / seconds, residentBytes / 1e6);
    String remote = remoteLatency.count() == 0 ? "" : "%n  elsewhere   %s".formatted(remoteLatency);
    String late = lateness.count() == 0 ? "" : "%n  sent late   %s".formatted(lateness);
    return "  deliveries  %d in %.1f s, %.0f a second%s%n  latency     %s%s%s"
        .formatted(deliveries, seconds, deliveriesPerSecond(), server, latency, remote, late);
  }
}
