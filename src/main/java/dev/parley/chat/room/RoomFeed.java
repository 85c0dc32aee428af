package dev.parley.chat.room;

import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.Retention;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Orders the events of a room. A line is shown once it is logged; an event that is not logged (an
 * arrival, a departure) waits for the lines before it. Called with the room's lock held.
 *
 * <p>A fault in storing or showing is reported; it neither blocks later events nor leaves a sender
 * without a reply.
 */
final class RoomFeed {

  private final RoomName room;
  private final Room.Context context;
  private final ReentrantLock lock;
  private final Consumer<Event> show;
  private final Queue<Item> waiting = new ArrayDeque<>(2);
  private long lastShown;

  /** Holds the place of an event in the order; {@code ready} is null until the log has answered. */
  private static final class Item {
    private @Nullable Runnable ready;
  }

  /**
   * @param lastShown the offset of the room's newest line
   * @param show called with the lock held, with each event, in order
   */
  RoomFeed(
      RoomName room,
      Room.Context context,
      ReentrantLock lock,
      long lastShown,
      Consumer<Event> show) {
    this.room = room;
    this.lastShown = lastShown;
    this.context = context;
    this.lock = lock;
    this.show = show;
  }

  /** Returns the offset of the newest line that was shown. */
  long lastShown() {
    return lastShown;
  }

  /** Shows an event that is not logged, after all earlier events. */
  void publish(Event event) {
    if (waiting.isEmpty()) {
      show(event);
      return;
    }
    Item item = new Item();
    item.ready = () -> show(event);
    waiting.add(item);
  }

  private void show(Event event) {
    safely("Showing what happens in a room", () -> show.accept(event));
  }

  private void safely(String task, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error fault) {
      context.metrics().failed(task, fault);
    }
  }

  /**
   * Logs a line and shows it; the reply is {@link dev.parley.chat.api.Reply.PostedAt} or a refusal.
   *
   * @param ref the sender's reference for the line, null for none
   */
  CompletableFuture<Reply> post(
      Draft draft, Retention keep, @Nullable Session sender, @Nullable String ref) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Item item = new Item();
    waiting.add(item);
    long start = System.nanoTime();
    try {
      context
          .log()
          .append(
              room,
              draft,
              keep,
              appended -> {
                safely(
                    "Counting a line", () -> context.metrics().appended(System.nanoTime() - start));
                answered(item, appended, sender, ref, reply);
              });
    } catch (RuntimeException fault) {
      context.metrics().failed("Storing a line", fault);
      answered(item, new Appended.Failed("Your line could not be stored."), sender, ref, reply);
    }
    return reply;
  }

  private void answered(
      Item item,
      Appended appended,
      @Nullable Session sender,
      @Nullable String ref,
      CompletableFuture<Reply> reply) {
    lock.lock();
    try {
      if (item.ready == null) { // Otherwise it is answered already.
        item.ready = () -> finish(appended, sender, ref, reply);
        showReady();
      }
    } finally {
      lock.unlock();
    }
  }

  private void showReady() {
    Item next = waiting.peek();
    while (next != null && next.ready != null) {
      waiting.remove();
      next.ready.run();
      next = waiting.peek();
    }
  }

  private void finish(
      Appended appended,
      @Nullable Session sender,
      @Nullable String ref,
      CompletableFuture<Reply> reply) {
    switch (appended) {
      case Appended.Stored(String epoch, LogEntry entry) -> {
        lastShown = entry.offset();
        show(new Event.Posted(room, epoch, entry, sender, ref));
        reply.complete(new Reply.PostedAt(room, epoch, entry));
      }
      case Appended.Failed(String reason) ->
          reply.complete(new Reply.Refused(Refusal.LOG_UNAVAILABLE, reason));
    }
  }
}
