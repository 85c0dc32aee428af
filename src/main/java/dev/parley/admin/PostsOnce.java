package dev.parley.admin;

import dev.parley.chat.name.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Carries out once what is asked for more than once under one key. The keys are kept in memory: a
 * client that asks again after a restart posts again. Safe for use from any thread; may block, as
 * who asks again waits for the first answer.
 */
final class PostsOnce {

  /** What is asked for. */
  record Post(RoomName room, String from, String text) {}

  /**
   * What became of it.
   *
   * @param replayed whether it is the answer that was given before
   */
  record Outcome(MessageJson message, boolean replayed) {}

  private record Attempt(Post post, Instant at, CompletableFuture<Optional<MessageJson>> answer) {}

  private final Clock clock;
  private final Duration remembered;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<IdempotencyKey, Attempt> attempts = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param remembered how long a key is remembered
   * @param most how many keys are
   */
  PostsOnce(Clock clock, Duration remembered, int most) {
    this.clock = clock;
    this.remembered = remembered;
    this.most = most;
  }

  /** Posts, unless that was done before under the key. A post that fails may be tried again. */
  Outcome once(IdempotencyKey key, Post post, Supplier<MessageJson> action) {
    while (true) {
      Attempt mine = new Attempt(post, clock.instant(), new CompletableFuture<>());
      Attempt first = first(key, mine);
      if (first.equals(mine)) {
        return new Outcome(carryOut(key, mine, action), false);
      }
      if (!first.post.equals(post)) {
        throw Problem.IDEMPOTENCY_KEY_REUSED.because(
            "This Idempotency-Key was used for something else.");
      }
      Optional<MessageJson> answer = first.answer.join();
      if (answer.isPresent()) {
        return new Outcome(answer.get(), true);
      }
    }
  }

  /** How many keys are remembered now. */
  int size() {
    lock.lock();
    try {
      return attempts.size();
    } finally {
      lock.unlock();
    }
  }

  private MessageJson carryOut(IdempotencyKey key, Attempt mine, Supplier<MessageJson> action) {
    Optional<MessageJson> answer = Optional.empty();
    try {
      MessageJson message = action.get();
      answer = Optional.of(message);
      return message;
    } finally {
      if (answer.isEmpty()) {
        forget(key, mine);
      }
      mine.answer.complete(answer);
    }
  }

  private Attempt first(IdempotencyKey key, Attempt mine) {
    lock.lock();
    try {
      Attempt known = attempts.get(key);
      if (known != null && !isOver(known, mine.at)) {
        return known;
      }
      attempts.put(key, mine);
      shrink(mine.at);
      return mine;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(Attempt attempt, Instant now) {
    return attempt.answer.isDone() && attempt.at.plus(remembered).isBefore(now);
  }

  /** Forgets those not used for longest, save those whose answer is awaited. */
  private void shrink(Instant now) {
    Iterator<Attempt> oldest = attempts.values().iterator();
    while (oldest.hasNext()) {
      Attempt attempt = oldest.next();
      boolean tooMany = attempts.size() > most && attempt.answer.isDone();
      if (!tooMany && !isOver(attempt, now)) {
        return;
      }
      oldest.remove();
    }
  }

  private void forget(IdempotencyKey key, Attempt mine) {
    lock.lock();
    try {
      attempts.remove(key, mine);
    } finally {
      lock.unlock();
    }
  }
}
