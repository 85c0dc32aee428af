package dev.parley.tcp;

import dev.parley.chat.api.Replay;
import dev.parley.chat.api.Reply;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the lines that a resumed session has missed, a piece at a time, each once the client has
 * taken the one before. Confined to the event loop of the {@link Peer}.
 */
public final class ReplayLoop {

  private final Peer peer;
  private final PendingReplies pendingReplies;
  private final Supplier<@Nullable Replay> replay;
  private final Consumer<Reply.Replayed> show;
  private final Runnable end;

  /**
   * @param replay returns the replay in progress, null to stop it
   * @param show shows a piece
   * @param end runs when all pieces are shown
   */
  public ReplayLoop(
      Peer peer,
      PendingReplies pendingReplies,
      Supplier<@Nullable Replay> replay,
      Consumer<Reply.Replayed> show,
      Runnable end) {
    this.peer = peer;
    this.pendingReplies = pendingReplies;
    this.replay = replay;
    this.show = show;
    this.end = end;
  }

  /** Shows the next piece once the client has taken the one before. */
  public void next() {
    pendingReplies.when(
        peer::scheduleReplay,
        () -> {
          Replay current = replay.get();
          if (current == null || !peer.isWritable()) {
            peer.replayWritten();
          } else {
            pendingReplies.ask(current.next(), this::show);
          }
        });
  }

  private void show(Reply reply) {
    if (reply instanceof Reply.Replayed piece) {
      show.accept(piece);
      peer.replayWritten();
      next();
    } else {
      end.run();
      peer.replayWritten();
    }
  }
}
