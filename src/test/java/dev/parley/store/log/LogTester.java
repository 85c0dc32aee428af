package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.history.TextAnalyzer;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Appends lines to a log, and waits for the answers. */
public record LogTester(RoomLog log, Clock clock) {

  /** Opens a room without a follower, and returns its position. */
  public static Position open(RoomLog log, RoomName room) {
    return log.follow(room, (entry, draft) -> {});
  }

  /** Appends a line, and returns its outcome to come. */
  public CompletableFuture<Appended> send(
      RoomName room, LogEntry.Kind kind, String text, RetentionPolicy retention) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    log.append(room, new Draft(clock.instant(), kind, "alice", text), retention, answer::complete);
    return answer;
  }

  /** Appends a line of an author. */
  LogEntry sayAs(String author, RoomName room, String text) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    log.append(
        room,
        new Draft(clock.instant(), LogEntry.Kind.MESSAGE, author, text),
        RetentionPolicy.UNLIMITED,
        answer::complete);
    return stored(await(answer)).entry();
  }

  /** Returns the offsets of the lines of an author that have these words. */
  List<Long> by(String author, RoomName room, String words) {
    return offsets(
        room,
        new Query(0, Long.MAX_VALUE, TextAnalyzer.words(words), true, 1_000_000)
            .by(new Nick(author)));
  }

  Appended tryToSay(RoomName room, String text) {
    return await(send(room, LogEntry.Kind.MESSAGE, text, RetentionPolicy.UNLIMITED));
  }

  public LogEntry say(RoomName room, String text) {
    return say(room, text, RetentionPolicy.UNLIMITED);
  }

  public LogEntry say(RoomName room, String text, RetentionPolicy retention) {
    return stored(await(send(room, LogEntry.Kind.MESSAGE, text, retention))).entry();
  }

  static Appended.Stored stored(Appended appended) {
    assertThat(appended).isInstanceOf(Appended.Stored.class);
    return (Appended.Stored) appended;
  }

  /** Returns the reason for which a line was refused. */
  static String refused(Appended appended) {
    assertThat(appended).isInstanceOf(Appended.Failed.class);
    return ((Appended.Failed) appended).reason();
  }

  public void topic(RoomName room, String topic) {
    stored(await(send(room, LogEntry.Kind.TOPIC, topic, RetentionPolicy.UNLIMITED)));
  }

  /** Saves a room, and returns the problem if there is one. */
  public Optional<String> save(SavedRoom room) {
    return problem(then -> log.save(room, then));
  }

  /** Deletes a room, and returns the problem if there is one. */
  Optional<String> delete(RoomName room) {
    return problem(then -> log.delete(room, then));
  }

  private static Optional<String> problem(Consumer<Consumer<@Nullable String>> asking) {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    asking.accept(problem -> answer.complete(Optional.ofNullable(problem)));
    return await(answer);
  }

  public List<String> texts(RoomName room, Query query) {
    return log.read(room, query).stream().map(LogEntry::text).toList();
  }

  List<Long> offsets(RoomName room, Query query) {
    return log.read(room, query).stream().map(LogEntry::offset).toList();
  }

  public List<Long> offsets(RoomName room) {
    return offsets(room, Query.after(0, 1_000_000));
  }

  /** Returns the offsets of the lines that have these words. */
  public List<Long> search(RoomName room, String words) {
    return offsets(room, new Query(0, Long.MAX_VALUE, TextAnalyzer.words(words), true, 1_000_000));
  }

  static <T> T await(CompletableFuture<T> answer) {
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
