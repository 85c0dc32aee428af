package dev.parley.chat.arrival;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.account.Account;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.Nick;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionRegistry;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets several connections of an account share one session: the person is in the rooms once, and
 * leaves with the last connection.
 */
public final class SharedSessions {

  private final SessionRegistry sessions;
  private final NickRegistry names;
  private final Rooms rooms;
  private final ActiveModeration activeModeration;
  private final DepartureService departures;

  public SharedSessions(
      SessionRegistry sessions,
      NickRegistry names,
      Rooms rooms,
      ActiveModeration activeModeration,
      DepartureService departures) {
    this.sessions = sessions;
    this.names = names;
    this.rooms = rooms;
    this.activeModeration = activeModeration;
    this.departures = departures;
  }

  /**
   * Makes the connection of a session without a name one of the session that has a name; its own
   * session is then at an end.
   *
   * @return {@link Reply.Shared}, a refusal, or null if the name is not used by a session here that
   *     the connection can share
   */
  @Nullable Reply share(Session session, Nick nick) {
    Session holder = names.holder(nick);
    if (holder == null || !canShare(session, holder)) {
      return null;
    }
    Endpoint connection = session.endpoint();
    holder.identityLock().lock();
    try {
      if (!nick.equals(holder.nick()) || holder.ended() || !haveSameAccount(session, holder)) {
        return null;
      }
      if (!holder.connect(connection)) {
        return new Reply.Refused(
            Refusal.NAME_TAKEN,
            nick + " is used by as many clients as can be: " + connection.maxSharing() + ".");
      }
    } finally {
      holder.identityLock().unlock();
    }
    // Checked afterwards: whoever changes the rules checks the sessions after the change.
    Reply.Refused refused = activeModeration.serverAccess().accessRefusal(session, nick);
    if (refused != null) {
      disconnect(holder, connection, Disconnect.of(Disconnect.Reason.QUIT));
      return refused;
    }
    sessions.remove(session);
    departures.end(session, Disconnect.of(Disconnect.Reason.TAKEN_OVER));
    return new Reply.Shared(
        nick,
        holder,
        rooms.of(holder).stream()
            .flatMap(room -> Stream.ofNullable(room.connected(holder, nick)))
            .toList());
  }

  private static boolean canShare(Session session, Session holder) {
    Endpoint connection = session.endpoint();
    return !holder.isRemote()
        && connection.maxSharing() > 1
        && connection.protocol().equals(holder.endpoint().protocol())
        && haveSameAccount(session, holder);
  }

  private static boolean haveSameAccount(Session session, Session holder) {
    Account account = session.account();
    Account theirs = holder.account();
    return account != null
        && theirs != null
        && account.name().equals(theirs.name())
        && session.apiToken() == null
        && holder.apiToken() == null;
  }

  /** Removes a connection that is closed from its session, and ends the session with the last. */
  public void disconnect(Session session, Endpoint connection, Disconnect why) {
    Endpoint before = session.endpoint();
    String protocol = before.protocol();
    String address = before.remoteAddress();
    if (!session.disconnect(connection)) {
      rooms.of(session).forEach(room -> room.disconnected(session));
      rooms.showConnection(session, protocol, address);
    } else if (sessions.remove(session)) {
      departures.end(session, why);
    }
  }
}
