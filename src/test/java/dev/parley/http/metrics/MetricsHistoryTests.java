package dev.parley.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Lockdown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MetricsHistoryTests {

  private final MetricsHistory history = new MetricsHistory(3);

  private static MetricsSample at(long at) {
    return new MetricsSample(
        at, 0, 0, 0, 0, 0, -1, -1, 0, true, Lockdown.Level.OPEN, Map.of(), Map.of());
  }

  private List<Long> after(long at) {
    return history.after(at).stream().map(MetricsSample::at).toList();
  }

  @Test
  void oldestSampleMakesRoom() {
    for (long second = 1; second <= 3; second++) {
      history.add(at(second));
    }
    assertThat(after(0)).containsExactly(1L, 2L, 3L);
    history.add(at(4));
    assertThat(after(0)).containsExactly(2L, 3L, 4L);
  }

  @Test
  void samplesAfterATimeAreFound() {
    assertThat(after(0)).isEmpty();
    history.add(at(1));
    history.add(at(3));
    assertThat(after(1)).containsExactly(3L);
    assertThat(after(2)).containsExactly(3L);
    assertThat(after(3)).isEmpty();
  }

  @Test
  void timeOfAnotherHistoryFindsAll() {
    history.add(at(1));
    assertThat(after(99)).containsExactly(1L);
  }

  @Test
  void clockThatIsSetBackBeginsAnew() {
    history.add(at(100));
    history.add(at(50));
    assertThat(after(0)).containsExactly(50L);
  }

  @Test
  void waitEndsWithASampleOrAReason() throws Exception {
    CompletableFuture<List<MetricsSample>> waiting =
        CompletableFuture.supplyAsync(() -> await(Duration.ofMinutes(1), false));
    history.add(at(1));
    assertThat(waiting.get()).hasSize(1);
    assertThat(history.await(1, Duration.ofMinutes(1), () -> true)).isEmpty();
    assertThat(history.await(1, Duration.ofNanos(1), () -> false)).isEmpty();
  }

  private List<MetricsSample> await(Duration atMost, boolean ended) {
    try {
      return history.await(0, atMost, () -> ended);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
