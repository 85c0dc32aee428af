package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the poller with a clock that only polling moves on. */
class PollerTests {

  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(60);

  private long now = 17;
  private int polls;

  private final Poller poller =
      new Poller(
          () -> {
            polls++;
            now += TimeUnit.SECONDS.toNanos(1);
          },
          () -> now);

  @Test
  void conditionThatHoldsAtOnceIsNotPolledFor() {
    assertThat(poller.await(() -> true, DEADLINE)).isTrue();
    assertThat(polls).isZero();
  }

  @Test
  void conditionIsAwaitedUpToTheDeadline() {
    assertThat(poller.await(() -> polls == 60, DEADLINE)).isTrue();
    assertThat(polls).isEqualTo(60);
  }

  @Test
  void conditionThatHoldsAfterTheDeadlineIsMissed() {
    assertThat(poller.await(() -> polls == 62, DEADLINE)).isFalse();
    assertThat(polls).isEqualTo(61);
  }
}
