package dev.parley.chat.session;

import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.name.RoomName;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Represents the membership of one session in one room. */
public final class Membership {

  private final RoomIdentity room;
  private long shown;
  private volatile long read;
  private volatile boolean invited;
  private volatile boolean appeared;
  private final AtomicReference<Set<String>> staysUnder = new AtomicReference<>(Set.of());
  private long lastSaidMillis = Long.MIN_VALUE;

  /**
   * @param shown the offset of the newest line that the session was shown, or that was posted
   *     before it joined
   */
  public Membership(RoomIdentity room, long shown) {
    this.room = room;
    this.shown = shown;
    this.read = shown;
  }

  /**
   * Returns the same membership in another epoch, which begins with the lines up to an offset of
   * this one.
   */
  public Membership in(RoomIdentity next, long base) {
    Membership renewed = new Membership(next, Math.min(shown, base));
    renewed.read = Math.min(read, base);
    renewed.invited = invited;
    renewed.appeared = appeared;
    renewed.staysUnder(_ -> staysUnder());
    renewed.lastSaidMillis = lastSaidMillis;
    return renewed;
  }

  /** Returns the identity of the room. */
  public RoomIdentity identity() {
    return room;
  }

  /** Returns the current name of the room. */
  public RoomName room() {
    return room.name();
  }

  public String epoch() {
    return room.epoch();
  }

  /**
   * Returns the offset of the newest line that the session was shown. Valid once the session has
   * ended.
   */
  public long shown() {
    return shown;
  }

  /**
   * Records that the session was shown the lines of an epoch up to an offset; another epoch is
   * ignored. Called by its transport, until it ends.
   */
  void shown(String of, long offset) {
    if (of.equals(room.epoch())) {
      shown = Math.max(shown, offset);
    }
  }

  /** Sets what the session was shown and has read at another server, which gave it up. */
  void restore(long shownThere, long readThere) {
    shown = shownThere;
    read = readThere;
  }

  /** Returns whether an invitation let the person in, whatever the bans are. From any thread. */
  public boolean isInvited() {
    return invited;
  }

  /** Records whether an invitation let the person in. */
  public void invited(boolean by) {
    invited = by;
  }

  /** Returns the ids of the bans under which the person may stay, in silence. From any thread. */
  public Set<String> staysUnder() {
    return staysUnder.get();
  }

  /** Changes the ids of the bans under which the person may stay. From any thread. */
  public void staysUnder(UnaryOperator<Set<String>> change) {
    staysUnder.updateAndGet(now -> Set.copyOf(change.apply(now)));
  }

  /** Returns whether the members have been shown that this one is there. From any thread. */
  public boolean hasAppeared() {
    return appeared;
  }

  /** Records whether the members have been shown that this one is there. */
  public void appeared(boolean shown) {
    appeared = shown;
  }

  /** Returns the offset up to which a person without an account has read. From any thread. */
  public long read() {
    return read;
  }

  /**
   * Records that a person without an account has read up to an offset; a lower one is ignored.
   * Confined to the commands of the session.
   */
  public void read(long offset) {
    read = Math.max(read, offset);
  }

  /**
   * Returns the seconds to wait before the next line; at 0 the line is allowed, and its time
   * recorded. Called with the room's lock held.
   */
  public long waitBeforeSpeaking(int slowModeSeconds, long nowMillis) {
    long wait = remainingWaitSeconds(slowModeSeconds, nowMillis);
    if (wait == 0) {
      lastSaidMillis = nowMillis;
    }
    return wait;
  }

  /** Returns the seconds to wait before the next line. Called with the room's lock held. */
  public long remainingWaitSeconds(int slowModeSeconds, long nowMillis) {
    long next = lastSaidMillis + slowModeSeconds * 1000L;
    boolean soon = slowModeSeconds > 0 && lastSaidMillis != Long.MIN_VALUE && nowMillis < next;
    return soon ? Math.ceilDiv(next - nowMillis, 1000) : 0;
  }

  /** Copies the slow mode of another membership. Called with the room's lock held. */
  public void copySlowMode(Membership before) {
    lastSaidMillis = Math.max(lastSaidMillis, before.lastSaidMillis);
  }
}
