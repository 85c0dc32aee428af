package dev.parley.tcp;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation has asked of the core and has no answer to yet. Posts may follow one another
 * without waiting, so that a pipe fills the log's groups; everything else waits until nothing is in
 * flight, and while it does the connection is not read.
 *
 * <p>Confined to the event loop of the {@link Peer}.
 */
public final class InFlight {

  /** How many posts may be on their way at a time. */
  public static final int MOST_POSTS = 64;

  private final Peer peer;
  private int posts;
  private boolean asking;
  private boolean paused;
  private @Nullable Runnable next;

  /** Nothing is in flight on this connection. */
  public InFlight(Peer peer) {
    this.peer = peer;
  }

  /** Takes the reply to a post; {@code then} is given the final one, now or later. */
  public void post(Reply reply, Consumer<Reply> then) {
    if (reply instanceof Reply.Later(CompletableFuture<Reply> later) && !later.isDone()) {
      posts++;
      onLoop(
          later,
          answer -> {
            posts--;
            then.accept(answer);
          });
      settle();
    } else {
      then.accept(atHand(reply));
    }
  }

  /** Takes the reply to anything else; {@code then} is given the final one, now or later. */
  public void ask(Reply reply, Consumer<Reply> then) {
    if (reply instanceof Reply.Later(CompletableFuture<Reply> later) && !later.isDone()) {
      asking = true;
      onLoop(
          later,
          answer -> {
            asking = false;
            then.accept(answer);
          });
      settle();
    } else {
      then.accept(atHand(reply));
    }
  }

  /**
   * Runs a task when a gate lets it, now or later, on the event loop. Until then it counts as an
   * answer that is waited for.
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
    settle();
  }

  /** Runs a task as soon as nothing is in flight: now, if so. */
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

  private static Reply atHand(Reply reply) {
    return reply instanceof Reply.Later(CompletableFuture<Reply> later) ? later.join() : reply;
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
    settle();
  }

  private void settle() {
    boolean wait = asking || next != null || posts >= MOST_POSTS;
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
