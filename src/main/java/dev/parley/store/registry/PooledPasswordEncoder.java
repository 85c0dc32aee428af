package dev.parley.store.registry;

import dev.parley.chat.account.PasswordQueueFullException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes passwords on a few threads of its own, so that a flood of logins leaves processors to
 * everything else. Callers wait; where too many do, others are refused with {@link
 * PasswordQueueFullException}. Safe for use from any thread.
 */
public final class PooledPasswordEncoder implements PasswordEncoder, AutoCloseable {

  private final PasswordEncoder encoder;
  private final ThreadPoolExecutor threads;

  /**
   * @param threads the number of passwords that are hashed at a time; 0 for half the number of
   *     processors, but at least one
   * @param queue the largest number of callers that wait
   */
  public PooledPasswordEncoder(PasswordEncoder encoder, int threads, int queue) {
    this(encoder, pool(threads, queue));
  }

  private PooledPasswordEncoder(PasswordEncoder encoder, ThreadPoolExecutor threads) {
    this.encoder = encoder;
    this.threads = threads;
  }

  private static ThreadPoolExecutor pool(int threads, int queue) {
    int size = threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new ThreadPoolExecutor(
        size,
        size,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(queue),
        Thread.ofPlatform().name("parley-password-", 0).daemon().factory());
  }

  /** Returns an encoder that hashes by another algorithm, on the same threads. */
  public PasswordEncoder sharing(PasswordEncoder other) {
    return new PooledPasswordEncoder(other, threads);
  }

  @Override
  public @Nullable String encode(@Nullable CharSequence password) {
    return run(() -> encoder.encode(password));
  }

  @Override
  public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
    return Boolean.TRUE.equals(run(() -> encoder.matches(password, encoded)));
  }

  @Override
  public boolean upgradeEncoding(@Nullable String encoded) {
    return encoder.upgradeEncoding(encoded);
  }

  private <T> @Nullable T run(Supplier<@Nullable T> work) {
    try {
      return CompletableFuture.<@Nullable T>supplyAsync(work, threads).join();
    } catch (RejectedExecutionException full) {
      throw new PasswordQueueFullException();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
