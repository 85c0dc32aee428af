package dev.parley.chat.room;

import dev.parley.chat.api.Event;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.PostedLine;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Orders the events of a room. Lines are shown as the log reports them, in the order of their
 * offsets; an event that is not logged (an arrival, a departure) waits for the lines that were
 * appended here before it. Called with the room's lock held, except by the log.
 *
 * <p>A fault in storing or showing is reported; it neither blocks later events nor leaves a sender
 * without a reply.
 */
final class RoomFeed implements RoomLog.Follower {

  private final RoomIdentity room;
  private final Room.Context context;
  private final ReentrantLock lock;
  private final Function<LogEntry, @Nullable Session> authors;
  private final Consumer<Event> show;
  private final Queue<Item> waiting = new ArrayDeque<>(2);
  private final IdentityHashMap<Draft, Appending> appending = new IdentityHashMap<>(2);
  private final SortedMap<Long, Stored> ahead = new TreeMap<>();
  private long lastShown;

  /** Represents one step in the order of events on this server. */
  private sealed interface Item {}

  /** Holds an event that waits for the lines before it, and has the room's name of then. */
  private record Waiting(Function<RoomName, Event> event) implements Item {}

  /** Represents a line until it is shown or refused. */
  private static final class Appending implements Item {
    private final @Nullable Session sender;
    private boolean settled;

    Appending(@Nullable Session sender) {
      this.sender = sender;
    }
  }

  /** Holds a line that the log reported. */
  private record Stored(LogEntry entry, @Nullable Draft draft) {}

  /**
   * Creates a feed that follows the room's log from now on.
   *
   * @param authors returns the member at another server that a line from there is by, or null
   * @param show called with the lock held, with each event, in order
   */
  RoomFeed(
      RoomName name,
      Room.Context context,
      ReentrantLock lock,
      Function<LogEntry, @Nullable Session> authors,
      Consumer<Event> show) {
    this.context = context;
    this.lock = lock;
    this.authors = authors;
    this.show = show;
    lock.lock(); // A line that the log reports meanwhile waits until the position is known.
    try {
      RoomLog.Position position = context.log().follow(name, this);
      this.room = new RoomIdentity(name, position.epoch());
      this.lastShown = position.last();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the identity of the room, with the epoch of the log. */
  RoomIdentity room() {
    return room;
  }

  /** Returns the offset of the newest line that was shown. */
  long lastShown() {
    return lastShown;
  }

  /** Shows an event that is not logged, after all earlier events. */
  void publish(Function<RoomName, Event> event) {
    if (waiting.isEmpty()) {
      show(event.apply(room.name()));
    } else {
      waiting.add(new Waiting(event));
    }
  }

  /** Shows at once that the room has another name, which all later events have. */
  void renamed(Event.RoomRenamed event) {
    show(event);
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
   * Appends a line to the log. The future is completed with the line, once it is shown, or a
   * refusal; never exceptionally.
   */
  CompletableFuture<Outcome<PostedLine>> post(
      Draft draft, RetentionPolicy keep, @Nullable Session sender) {
    CompletableFuture<Outcome<PostedLine>> outcome = new CompletableFuture<>();
    Appending line = new Appending(sender);
    waiting.add(line);
    appending.put(draft, line);
    long start = System.nanoTime();
    try {
      context
          .log()
          .append(
              room.name(),
              draft,
              keep,
              appended -> {
                safely(
                    "Counting a line", () -> context.metrics().appended(System.nanoTime() - start));
                answered(draft, appended, outcome);
              });
    } catch (RuntimeException fault) {
      context.metrics().failed("Storing a line", fault);
      answered(draft, new Appended.Failed("Your line could not be stored."), outcome);
    }
    return outcome;
  }

  private void answered(
      Draft draft, Appended appended, CompletableFuture<Outcome<PostedLine>> outcome) {
    lock.lock();
    try {
      outcome.complete(
          switch (appended) {
            case Appended.Stored(String of, LogEntry entry) ->
                new Outcome.Ok<>(new PostedLine(room.name(), of, entry));
            case Appended.Failed(String reason) -> {
              settle(appending.remove(draft));
              yield Outcome.refused(Refusal.LOG_UNAVAILABLE, reason);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  /** Shows a line once all before it are shown; one that was shown already is ignored. */
  @Override
  public void stored(LogEntry entry, @Nullable Draft draft) {
    lock.lock();
    try {
      if (entry.offset() > lastShown) {
        ahead.put(entry.offset(), new Stored(entry, draft));
      }
      showNext();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void skipped(long offset) {
    lock.lock();
    try {
      while (!ahead.isEmpty() && ahead.firstKey() <= offset) {
        show(ahead.pollFirstEntry().getValue());
      }
      lastShown = Math.max(lastShown, offset);
      showNext();
    } finally {
      lock.unlock();
    }
  }

  private void showNext() {
    Stored next = ahead.remove(lastShown + 1);
    while (next != null) {
      show(next);
      next = ahead.remove(lastShown + 1);
    }
  }

  private void show(Stored line) {
    lastShown = line.entry().offset();
    Draft draft = line.draft();
    Appending own = draft == null ? null : appending.remove(draft);
    Session sender = own == null ? authors.apply(line.entry()) : own.sender;
    String ref = draft == null ? null : draft.ref();
    show(new Event.Posted(room.name(), room.epoch(), line.entry(), sender, ref));
    settle(own);
  }

  /** Shows the events that waited for this line alone. */
  private void settle(@Nullable Appending line) {
    if (line != null) {
      line.settled = true;
    }
    while (isReady(waiting.peek())) {
      if (waiting.remove() instanceof Waiting(var event)) {
        show(event.apply(room.name()));
      }
    }
  }

  private static boolean isReady(@Nullable Item next) {
    return switch (next) {
      case null -> false;
      case Waiting _ -> true;
      case Appending line -> line.settled;
    };
  }
}
