package dev.parley.http.message;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.PostKeys;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.http.problem.Problem;
import dev.parley.http.request.IdempotencyKey;
import dev.parley.http.stream.MessageJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes posts idempotent: a request that is repeated with the same key is carried out once, also at
 * another server of the cluster. Each key is stored with its line; only the keys of posts in
 * progress are in memory, and claimed from the other servers. Safe for use from any thread; may
 * block, as a repeated request waits for the first response.
 */
public final class IdempotentPosts {

  /** The time after which a key is asked for again that another server posts under. */
  private static final Duration POLL = Duration.ofMillis(20);

  /** A requested post. */
  record Post(RoomName room, String from, String text) {}

  /**
   * The result of a post.
   *
   * @param replayed whether it is the result of an earlier request
   */
  record PostResult(MessageJson message, boolean replayed) {}

  private record Attempt(Post post, CompletableFuture<@Nullable Void> end) {}

  private final ConcurrentMap<IdempotencyKey, Attempt> onTheirWay = new ConcurrentHashMap<>();
  private final PostKeys keys;
  private final RoomLog log;

  /**
   * @param remembered time for which a key is remembered
   * @param most maximum number of remembered keys
   */
  public IdempotentPosts(PostKeys keys, RoomLog log, Duration remembered, int most) {
    this.keys = keys;
    this.log = log;
    keys.bound(most, remembered);
  }

  /**
   * Posts, unless a post with the key was made before. A failed post can be retried.
   *
   * @param action posts, and stores the key with the line
   */
  PostResult once(IdempotencyKey key, Post post, Function<PostKey, MessageJson> action) {
    while (true) {
      Attempt mine = new Attempt(post, new CompletableFuture<>());
      Attempt first = onTheirWay.putIfAbsent(key, mine);
      if (first == null) {
        try {
          return run(key(key, post), post, action);
        } finally {
          onTheirWay.remove(key, mine);
          mine.end.complete(null);
        }
      }
      if (!first.post.equals(post)) {
        throw reused();
      }
      first.end.join();
    }
  }

  private PostResult run(PostKey key, Post post, Function<PostKey, MessageJson> action) {
    while (!keys.claim(key.hash())) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    try {
      return runClaimed(key, post, action);
    } finally {
      release(key);
    }
  }

  private void release(PostKey key) {
    try {
      keys.release(key.hash());
    } catch (StoreUnavailableException unavailable) {
      // This server can claim it again, and others once this one is gone.
    }
  }

  private PostResult runClaimed(PostKey key, Post post, Function<PostKey, MessageJson> action) {
    PostKeys.Posted before = keys.posted(key.hash());
    if (before == null) {
      return new PostResult(action.apply(key), false);
    }
    if (!before.digest().equals(key.digest())) {
      throw reused();
    }
    use(key);
    return new PostResult(replay(before, post), true);
  }

  /** Updates the time of use of a key, which decides only the order of eviction. */
  private void use(PostKey key) {
    try {
      keys.used(key.hash());
    } catch (StoreUnavailableException unavailable) {
      // The line was posted all the same.
    }
  }

  /** Returns the current state of a line: without its text if it was redacted or has expired. */
  private MessageJson replay(PostKeys.Posted posted, Post post) {
    LogEntry entry = posted.kept() ? stored(posted) : null;
    if (entry == null) {
      String text = posted.kept() ? "" : Text.cleanLines(post.text());
      entry =
          new LogEntry(
              posted.offset(),
              posted.at(),
              LogEntry.Kind.MESSAGE,
              post.from(),
              text,
              posted.kept());
    }
    return MessageJson.of(posted.room(), posted.epoch(), entry);
  }

  private @Nullable LogEntry stored(PostKeys.Posted posted) {
    RoomLog.Position position = log.position(posted.room());
    return position == null || !position.epoch().equals(posted.epoch())
        ? null
        : log.entry(posted.room(), posted.offset());
  }

  private static RuntimeException reused() {
    return Problem.IDEMPOTENCY_KEY_REUSED.because(
        "This Idempotency-Key was used for something else.");
  }

  private static PostKey key(IdempotencyKey key, Post post) {
    return new PostKey(
        digest(key.value()), digest(key.value(), post.room().folded(), post.from(), post.text()));
  }

  private static String digest(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
      }
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }
}
