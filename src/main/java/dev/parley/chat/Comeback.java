package dev.parley.chat;

import dev.parley.chat.history.Entry;
import java.util.List;

/**
 * A return that is prepared: what a session has missed is read up to a moment ago. Opaque to a
 * protocol, which gives it back in {@link Command.TakeUp}.
 */
public final class Comeback {

  private final String token;
  private final List<Missed> missed;

  Comeback(String token, List<Missed> missed) {
    this.token = token;
    this.missed = missed;
  }

  String token() {
    return token;
  }

  List<Missed> missed() {
    return missed;
  }

  /**
   * What a session has missed in one room.
   *
   * @param place where the session was
   * @param entries the lines to show
   * @param expired how many before them are no longer kept
   * @param skipped how many before them are too many to show
   * @param upTo the offset up to which this is complete
   */
  record Missed(Membership place, List<Entry> entries, long expired, long skipped, long upTo) {
    Room room() {
      return place.room();
    }
  }
}
