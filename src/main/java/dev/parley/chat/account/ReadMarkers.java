package dev.parley.chat.account;

import java.util.Map;

/**
 * Stores up to which line of each room the owner of an account has read (a port). Safe for use from
 * any thread. All methods may block, and throw {@link
 * dev.parley.chat.history.StoreUnavailableException} if the store does not work.
 */
public interface ReadMarkers {

  /**
   * Returns the markers of an account: offsets by the epochs of rooms.
   *
   * @param account the id of the account
   */
  Map<String, Long> of(String account);

  /**
   * Advances the marker of an account in a room; one that is further already stays.
   *
   * @param account the id of the account
   * @param epoch the epoch of the room
   */
  void advance(String account, String epoch, long offset);
}
