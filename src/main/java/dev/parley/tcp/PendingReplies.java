package dev.parley.tcp;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the requests of a conversation that the core has not answered yet. Several posts may be in
 * flight, so that a pipe fills the log's group commits. Everything else waits until nothing is in
 * flight, and the connection is not read meanwhile.
 *
 * <p>Confined to the event loop of the {@link Peer}.
 */
public final class PendingReplies {

  /** The maximum number of posts in flight. */
  public static final int MAX_POSTS = 64;

  private final Peer peer;
  private int posts;
  private boolean asking;
  private boolean paused;
  private @Nullable Runnable next;

  /** Creates a tracker without requests for a connection. */
  public PendingReplies(Peer peer) {
    this.peer = peer;
  }

  /** Passes the final reply to a post on to {@code then}, now or later. */
  public void post(Reply reply, Consumer<Reply> then) {
    if (reply instanceof Reply.Deferred(CompletableFuture<Reply> later) && !later.isDone()) {
      posts++;
      onLoop(
          later,
          answer -> {
            posts--;
            then.accept(answer);
          });
      updatePause();
    } else {
      then.accept(completed(reply));
    }
  }

  /** Passes the final reply to any other request on to {@code then}, now or later. */
  public void ask(Reply reply, Consumer<Reply> then) {
    if (reply instanceof Reply.Deferred(CompletableFuture<Reply> later) && !later.isDone()) {
      asking = true;
      onLoop(
          later,
          answer -> {
            asking = false;
            then.accept(answer);
          });
      updatePause();
    } else {
      then.accept(completed(reply));
    }
  }

  /**
   * Runs a task when a gate opens, now or later, on the event loop. Until then it counts as a
   * request without a reply.
   */
  public void when(Consumer<Runnable> gate, Runnable task) {
    asking = true;
    gate.accept(() -> {
      asking = false;
      try {
        task.run();
      } finally {
        proceed();
      }
    });
    updatePause();
  }

  /** Runs a task as soon as nothing is in flight, now or later. */
  public void whenIdle(Runnable task) {
    Runnable before = next;
    next =
        before == null
            ? task
            : () -> {
              before.run();
              whenIdle(task);
            };
    proceed();
  }

  private static Reply completed(Reply reply) {
    return reply instanceof Reply.Deferred(CompletableFuture<Reply> later) ? later.join() : reply;
  }

  private void onLoop(CompletableFuture<Reply> later, Consumer<Reply> then) {
    var _ =
        later.whenComplete((reply, fault) ->
            peer.execute(() -> {
              if (fault == null) {
                finish(reply, then);
              } else {
                peer.close(Disconnect.of(Disconnect.Reason.FAULT));
              }
            }));
  }

  private void finish(Reply reply, Consumer<Reply> then) {
    try {
      then.accept(reply);
    } finally {
      proceed();
    }
  }

  private void proceed() {
    Runnable task = next;
    if (task != null && posts == 0 && !asking) {
      next = null;
      task.run();
    }
    updatePause();
  }

  private void updatePause() {
    boolean wait = asking || next != null || posts >= MAX_POSTS;
    if (wait != paused) {
      paused = wait;
      if (wait) {
        peer.pause();
      } else {
        peer.resume();
      }
    }
  }
}
