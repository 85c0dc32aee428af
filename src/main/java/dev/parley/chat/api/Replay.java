package dev.parley.chat.api;

import dev.parley.chat.api.Reply.Replayed;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that a resumed session has missed, a piece at a time, oldest line first, room
 * after room. Lines that are posted meanwhile are {@linkplain #defers deferred} and read from the
 * log later: none is shown twice, none is left out.
 *
 * <p>Confined to the thread that writes to the session's connection: events delivered to that
 * thread after {@link #took} were posted after the lines taken.
 */
public interface Replay {

  /**
   * Describes the missed lines that are not shown.
   *
   * @param from the offset of the first
   * @param to the offset of the last
   * @param expired the number of lines, the first ones, that are no longer kept; the others are in
   *     the history
   */
  public record Gap(long from, long to, long expired) {

    /** Returns the number of lines that remain in the history. */
    public long skipped() {
      return to - from + 1 - expired;
    }

    /**
     * Returns the gap of expired lines and of lines over the limit, or null if there is neither.
     */
    public static @Nullable Gap of(long from, long expired, long skipped) {
      long lines = expired + skipped;
      return lines == 0 ? null : new Gap(from, from + lines - 1, expired);
    }
  }

  /** Returns whether a new line is deferred, because it will be read from the log. */
  boolean defers(Event.Posted line);

  /** Removes the room of an epoch, which the session has left. */
  void leave(String epoch);

  /** Returns whether a piece is still to be shown: the session may have left its room meanwhile. */
  boolean expects(Replayed piece);

  /**
   * Reads the next piece; to be called again once the piece is {@linkplain #took taken}.
   *
   * @return {@link Replayed}, later, or {@link Reply.Done} if all lines were shown
   */
  Reply next();

  /** Records that a piece is written. A reader that is too slow to catch up is disconnected. */
  void took(Replayed piece);

  /** Ends the replay and delivers the private messages that were kept. */
  void end();
}
