package dev.parley.chat.arrival;

import dev.parley.chat.session.Membership;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A return whose old connection has ended, with the number of lines that are missed and not to be
 * shown. Immutable.
 */
final class PreparedReturn {

  private final String token;
  private final List<Unseen> unseen;

  PreparedReturn(String token, List<Unseen> unseen) {
    this.token = token;
    this.unseen = unseen;
  }

  String token() {
    return token;
  }

  /** What there is to count in a room, or null where nothing was counted. */
  @Nullable Unseen in(Membership place) {
    return unseen.stream().filter(one -> one.place() == place).findFirst().orElse(null);
  }

  /**
   * Lines of a room that are missed and are not to be shown, because of who said them.
   *
   * @param lines how many there are
   * @param upTo the offset of the last line that was looked at
   */
  record Unseen(Membership place, long lines, long upTo) {}
}
