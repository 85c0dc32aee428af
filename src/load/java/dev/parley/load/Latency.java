package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** Summarizes durations, in microseconds. */
record Latency(long count, double p50, double p90, double p99, double p999, double max) {

  private static final int DIGITS = 3;

  /** Creates an empty histogram of nanoseconds with a precision of one thousandth. */
  static Histogram histogram() {
    return new Histogram(1, Long.MAX_VALUE, DIGITS);
  }

  /** Creates a recorder of such histograms, for one recording and one reading thread. */
  static SingleWriterRecorder recorder() {
    return new SingleWriterRecorder(1, Long.MAX_VALUE, DIGITS);
  }

  /** Summarizes a histogram of nanoseconds; all values are 0 if it is empty. */
  static Latency of(Histogram histogram) {
    return new Latency(
        histogram.getTotalCount(),
        micros(histogram, 50),
        micros(histogram, 90),
        micros(histogram, 99),
        micros(histogram, 99.9),
        histogram.getMaxValue() / 1e3);
  }

  private static double micros(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e3;
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
