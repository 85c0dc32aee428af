package dev.parley.chat.audit;

import dev.parley.chat.history.LogUnavailableException;
import dev.parley.chat.name.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the audit records (a port). Safe for use from any thread; does not block. */
public interface Audit {

  /** Puts a change on record that was just made. */
  void record(Change change);

  /**
   * Describes a change.
   *
   * @param action what was done: {@code room.change}, {@code ban.add}
   * @param subject what it was done to: a room, a nick, an account
   * @param reason why, as the actor says; empty where nothing is said
   * @param before how it was, as JSON, where that makes sense; never a secret
   * @param after how it is now, likewise
   */
  record Change(
      Instant at,
      Actor by,
      String action,
      String subject,
      String reason,
      @Nullable String before,
      @Nullable String after) {

    /** The approximate size of a change without its texts, in bytes. */
    private static final int FRAME = 200;

    /** Returns the approximate size of this change when shown, in bytes, whatever the form. */
    public long size() {
      return FRAME
          + (long) Text.utf8Length(by.name())
          + Text.utf8Length(subject)
          + Text.utf8Length(reason)
          + (before == null ? 0 : Text.utf8Length(before))
          + (after == null ? 0 : Text.utf8Length(after));
    }
  }

  /**
   * Reads records, the newest first. May block.
   *
   * @throws LogUnavailableException where it cannot be read now
   */
  List<Recorded> read(Query query);

  /**
   * Represents a recorded change.
   *
   * @param id its number; later ones have greater numbers
   */
  record Recorded(long id, Change change) {}

  /**
   * Selects the changes to read; null stands for any.
   *
   * @param actor only those of an actor, without case
   * @param action only those of that kind
   * @param subject only those to a subject, without case
   * @param since only those that were not made before
   * @param until only those that were made before
   * @param before only those with a smaller number
   * @param limit how many at most
   * @param bytes reading stops with the change by which the changes have more bytes than that, as
   *     {@link Change#size} counts them
   */
  record Query(
      @Nullable String actor,
      @Nullable String action,
      @Nullable String subject,
      @Nullable Instant since,
      @Nullable Instant until,
      long before,
      int limit,
      long bytes) {

    /** Cuts the changes found, the newest first, to the bytes, keeping one at the least. */
    public List<Recorded> cut(List<Recorded> found) {
      int count = 0;
      long size = 0;
      while (count < found.size()) {
        size += found.get(count).change().size();
        if (count > 0 && size > bytes) {
          break;
        }
        count++;
      }
      return found.subList(0, count);
    }
  }

  /** Forgets everything. */
  Audit NONE =
      new Audit() {
        @Override
        public void record(Change change) {}

        @Override
        public List<Recorded> read(Query query) {
          return List.of();
        }
      };
}
