package dev.parley.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTests {

  private final LatencyHistogram histogram = new LatencyHistogram();

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        15,
        16,
        17,
        31,
        32,
        33,
        100,
        999,
        1000,
        65_535,
        65_536,
        5_000_000,
        134_217_727
      })
  void percentileIsAtMostAnEighthTooHigh(long micros) {
    histogram.record(1, Duration.ofNanos(micros * 1000).toNanos());

    assertThat(percentile(0.5)).isBetween(micros, micros + micros / 8);
  }

  @Test
  void percentilesCountEachDelivery() {
    histogram.record(98, 10_000);
    histogram.record(1, 1_000_000);
    histogram.record(1, 5_000_000_000L);

    assertThat(percentile(0.5)).isEqualTo(10);
    assertThat(percentile(0.98)).isEqualTo(10);
    assertThat(percentile(0.99)).isBetween(1000L, 1125L);
    assertThat(percentile(1)).isBetween(5_000_000L, 5_625_000L);
  }

  @Test
  void nothingHasNoPercentile() {
    assertThat(percentile(0.5)).isEqualTo(-1);
  }

  @Test
  void timesOutOfRangeAreCounted() {
    histogram.record(1, -1);
    histogram.record(1, Long.MAX_VALUE);

    assertThat(percentile(0.5)).isZero();
    assertThat(percentile(1)).isEqualTo(134_217_727);
  }

  private long percentile(double share) {
    return LatencyHistogram.percentile(histogram.counts(), share);
  }
}
