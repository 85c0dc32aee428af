package dev.parley.http.metrics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Represents the figures of a second in the stream; those of {@link MetricsSample}. */
record SampleJson(
    long at,
    int connections,
    int sessions,
    int rooms,
    long messages,
    long deliveries,
    @Nullable Long p50,
    @Nullable Long p99,
    long queueBytes,
    boolean store,
    String level,
    Map<String, Long> disconnects,
    Map<String, Long> refusals) {

  static SampleJson of(MetricsSample sample) {
    return new SampleJson(
        sample.at(),
        sample.connections(),
        sample.sessions(),
        sample.rooms(),
        sample.messages(),
        sample.deliveries(),
        latency(sample.p50()),
        latency(sample.p99()),
        sample.queueBytes(),
        sample.store(),
        sample.level().code(),
        sample.disconnects(),
        sample.refusals());
  }

  /** Returns a percentile as it is shown: null where nothing was delivered. */
  static @Nullable Long latency(long micros) {
    return micros < 0 ? null : micros;
  }
}
