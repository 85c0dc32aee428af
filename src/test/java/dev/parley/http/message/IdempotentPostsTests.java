package dev.parley.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.SetClock;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.name.RoomName;
import dev.parley.http.message.IdempotentPosts.Post;
import dev.parley.http.request.IdempotencyKey;
import dev.parley.http.stream.MessageJson;
import dev.parley.store.log.MemoryPostKeys;
import dev.parley.store.log.MemoryRoomLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class IdempotentPostsTests {

  private static final Post POST = new Post(RoomName.LOBBY, "ci", "hi");

  private final SetClock clock = new SetClock();
  private long offset;

  private final MemoryPostKeys keys = new MemoryPostKeys(clock);
  private final IdempotentPosts once =
      new IdempotentPosts(keys, new MemoryRoomLog(clock, 10), Duration.ofHours(24), 3);

  private MessageJson message(PostKey key) {
    offset++;
    LogEntry entry =
        new LogEntry(offset, clock.instant(), LogEntry.Kind.MESSAGE, "ci", "hi", false);
    keys.keep(key, RoomName.LOBBY, "e", entry);
    return MessageJson.of(RoomName.LOBBY, "e", entry);
  }

  private long post(String key) {
    return once.once(new IdempotencyKey(key), POST, this::message).message().offset();
  }

  @Test
  void keyIsForgottenAfterItsTime() {
    assertThat(post("a")).isEqualTo(1);
    clock.pass(Duration.ofHours(24));
    assertThat(post("a")).isEqualTo(1);
    clock.pass(Duration.ofMillis(1));
    assertThat(post("a")).isEqualTo(2);
  }

  @Test
  void keyNotUsedForLongestIsForgottenFirst() {
    post("a");
    post("b");
    post("c");
    assertThat(post("a")).isEqualTo(1);

    post("d");

    assertThat(keys.size()).isEqualTo(3);
    assertThat(post("a")).isEqualTo(1);
    assertThat(post("b")).isEqualTo(5);
  }

  @Test
  void failureIsNotRemembered() {
    Function<PostKey, MessageJson> failing =
        key -> {
          throw new IllegalStateException("no");
        };
    assertThatThrownBy(() -> once.once(new IdempotencyKey("a"), POST, failing))
        .isInstanceOf(IllegalStateException.class);

    assertThat(keys.size()).isZero();
    assertThat(post("a")).isEqualTo(1);
  }

  @Test
  void whoWaitsForAFailureTriesItself() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch fail = new CountDownLatch(1);
    Function<PostKey, MessageJson> failing =
        key -> {
          begun.countDown();
          try {
            fail.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("no");
        };
    Thread first =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() -> once.once(new IdempotencyKey("a"), POST, failing))
                    .isInstanceOf(IllegalStateException.class));
    begun.await();
    CompletableFuture<Long> second = CompletableFuture.supplyAsync(() -> post("a"));

    fail.countDown();

    assertThat(second.get()).isEqualTo(1);
    first.join();
  }
}
