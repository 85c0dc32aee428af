package dev.parley.tcp;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.session.Session;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Handles the input of one connection in its protocol and chooses the form of its output. All
 * methods are called on the connection's event loop and must not block, unless they say otherwise.
 * Output goes through the {@link Peer} that the conversation was created with.
 */
public interface Conversation {

  /** The style of an event that this conversation does not show. */
  int HIDDEN = -1;

  /** The style of a line that this conversation {@linkplain #defers shows later}. */
  int DEFERRED = -2;

  /**
   * Returns the name of the protocol that is spoken, or null for that of the listener. May be
   * called from any thread.
   */
  default @Nullable String protocol() {
    return null;
  }

  /** Returns the session of this connection, which others may share. */
  Session session();

  /** Starts the conversation. Called once, before all other methods that handle input. */
  void opened();

  /**
   * Decodes the next frame. Takes its bytes from the buffer and leaves those behind it.
   *
   * @return the frame, or null once all bytes are taken and no frame is complete
   */
  @Nullable Frame read(ByteBuf in);

  /**
   * Decodes the rest of the input, which has ended, as the last frame.
   *
   * @return the frame, or null where no frame was begun
   */
  @Nullable Frame readLast();

  /** Handles a frame. {@link Frame.EndOfInput} comes once, after all others. */
  void handle(Frame frame);

  /**
   * Returns the style in which this connection is shown an event, a number below {@link
   * Protocol#styleCount}, or {@link #HIDDEN}. Called right before the event is written, in the
   * order of writing.
   */
  int style(Event event);

  /**
   * Returns true if a line is not to be shown now, because the conversation shows it later by
   * itself. Called before {@link #style}, in the order of writing.
   */
  default boolean defers(Event.Posted line) {
    return false;
  }

  /**
   * Returns true if this protocol has a form for events of this kind. May be called from any
   * thread.
   */
  boolean shows(Event event);

  /** Returns true if this protocol can resume a session. May be called from any thread. */
  default boolean resumable() {
    return false;
  }

  /**
   * Returns whether it is recorded which lines have arrived, so that who comes back is shown the
   * others.
   */
  default boolean tracksArrivals() {
    return resumable();
  }

  /**
   * Returns whether people come into the lobby who arrive, or whose room is deleted. May be called
   * from any thread.
   */
  default boolean usesLobby() {
    return true;
  }

  /**
   * Returns the maximum number of connections of an account that share one session, 1 if each has
   * one of its own. May be called from any thread.
   */
  default int maxSharing() {
    return 1;
  }

  /** Returns whether a frame counts for the rate limit of its sender. */
  default boolean isLimited(Frame frame) {
    return true;
  }

  /** Returns the last bytes to send before the server closes the connection; may be empty. */
  byte[] closingMessage(Disconnect why);

  /** Ends the conversation. Called once, after all other methods. */
  void closed(Disconnect why);
}
