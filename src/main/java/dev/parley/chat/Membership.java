package dev.parley.chat;

/** One session's place in one room. */
final class Membership {

  private final Room room;
  private long shown;
  private long lastSaidMillis = Long.MIN_VALUE;

  /**
   * @param shown the offset of the newest line that the session was shown, or that was said before
   *     it came
   */
  Membership(Room room, long shown) {
    this.room = room;
    this.shown = shown;
  }

  Room room() {
    return room;
  }

  /** The offset of the newest line that the session was shown; once the session has ended. */
  long shown() {
    return shown;
  }

  /**
   * The session was shown the lines of an epoch up to this one; what it was shown of another room
   * of the same name says nothing of this one. Called by its transport, until it ends.
   */
  void shown(String epoch, long offset) {
    if (epoch.equals(room.epoch())) {
      shown = Math.max(shown, offset);
    }
  }

  /**
   * How many seconds are to pass before the next line, 0 where it may be said now, which is then
   * noted. Called in the room's turn.
   */
  long waitBeforeSpeaking(int slowModeSeconds, long nowMillis) {
    long wait = waits(slowModeSeconds, nowMillis);
    if (wait == 0) {
      lastSaidMillis = nowMillis;
    }
    return wait;
  }

  /** How many seconds are to pass before the next line. In the room's turn. */
  long waits(int slowModeSeconds, long nowMillis) {
    long next = lastSaidMillis + slowModeSeconds * 1000L;
    boolean soon = slowModeSeconds > 0 && lastSaidMillis != Long.MIN_VALUE && nowMillis < next;
    return soon ? Math.ceilDiv(next - nowMillis, 1000) : 0;
  }

  /** The next line waits as it would have in another membership. In the room's turn. */
  void saidAsIn(Membership before) {
    lastSaidMillis = Math.max(lastSaidMillis, before.lastSaidMillis);
  }
}
