package dev.parley.chat.arrival;

import dev.parley.chat.session.Membership;
import dev.parley.chat.session.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes a resumption whose old connection has ended, with the numbers of missed lines that are
 * not shown. Immutable.
 */
final class PreparedResumption {

  private final Session old;
  private final List<IgnoredLineCount> unseen;

  PreparedResumption(Session old, List<IgnoredLineCount> unseen) {
    this.old = old;
    this.unseen = unseen;
  }

  /** Returns the session to resume. */
  Session old() {
    return old;
  }

  /** Returns the count for a room, or null if nothing was counted. */
  @Nullable IgnoredLineCount in(Membership membership) {
    return unseen.stream().filter(one -> one.membership() == membership).findFirst().orElse(null);
  }

  /**
   * Counts the missed lines of a room that are not shown, because the session ignores their author.
   *
   * @param lines the number of such lines
   * @param upTo the offset of the last line examined
   */
  record IgnoredLineCount(Membership membership, long lines, long upTo) {}
}
