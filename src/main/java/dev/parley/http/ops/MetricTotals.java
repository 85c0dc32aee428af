package dev.parley.http.ops;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Holds what was counted since the start, or between two moments.
 *
 * @param messages lines that came in and were posted
 * @param deliveries lines written to receivers, each receiver counted
 * @param disconnects connections that ended, by reason; those that did not occur may be left out
 * @param refusals refusals by reason likewise
 * @param latencies deliveries by the bucket of {@link LatencyHistogram} that their time is in
 */
public record MetricTotals(
    long messages,
    long deliveries,
    Map<String, Long> disconnects,
    Map<String, Long> refusals,
    List<Long> latencies) {

  /** Returns what was counted since an earlier moment, without reasons that did not occur. */
  public MetricTotals since(MetricTotals before) {
    List<Long> times =
        IntStream.range(0, latencies.size())
            .mapToObj(bucket -> latencies.get(bucket) - before.latencies.get(bucket))
            .toList();
    return new MetricTotals(
        messages - before.messages,
        deliveries - before.deliveries,
        difference(disconnects, before.disconnects),
        difference(refusals, before.refusals),
        times);
  }

  private static Map<String, Long> difference(Map<String, Long> now, Map<String, Long> before) {
    Map<String, Long> grown = new TreeMap<>();
    now.forEach((reason, count) -> {
      long more = count - before.getOrDefault(reason, 0L);
      if (more > 0) {
        grown.put(reason, more);
      }
    });
    return grown;
  }

  /**
   * Returns the time that a share of the deliveries did not exceed, in microseconds; -1 if there
   * were none.
   */
  public long latency(double share) {
    return LatencyHistogram.percentile(latencies, share);
  }
}
