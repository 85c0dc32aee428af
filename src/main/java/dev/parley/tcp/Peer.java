package dev.parley.tcp;

import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Limits;
import dev.parley.chat.session.Session;
import java.time.Duration;

/**
 * Gives a {@link Conversation} access to its connection. Methods beyond those of {@link Endpoint}
 * are called on the connection's event loop, except {@link #executeLater}.
 */
public interface Peer extends Endpoint {

  /** Returns the settings of the listener that accepted the connection. */
  ListenerProperties listenerProperties();

  /**
   * Sends bytes to this connection: after everything written to it before, and before the events
   * that are not {@linkplain #stagePending staged} yet. They leave at the end of the event loop's
   * iteration.
   */
  void write(byte[] bytes);

  /**
   * Records that the bytes written so far show a room's lines up to an offset. A session that
   * resumes is shown the lines behind it. The lines of events are recorded by the connection
   * itself.
   *
   * @param epoch the epoch of the room in which the offset counts
   */
  void recordShown(String epoch, long offset);

  /**
   * Stages the events that wait for connections of this event loop before anything that is written
   * from now on, in their current style. Consecutive events without a call between them are cheaper
   * to send.
   */
  void stagePending();

  /** Returns true if bytes that are written now are sent. */
  boolean isWritable();

  /**
   * Runs a task that writes one piece of a replay, once the other side has taken the previous
   * output and the replay budget of all connections has room. Where nothing can be sent any more,
   * it is run at once. One task waits at a time. The task has to call {@link #replayWritten} once
   * it has written the piece. A reader that takes none of it within the replay timeout is closed.
   */
  void scheduleReplay(Runnable task);

  /** Reports that the piece is written that {@link #scheduleReplay} made room for. */
  void replayWritten();

  /** Pauses reading and the handling of frames that were read already, until {@link #resume}. */
  void pause();

  /** Resumes reading. */
  void resume();

  /**
   * Limits the rate at which frames are read from now on.
   *
   * @param burst lines at once, 0 for no limit
   * @param perSecond lines a second after that, 0 for no limit
   */
  void limitRate(int burst, int perSecond);

  /**
   * Limits the rate at which frames are read to that of a session: clients that logged in with a
   * token have one of their own.
   */
  default void limitRate(Limits limits, Session session) {
    if (session.apiToken() == null) {
      limitRate(limits.messagesBurst(), limits.messagesPerSecond());
    } else {
      limitRate(limits.tokenMessagesBurst(), limits.tokenMessagesPerSecond());
    }
  }

  /**
   * Runs a task on the connection's event loop, after the current one; from any thread. The task is
   * dropped once the loop has ended.
   */
  void executeLater(Runnable task);

  /**
   * Runs a task on the connection's event loop after a delay, unless the connection is closed by
   * then.
   */
  void schedule(Duration delay, Runnable task);
}
