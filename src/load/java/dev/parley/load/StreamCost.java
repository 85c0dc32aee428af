package dev.parley.load;

import dev.parley.load.HistoryOffAndOn.ServerStarter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures lines that are read by HTTP streams beside the same lines read by members. */
final class StreamCost {

  private StreamCost() {}

  /**
   * Runs a workload three times, each on a new server: with members in place of the streams, and
   * with streams of each format. Returns the figures by name.
   */
  static Map<String, Double> measure(WorkloadOptions options, ServerStarter starter)
      throws IOException {
    int streams = options.streams;
    options.streams = 0;
    Measurement members = run(options, starter);
    options.streams = streams;
    Map<String, Double> figures = new LinkedHashMap<>();
    put(figures, "member", members);
    for (StreamFormat format : StreamFormat.values()) {
      options.streamFormat = format;
      Measurement measure = run(options, starter);
      figures.put(
          format.label + "Ratio", measure.cpuMicrosPerDelivery() / members.cpuMicrosPerDelivery());
      put(figures, format.label, measure);
    }
    return figures;
  }

  private static Measurement run(WorkloadOptions options, ServerStarter starter)
      throws IOException {
    try (MeasuredServer server = starter.start()) {
      return SuiteRow.run(options.workload(server)).measure();
    }
  }

  private static void put(Map<String, Double> figures, String label, Measurement measure) {
    figures.put(label + "Micros", measure.cpuMicrosPerDelivery());
    figures.put(label + "P50Micros", measure.latency().p50());
    figures.put(label + "P99Micros", measure.latency().p99());
  }
}
