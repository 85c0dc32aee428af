package dev.parley.chat.audit;

import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the audit records (a port). Safe for use from any thread; does not block. */
public interface Audit {

  /** Records a change that was just made. */
  void record(Change change);

  /**
   * Describes a change.
   *
   * @param action the kind of change: {@code room.change}, {@code ban.add}
   * @param subject the object of the change: a room, a nick, an account
   * @param reason the reason given by the actor, empty for none
   * @param before the state before, as JSON, null if there is none; without secrets
   * @param after the state after, as JSON, null if there is none; without secrets
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
   * @throws StoreUnavailableException if the store cannot be read now
   */
  List<Recorded> read(Query query);

  /**
   * Represents a recorded change.
   *
   * @param id the number of the record, ascending
   */
  record Recorded(long id, Change change) {}

  /**
   * Selects the changes to read; null matches any.
   *
   * @param actor the name of the actor, case-insensitive
   * @param action the kind of change
   * @param subject the subject, case-insensitive
   * @param since the earliest time, inclusive
   * @param until the latest time, exclusive
   * @param before the upper bound of the record numbers, exclusive
   * @param limit the maximum number of changes
   * @param bytes the maximum total size, in bytes as {@link Change#size} counts them; at least one
   *     change is read
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

    /** Limits the changes found, the newest first, to the maximum size; keeps at least one. */
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

  /** Stores nothing. */
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
