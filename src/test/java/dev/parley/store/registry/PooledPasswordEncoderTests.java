package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.account.PasswordQueueFullException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class PooledPasswordEncoderTests {

  private static final int THREADS = 2;
  private static final int QUEUE = 3;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** Encodes only after the gate is opened. */
  private final PasswordEncoder slow =
      new PasswordEncoder() {
        @Override
        public String encode(CharSequence password) {
          begun.incrementAndGet();
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          try {
            gate.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          } finally {
            running.decrementAndGet();
          }
          return "<" + password + ">";
        }

        @Override
        public boolean matches(CharSequence password, String encoded) {
          return encode(password).equals(encoded);
        }
      };

  @Test
  void fewAreHashedAtATimeSomeWaitAndOthersAreRefused() {
    try (PooledPasswordEncoder pool = new PooledPasswordEncoder(slow, THREADS, QUEUE);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Boolean>> taken = new ArrayList<>();
      for (int n = 0; n < THREADS; n++) {
        taken.add(CompletableFuture.supplyAsync(() -> pool.matches("right", "<right>"), callers));
      }
      await().until(() -> begun.get() == THREADS);
      AtomicInteger refused = new AtomicInteger();
      List<CompletableFuture<Void>> flood = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        flood.add(
            CompletableFuture.runAsync(
                () -> {
                  try {
                    assertThat(pool.encode("a")).isEqualTo("<a>");
                  } catch (PasswordQueueFullException full) {
                    assertThat(full.retryAfter()).isPositive();
                    refused.incrementAndGet();
                  }
                },
                callers));
      }
      await().until(() -> refused.get() == 20 - QUEUE);

      gate.countDown();

      assertThat(taken).allSatisfy(right -> assertThat(right.join()).isTrue());
      flood.forEach(CompletableFuture::join);
      assertThat(refused).hasValue(20 - QUEUE);
      assertThat(most).hasValue(THREADS);
    }
  }

  @Test
  void encoderThatSharesTheThreadsWaitsInTheSameQueue() {
    try (PooledPasswordEncoder pool = new PooledPasswordEncoder(slow, 1, 1);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      PasswordEncoder other = pool.sharing(new ScramPasswordEncoder(1));
      CompletableFuture<Boolean> first =
          CompletableFuture.supplyAsync(() -> pool.matches("right", "<right>"), callers);
      await().until(() -> begun.get() == 1);
      CompletableFuture<Boolean> second =
          CompletableFuture.supplyAsync(() -> other.encode("a").startsWith("SCRAM"), callers);
      await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> other.encode("b"))
                  .isInstanceOf(PasswordQueueFullException.class));

      gate.countDown();

      assertThat(first.join()).isTrue();
      assertThat(second.join()).isTrue();
    }
  }

  @Test
  void failureIsTheCallers() {
    PasswordEncoder broken =
        new PasswordEncoder() {
          @Override
          public String encode(CharSequence password) {
            throw new IllegalArgumentException("broken");
          }

          @Override
          public boolean matches(CharSequence password, String encoded) {
            return false;
          }
        };
    try (PooledPasswordEncoder pool = new PooledPasswordEncoder(broken, 0, 1)) {
      assertThatThrownBy(() -> pool.encode("a")).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
