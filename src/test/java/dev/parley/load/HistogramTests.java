package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistogramTests {

  private final Histogram histogram = new Histogram();

  @Test
  void quantilesAreCloseToTheTruth() {
    for (int i = 1; i <= 100_000; i++) {
      histogram.record(i * 1000L);
    }

    assertThat((double) histogram.quantile(0.5)).isCloseTo(50e6, Percentage.withPercentage(1));
    assertThat((double) histogram.quantile(0.999)).isCloseTo(99.9e6, Percentage.withPercentage(1));
    assertThat(histogram.max()).isEqualTo(100_000_000);
    assertThat(histogram.quantile(1)).isEqualTo(100_000_000);
    assertThat(histogram.total()).isEqualTo(100_000);
  }

  @Test
  void smallAndLargeTimesFit() {
    for (long value : new long[] {0, 1, 127, 128, 255, 256, 257, Long.MAX_VALUE}) {
      histogram.reset();
      histogram.record(value);

      assertThat((double) histogram.quantile(0.5)).isCloseTo((double) value, within(value / 100.0));
    }
  }

  @Test
  void nothingRecordedIsZero() {
    assertThat(histogram.quantile(0.99)).isZero();
  }
}
