package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long things took, in microseconds. */
record Latency(long count, double p50, double p90, double p99, double p999, double max) {

  static Latency of(Histogram histogram) {
    return new Latency(
        histogram.total(),
        histogram.quantile(0.5) / 1e3,
        histogram.quantile(0.9) / 1e3,
        histogram.quantile(0.99) / 1e3,
        histogram.quantile(0.999) / 1e3,
        histogram.max() / 1e3);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", count);
    json.put("p50Micros", p50);
    json.put("p90Micros", p90);
    json.put("p99Micros", p99);
    json.put("p999Micros", p999);
    json.put("maxMicros", max);
    return json;
  }

  @Override
  public String toString() {
    return "p50 %.2f ms, p90 %.2f, p99 %.2f, p99.9 %.2f, max %.2f"
        .formatted(p50 / 1e3, p90 / 1e3, p99 / 1e3, p999 / 1e3, max / 1e3);
  }
}
