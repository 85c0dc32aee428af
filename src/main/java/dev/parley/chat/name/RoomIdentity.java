package dev.parley.chat.name;

/**
 * Identifies a room for as long as its log has one epoch, whatever the room is called meanwhile.
 * Its members and the parts of the room share it, so that they all have its current name. Readable
 * from any thread; changed with the room's lock held.
 */
public final class RoomIdentity {

  private final String epoch;
  private volatile RoomName name;

  /**
   * @param epoch the epoch of the room's log, unique among all rooms
   */
  public RoomIdentity(RoomName name, String epoch) {
    this.name = name;
    this.epoch = epoch;
  }

  /** Returns the current name. */
  public RoomName name() {
    return name;
  }

  /** Returns the epoch of the room's log. */
  public String epoch() {
    return epoch;
  }

  /** Changes the name. */
  public void rename(RoomName to) {
    name = to;
  }
}
