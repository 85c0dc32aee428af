package dev.parley.chat.api;

import dev.parley.chat.api.Reply.Replayed;
import dev.parley.chat.name.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Shows a session that has come back what it has missed, a piece at a time, oldest line first, room
 * after room. Lines that are said meanwhile are {@linkplain #defers deferred}: they are shown in
 * their turn, none twice and none left out.
 *
 * <p>Confined to the thread that writes to the session's connection: what that thread is handed
 * after {@link #took} is said after what was taken.
 */
public interface Replay {

  /**
   * Describes the missed lines that are not shown.
   *
   * @param from the offset of the first
   * @param to the offset of the last
   * @param expired how many of them, the first ones, are no longer kept; the others are in the
   *     history
   */
  public record Gap(long from, long to, long expired) {

    /** Returns the number of lines that remain in the history. */
    public long skipped() {
      return to - from + 1 - expired;
    }

    /**
     * Returns the gap of expired lines and of lines over the limit, or null where there is neither.
     */
    public static @Nullable Gap of(long from, long expired, long skipped) {
      long lines = expired + skipped;
      return lines == 0 ? null : new Gap(from, from + lines - 1, expired);
    }
  }

  /** Says whether a line is not to be shown now, as it will be read from the log. */
  boolean defers(Event.Posted line);

  /**
   * Drops a room that the session is no longer in.
   *
   * @param epoch the room's: another of its name stays
   */
  void leave(RoomName room, String epoch);

  /** Says whether a piece is still to be shown: the session may have left its room meanwhile. */
  boolean expects(Replayed piece);

  /**
   * Reads the next piece; to be called again once that is {@linkplain #took taken}.
   *
   * @return {@link Replayed}, later, or {@link Reply.Done} where all was shown
   */
  Reply next();

  /**
   * Records that a piece is written. A reader that is slower than those who speak would never be
   * done, and is closed.
   */
  void took(Replayed piece);

  /** Ends the replay: the private messages that were kept are shown next. */
  void end();
}
