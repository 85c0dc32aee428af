package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the rate of a token bucket. */
class TokenBucketTests {

  private static final long NOW = 1_000_000_000_000L;

  @Test
  void whatIsTakenIsEarnedBack() {
    TokenBucket pace = new TokenBucket(2, 4, NOW);
    assertThat(pace.takeOrWait(NOW)).isZero();
    assertThat(pace.takeOrWait(NOW)).isZero();
    assertThat(pace.delayNanos(NOW)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
    assertThat(pace.isRested(NOW)).isFalse();
    assertThat(pace.isRested(NOW + TimeUnit.MILLISECONDS.toNanos(500))).isTrue();
  }

  @Test
  void waitIsSaidInWholeSeconds() {
    TokenBucket pace = new TokenBucket(1, 2, NOW);
    assertThat(pace.takeOrWait(NOW)).isZero();
    assertThat(pace.takeOrWait(NOW)).isEqualTo(1);
    assertThat(pace.takeOrWait(NOW + TimeUnit.MILLISECONDS.toNanos(500))).isZero();
  }

  @Test
  void clockThatIsSetBackCostsNothing() {
    TokenBucket pace = new TokenBucket(2, 1, NOW);
    assertThat(pace.takeOrWait(NOW)).isZero();
    assertThat(pace.takeOrWait(NOW - TimeUnit.DAYS.toNanos(1))).isZero();
  }

  @Test
  void zeroIsNoLimit() {
    TokenBucket pace = new TokenBucket(0, 5, NOW);
    for (int i = 0; i < 100; i++) {
      assertThat(pace.takeOrWait(NOW)).isZero();
    }
    assertThat(pace.isRested(NOW)).isTrue();
  }
}
