package dev.parley.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Retention;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.SavedRoom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the writer is asked to do. */
sealed interface Task {

  /** Append a line to a room. */
  record Append(RoomState room, Draft draft, Retention keep, Consumer<Appended> then)
      implements Task {}

  /** Save what is known of a room. */
  record Save(RoomState room, SavedRoom saved, Consumer<@Nullable String> then) implements Task {}

  /** Forget a room. */
  record Delete(RoomState room, Consumer<@Nullable String> then) implements Task {}

  /** Take the text out of a line. */
  record Redact(RoomState room, long offset, CompletableFuture<@Nullable Entry> then)
      implements Task {}

  /** Put into the index of words what is not in it yet of a room. */
  record Index(RoomState room, CompletableFuture<@Nullable Void> then) implements Task {}

  /** End, once everything before it is done. */
  record Stop() implements Task {}
}
