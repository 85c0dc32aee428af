package dev.parley.tcp;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.session.Session;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A protocol's side of one connection. Every method is called on the connection's event loop, must
 * not block, and answers through the {@link Peer} that the conversation was made with.
 */
public interface Conversation {

  /** The style of an event that this conversation does not show. */
  int HIDDEN = -1;

  /** The style of a line that this conversation {@linkplain #defers shows later}. */
  int DEFERRED = -2;

  /** The session of this connection. */
  Session session();

  /** The connection is ready to be talked through. Called once, before anything else. */
  void opened();

  /**
   * Takes bytes up to the end of the next frame and leaves those behind it.
   *
   * @return the frame, or null once all bytes are taken and no frame is complete
   */
  @Nullable Frame read(ByteBuf in);

  /**
   * The input is over: takes what was begun as the last frame.
   *
   * @return the frame, or null where nothing was begun
   */
  @Nullable Frame readLast();

  /** Carries out a frame. {@link Frame.EndOfInput} comes once, after all others. */
  void handle(Frame frame);

  /**
   * How this connection is to see an event, as a number below {@link Protocol#styles}, or {@link
   * #HIDDEN}. Called right before the event is written, in the order of writing.
   */
  int style(Event event);

  /**
   * Whether a line is not to be shown now, because the conversation will show it later by itself.
   * Called in the order of writing, as {@link #style} is and before it.
   */
  default boolean defers(Event.Posted line) {
    return false;
  }

  /** Whether this protocol has a form for events of this kind. May be called from any thread. */
  boolean shows(Event event);

  /** Whether this protocol has a way to come back to a session. May be called from any thread. */
  default boolean resumable() {
    return false;
  }

  /** The last bytes to send before the server closes the connection; may be empty. */
  byte[] farewell(Disconnect why);

  /** The connection is gone. Called once, after everything else. */
  void closed(Disconnect why);
}
