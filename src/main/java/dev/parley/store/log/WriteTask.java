package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Created;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Represents a task for the writer. */
sealed interface WriteTask {

  /** Appends a line to a room. */
  record Append(RoomState room, Draft draft, RetentionPolicy keep, Consumer<Appended> then)
      implements WriteTask {}

  /** Saves the settings of a room. */
  record Save(RoomState room, SavedRoom saved, Consumer<@Nullable String> then)
      implements WriteTask {}

  /**
   * Changes the name of a room, and of its rules and metadata.
   *
   * @param late runs where that turns out to be stored after it was answered that it is not
   */
  record Rename(RoomState room, RoomName to, Consumer<Renamed> then, Runnable late)
      implements WriteTask {}

  /** Deletes a room. */
  record Delete(RoomState room, Consumer<@Nullable String> then) implements WriteTask {}

  /** Removes the text of a line. */
  record Redact(RoomState room, long offset, CompletableFuture<@Nullable LogEntry> then)
      implements WriteTask {}

  /**
   * Moves some lines to their place and into the index; completed with whether there are more to
   * move.
   */
  record Settle(CompletableFuture<Boolean> then) implements WriteTask {}

  /** Creates a room in a shared database, unless another server has. */
  record Create(SavedRoom room, Consumer<Created> then) implements WriteTask {}

  /** Takes in lines that another server stored. */
  record Receive(StoredLines lines) implements WriteTask {}

  /** Reads a room that another server may have changed. */
  record Reload(int room) implements WriteTask {}

  /** Reads a line whose text another server may have removed. */
  record Reread(int room, long offset) implements WriteTask {}

  /** Compares all rooms with the database, and then runs a task. */
  record Compare(Runnable then) implements WriteTask {}

  /** Stops the writer, after all earlier tasks. */
  record Stop() implements WriteTask {}
}
