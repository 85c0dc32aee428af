package dev.parley.http.client;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which clients are asked for. What is null or empty does not matter; a name or an address that
 * cannot be anyone's fits nobody.
 *
 * @param room the name of a room that the client is in
 * @param nick its name
 * @param listener the name of the listener that it came in by
 * @param address its address
 */
record ClientFilter(
    @Nullable String room,
    @Nullable String nick,
    @Nullable String listener,
    @Nullable String address) {

  /** Makes of an empty value one that does not matter. */
  ClientFilter {
    room = orNull(room);
    nick = orNull(nick);
    listener = orNull(listener);
    address = orNull(address);
  }

  private static @Nullable String orNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  /** Whether this is one of them. */
  boolean fits(Session session) {
    Nick own = session.nick();
    return (room == null || session.rooms().contains(RoomName.parse(room)))
        && (nick == null || (own != null && own.equals(Nick.parse(nick))))
        && (listener == null || listener.equals(session.endpoint().listener()))
        && (address == null || same(address, session.endpoint().remoteAddress()));
  }

  /** Whether two texts are the same address, of which version 6 has many forms. */
  private static boolean same(String one, String other) {
    try {
      return one.equals(other) || InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
    } catch (IllegalArgumentException noLiteral) {
      return false;
    }
  }
}
