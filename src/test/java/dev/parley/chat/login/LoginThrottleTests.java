package dev.parley.chat.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.SetClock;
import dev.parley.chat.name.Nick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LoginThrottleTests {

  private final SetClock clock = new SetClock();
  private final List<Long> waits = new ArrayList<>();
  private final LoginThrottle throttle =
      new LoginThrottle(
          clock,
          time -> {
            waits.add(time.toMillis());
            clock.pass(time);
          });

  @Test
  void wrongGuessesAreHeardMoreAndMoreSlowly() {
    for (int n = 0; n < 9; n++) {
      assertThat(throttle.check("192.0.2.1", () -> false)).isFalse();
    }

    assertThat(waits).containsExactly(100L, 200L, 400L, 800L, 1600L, 3000L, 3000L, 3000L);
  }

  @Test
  void rightGuessesDoNotWait() {
    for (int n = 0; n < 100; n++) {
      assertThat(throttle.check("192.0.2.1", () -> true)).isTrue();
    }

    assertThat(waits).isEmpty();
    assertThat(throttle.size()).isZero();
  }

  @Test
  void rightGuessEndsTheSlowness() {
    throttle.check("192.0.2.1", () -> false);
    throttle.check("192.0.2.1", () -> false);
    throttle.check("192.0.2.1", () -> true);
    waits.clear();

    throttle.check("192.0.2.1", () -> true);

    assertThat(waits).isEmpty();
  }

  @Test
  void ownAccountDoesNotEndTheSlownessOfGuessingAtOthers() {
    for (int n = 1; n <= 6; n++) {
      throttle.check("192.0.2.1", new Nick("victim" + n), () -> false);
      throttle.check("192.0.2.1", new Nick("mine"), () -> true);
    }

    assertThat(waits).containsExactly(100L, 200L, 400L, 800L, 1600L, 3000L);
  }

  @Test
  void rightGuessEndsTheSlownessOfGuessesAtTheSameAccount() {
    throttle.check("192.0.2.1", new Nick("bob"), () -> false);
    throttle.check("192.0.2.1", new Nick("bob"), () -> true);
    waits.clear();

    throttle.check("192.0.2.1", new Nick("bob"), () -> true);

    assertThat(waits).isEmpty();
  }

  @Test
  void otherAddressesAreNotConcerned() {
    throttle.check("192.0.2.1", () -> false);
    throttle.check("192.0.2.2", () -> true);

    assertThat(waits).isEmpty();
  }

  @Test
  void networkOfVersionSixIsOneAddress() {
    throttle.check("2001:db8:1:2::1", () -> false);
    throttle.check("2001:db8:1:2:ffff::2", () -> false);
    throttle.check("2001:db8:1:3::1", () -> false);

    assertThat(waits).containsExactly(100L);
  }

  @Test
  void guessesAtOneAccountWaitWhereverTheyComeFrom() {
    Nick bob = new Nick("bob");
    for (int n = 1; n <= 4; n++) {
      assertThat(throttle.check("192.0.2." + n, bob, () -> false)).isFalse();
    }

    assertThat(waits).containsExactly(100L, 200L, 400L);
    waits.clear();
    throttle.check("192.0.2.9", new Nick("alice"), () -> false);
    assertThat(waits).as("other accounts are not concerned").isEmpty();
  }

  @Test
  void ownerIsNeverLockedOut() {
    Nick bob = new Nick("bob");
    assertThat(throttle.check("198.51.100.1", bob, () -> true)).isTrue();
    for (int n = 1; n <= 200; n++) {
      throttle.check("192.0.2." + n, bob, () -> false);
    }
    waits.clear();

    assertThat(throttle.check("198.51.100.1", new Nick("BOB"), () -> true)).isTrue();
    assertThat(waits).as("where the owner has been before").isEmpty();
    assertThat(throttle.check("198.51.100.2", bob, () -> true)).isTrue();
    assertThat(waits).as("where the owner has not").containsExactly(3000L);
  }

  @Test
  void timeThatHasPassedCounts() {
    throttle.check("192.0.2.1", () -> false);
    throttle.check("192.0.2.1", () -> false);
    clock.pass(Duration.ofMillis(150));
    throttle.check("192.0.2.1", () -> false);
    clock.pass(Duration.ofSeconds(30));
    throttle.check("192.0.2.1", () -> false);

    assertThat(waits).containsExactly(100L, 50L);
  }

  @Test
  void wrongGuessesAreForgotten() {
    for (int n = 0; n < 9; n++) {
      throttle.check("192.0.2.1", () -> false);
    }
    waits.clear();
    clock.pass(Duration.ofMinutes(16));

    throttle.check("192.0.2.1", () -> false);
    throttle.check("192.0.2.1", () -> false);

    assertThat(waits).containsExactly(100L);
  }

  @Test
  void addressesThatAreRememberedHaveALimit() {
    for (int n = 0; n < LoginThrottle.REMEMBERED + 1; n++) {
      throttle.check("10." + (n >> 16) + "." + ((n >> 8) & 255) + "." + (n & 255), () -> false);
    }

    assertThat(throttle.size()).isEqualTo(LoginThrottle.REMEMBERED);
    throttle.check("10.0.0.0", () -> false);
    assertThat(waits).as("the quietest is forgotten").isEmpty();
    throttle.check("10.0.0.2", () -> false);
    assertThat(waits).as("the others are not").containsExactly(100L);
  }

  @Test
  void guessesAtTheSameTimeAreHeardOneByOne() throws Exception {
    CountDownLatch firstMayEnd = new CountDownLatch(1);
    CountDownLatch firstIsHeard = new CountDownLatch(1);
    AtomicBoolean secondIsHeard = new AtomicBoolean();
    Thread first =
        Thread.ofPlatform()
            .start(() ->
                throttle.check(
                    "192.0.2.1",
                    () -> {
                      firstIsHeard.countDown();
                      return endsAfter(firstMayEnd);
                    }));
    firstIsHeard.await();
    Thread second =
        Thread.ofPlatform()
            .start(
                () -> throttle.check("192.0.2.1", () -> secondIsHeard.compareAndSet(false, true)));

    Awaitility.await().until(() -> second.getState() == Thread.State.WAITING);
    assertThat(secondIsHeard).isFalse();
    firstMayEnd.countDown();
    first.join();
    second.join();
    assertThat(secondIsHeard).isTrue();
  }

  @Test
  void guessesThatWaitHaveALimit() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger waiting = new AtomicInteger();
    LoginThrottle stuck =
        new LoginThrottle(
            clock,
            time -> {
              waiting.incrementAndGet();
              end.await();
            });
    stuck.check("192.0.2.1", () -> false);
    AtomicInteger refused = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < 100; n++) {
        threads.execute(() -> {
          try {
            stuck.check("192.0.2.1", () -> false);
          } catch (TooManyGuessesException tooMany) {
            refused.incrementAndGet();
          }
        });
      }
      Awaitility.await().until(() -> refused.get() >= 70 && waiting.get() == 1);
      assertThatThrownBy(() -> stuck.check("192.0.2.1", () -> true))
          .isInstanceOf(TooManyGuessesException.class);
      assertThat(stuck.check("192.0.2.2", () -> true)).isTrue();
      end.countDown();
    }
  }

  private static boolean endsAfter(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
