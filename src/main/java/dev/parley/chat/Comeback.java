package dev.parley.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A return that is prepared: the old connection has ended, and it is known what was missed. Opaque
 * to a protocol, which gives it back in {@link Command.TakeUp}.
 */
public final class Comeback {

  private final String token;
  private final List<Unseen> unseen;

  Comeback(String token, List<Unseen> unseen) {
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
