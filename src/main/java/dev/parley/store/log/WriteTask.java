package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.Retention;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.SavedRoom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the writer is asked to do. */
sealed interface WriteTask {

  /** Append a line to a room. */
  record Append(RoomState room, Draft draft, Retention keep, Consumer<Appended> then)
      implements WriteTask {}

  /** Save what is known of a room. */
  record Save(RoomState room, SavedRoom saved, Consumer<@Nullable String> then)
      implements WriteTask {}

  /** Forget a room. */
  record Delete(RoomState room, Consumer<@Nullable String> then) implements WriteTask {}

  /** Take the text out of a line. */
  record Redact(RoomState room, long offset, CompletableFuture<@Nullable LogEntry> then)
      implements WriteTask {}

  /** Put into the index of words what is not in it yet of a room. */
  record Index(RoomState room, CompletableFuture<@Nullable Void> then) implements WriteTask {}

  /** End, once everything before it is done. */
  record Stop() implements WriteTask {}
}
