package dev.parley.http.client;

import dev.parley.chat.account.Account;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Filters clients. A null or empty criterion is ignored; an invalid name or address matches no
 * client.
 *
 * @param room name of a room that the client is in
 * @param nick its name
 * @param listener name of the listener that it is connected to
 * @param address its address
 * @param part what its name, its account or its address has in it, ignoring case
 */
record ClientFilter(
    @Nullable String room,
    @Nullable String nick,
    @Nullable String listener,
    @Nullable String address,
    @Nullable String part) {

  /** Replaces empty criteria by null. */
  ClientFilter {
    room = orNull(room);
    nick = orNull(nick);
    listener = orNull(listener);
    address = orNull(address);
    part = part == null ? null : orNull(part.toLowerCase(Locale.ROOT));
  }

  private static @Nullable String orNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  /** Returns whether a session matches. */
  boolean fits(Session session) {
    Nick own = session.nick();
    return (room == null || session.rooms().contains(RoomName.parse(room)))
        && (nick == null || (own != null && own.equals(Nick.parse(nick))))
        && (listener == null || listener.equals(session.endpoint().listener()))
        && (address == null || session.addresses().stream().anyMatch(from -> same(address, from)))
        && (part == null || hasPart(session, part));
  }

  private static boolean hasPart(Session session, String part) {
    Nick nick = session.nick();
    Account account = session.account();
    return (nick != null && nick.folded().contains(part))
        || (account != null && account.name().folded().contains(part))
        || session.addresses().stream().anyMatch(address -> address.contains(part));
  }

  /** Returns whether two texts are the same address; an IPv6 address has many forms. */
  private static boolean same(String one, String other) {
    try {
      return one.equals(other) || InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
    } catch (IllegalArgumentException noLiteral) {
      return false;
    }
  }
}
