package dev.parley.tcp;

import dev.parley.chat.api.Endpoint;
import java.time.Duration;

/**
 * The connection, as its {@link Conversation} sees it. Methods beyond those of {@link Endpoint} are
 * called on the connection's event loop, {@link #executeLater} excepted.
 */
public interface Peer extends Endpoint {

  /** How the listener that the connection came in by is set up. */
  ListenerProperties listenerProperties();

  /**
   * Sends bytes to this connection: after all that was written to it so far, before all that will
   * be, and before the events that it has not {@linkplain #catchUp caught up} with. They leave at
   * the end of the event loop's turn.
   */
  void write(byte[] bytes);

  /**
   * Says that what was written so far shows a room's lines up to this offset, so that a session
   * that comes back is shown those behind it. What is shown of events the connection knows itself.
   *
   * @param epoch the room's, in which the offset counts
   */
  void showsUpTo(String epoch, long offset);

  /**
   * Puts what was handed over for connections of this event loop so far before what is written from
   * now on, as it looks now. Events that follow one another without this are sent the cheaper.
   */
  void catchUp();

  /** Whether what is written may still be sent. */
  boolean isWritable();

  /**
   * Runs a task that writes lines of the past, about as many as are allowed at a time, once the
   * other side has taken those written before and there is room for more among all connections;
   * where nothing can be sent any more, at once. One task waits at a time. Once it has written what
   * it has, {@link #replayed} is to be called. A reader that takes nothing of it for too long is
   * closed.
   */
  void awaitReplay(Runnable task);

  /** Says that the lines of the past are written that {@link #awaitReplay} made room for. */
  void replayed();

  /** Reads nothing more, and carries out none of what was read already, until {@link #resume}. */
  void pause();

  /** Goes on reading. */
  void resume();

  /**
   * Has the other side send no faster than this from now on.
   *
   * @param burst lines at once, 0 for no limit
   * @param perSecond lines a second after that, 0 for no limit
   */
  void pace(int burst, int perSecond);

  /**
   * Runs a task on the connection's event loop, after what is being done there; from any thread.
   * Dropped once the loop has ended.
   */
  void executeLater(Runnable task);

  /**
   * Runs a task on the connection's event loop after a while, unless the connection is closed by
   * then.
   */
  void after(Duration delay, Runnable task);
}
