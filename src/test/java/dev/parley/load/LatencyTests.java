package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyTests {

  private static final Percentage CLOSE = Percentage.withPercentage(0.1);

  private final Histogram histogram = Latency.histogram();

  @Test
  void percentilesAreCloseToTheTruth() {
    for (int i = 1; i <= 100_000; i++) {
      histogram.recordValue(i * 1000L);
    }

    Latency latency = Latency.of(histogram);

    assertThat(latency.p50()).isCloseTo(50e3, CLOSE);
    assertThat(latency.p90()).isCloseTo(90e3, CLOSE);
    assertThat(latency.p99()).isCloseTo(99e3, CLOSE);
    assertThat(latency.p999()).isCloseTo(99.9e3, CLOSE);
    assertThat(latency.max()).isCloseTo(100e3, CLOSE);
    assertThat(latency.count()).isEqualTo(100_000);
  }

  @Test
  void smallAndLargeTimesFit() {
    for (long value : new long[] {0, 1, 127, 128, 255, 256, 257, Long.MAX_VALUE}) {
      histogram.reset();
      histogram.recordValue(value);

      assertThat(Latency.of(histogram).p50()).isCloseTo(value / 1e3, within(value / 1000.0 / 1e3));
    }
  }

  @Test
  void nothingRecordedIsZero() {
    assertThat(Latency.of(histogram)).isEqualTo(new Latency(0, 0, 0, 0, 0, 0));
  }
}
