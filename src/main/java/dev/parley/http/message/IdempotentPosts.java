package dev.parley.http.message;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.LogUnavailableException;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.PostKeys;
import dev.parley.chat.history.RoomLog;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out once what is asked for more than once under one key. The keys are stored, each along
 * with its line; in memory are those alone whose line is on its way. Safe for use from any thread;
 * may block, as who asks again waits for the first answer.
 */
public final class IdempotentPosts {

  /** What is asked for. */
  record Post(RoomName room, String from, String text) {}

  /**
   * What became of it.
   *
   * @param replayed whether it is the answer that was given before
   */
  record Outcome(MessageJson message, boolean replayed) {}

  private record Attempt(Post post, CompletableFuture<@Nullable Void> end) {}

  private final ConcurrentMap<IdempotencyKey, Attempt> onTheirWay = new ConcurrentHashMap<>();
  private final PostKeys keys;
  private final RoomLog log;

  /**
   * @param remembered how long a key is remembered
   * @param most how many keys are
   */
  public IdempotentPosts(PostKeys keys, RoomLog log, Duration remembered, int most) {
    this.keys = keys;
    this.log = log;
    keys.bound(most, remembered);
  }

  /**
   * Posts, unless that was done before under the key. A post that fails may be tried again.
   *
   * @param action posts, and stores the key with the line
   */
  Outcome once(IdempotencyKey key, Post post, Function<PostKey, MessageJson> action) {
    while (true) {
      Attempt mine = new Attempt(post, new CompletableFuture<>());
      Attempt first = onTheirWay.putIfAbsent(key, mine);
      if (first == null) {
        try {
          return carryOut(key(key, post), post, action);
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

  private Outcome carryOut(PostKey key, Post post, Function<PostKey, MessageJson> action) {
    PostKeys.Posted before = keys.posted(key.hash());
    if (before == null) {
      return new Outcome(action.apply(key), false);
    }
    if (!before.digest().equals(key.digest())) {
      throw reused();
    }
    use(key);
    return new Outcome(replay(before, post), true);
  }

  /** Only of which key is forgotten first it is a matter. */
  private void use(PostKey key) {
    try {
      keys.used(key.hash());
    } catch (LogUnavailableException unavailable) {
      // The line was said all the same.
    }
  }

  /** Tells of a line as it is now: without its text where that was taken out or has expired. */
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
