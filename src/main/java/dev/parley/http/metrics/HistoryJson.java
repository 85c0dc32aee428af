package dev.parley.http.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Represents samples in the stream, oldest first: a list for each figure, as graphs take them.
 *
 * @param disconnects for each reason that occurred, pairs of an index into the lists and a count
 * @param refusals likewise
 */
record HistoryJson(
    List<Long> at,
    List<Integer> connections,
    List<Integer> sessions,
    List<Integer> rooms,
    List<Long> messages,
    List<Long> deliveries,
    List<@Nullable Long> p50,
    List<@Nullable Long> p99,
    List<Long> queueBytes,
    List<Boolean> store,
    List<String> level,
    Map<String, List<List<Long>>> disconnects,
    Map<String, List<List<Long>>> refusals) {

  static HistoryJson of(List<MetricsSample> samples) {
    return new HistoryJson(
        samples.stream().map(MetricsSample::at).toList(),
        samples.stream().map(MetricsSample::connections).toList(),
        samples.stream().map(MetricsSample::sessions).toList(),
        samples.stream().map(MetricsSample::rooms).toList(),
        samples.stream().map(MetricsSample::messages).toList(),
        samples.stream().map(MetricsSample::deliveries).toList(),
        latencies(samples, MetricsSample::p50),
        latencies(samples, MetricsSample::p99),
        samples.stream().map(MetricsSample::queueBytes).toList(),
        samples.stream().map(MetricsSample::store).toList(),
        samples.stream().map(sample -> sample.level().code()).toList(),
        byReason(samples, MetricsSample::disconnects),
        byReason(samples, MetricsSample::refusals));
  }

  private static List<@Nullable Long> latencies(
      List<MetricsSample> samples, Function<MetricsSample, Long> percentile) {
    List<@Nullable Long> shown = new ArrayList<>();
    samples.forEach(sample -> shown.add(SampleJson.latency(percentile.apply(sample))));
    return shown;
  }

  private static Map<String, List<List<Long>>> byReason(
      List<MetricsSample> samples, Function<MetricsSample, Map<String, Long>> counts) {
    Map<String, List<List<Long>>> shown = new TreeMap<>();
    for (int index = 0; index < samples.size(); index++) {
      long place = index;
      counts
          .apply(samples.get(index))
          .forEach((reason, count) ->
              shown.computeIfAbsent(reason, _ -> new ArrayList<>()).add(List.of(place, count)));
    }
    return shown;
  }
}
