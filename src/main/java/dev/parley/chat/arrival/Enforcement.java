package dev.parley.chat.arrival;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.access.ServerAccess;
import dev.parley.chat.account.Account;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Participant;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Requester;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.peer.RemoteEndpoint;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.Membership;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionRegistry;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies the rules to connected sessions. Safe for use from any thread. */
public final class Enforcement {

  private final SessionRegistry sessions;
  private final NickRegistry names;
  private final Rooms rooms;
  private final ActiveModeration activeModeration;
  private final DepartureService departures;

  public Enforcement(
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
   * Applies a ban to connected sessions.
   *
   * @param meant the guest whom a ban on a name targets, null for the current user of the name
   * @param removes whether a ban from a room takes its members out, who otherwise stay without
   *     speaking
   */
  public void enforce(Ban ban, @Nullable Participant meant, boolean removes, Requester by) {
    if (!ban.kind().isAgainst()) {
      return;
    }
    boolean one = meant != null && ban.target() instanceof Ban.OfNick;
    List<Session> hit =
        everyoneHere()
            .filter(session ->
                one
                    ? session.participant() == meant
                    : activeModeration.bans().concerns(ban, session))
            .toList();
    hit.forEach(session -> activeModeration.bans().attach(session, ban));
    RoomName name = ban.room();
    Room room = name == null ? null : rooms.known(name);
    if (name == null) {
      hit.stream()
          .filter(session -> !isAdminAtAnAddress(session, ban))
          .forEach(session -> departures.expel(session, Disconnect.of(ban), by.cause()));
    } else if (room != null && ban.kind() == Kind.BAN) {
      hit.forEach(session -> endInvitation(session, room, ban, removes));
      hit.stream()
          .filter(_ -> removes)
          .filter(session -> room.access().banned(session) != null)
          .forEach(session -> remove(by.shown(), by.cause(), room, session, ban.reason(), ban));
    }
    publishMute(ban, false, by);
  }

  /** Has a new ban hold for who was invited before it, and permits a member to stay if it may. */
  private void endInvitation(Session session, Room room, Ban ban, boolean removes) {
    session.removeInvitation(room.epoch());
    for (Membership place : session.memberships()) {
      if (place.epoch().equals(room.epoch())) {
        place.invited(false);
        if (!removes) {
          place.staysUnder(before -> {
            Set<String> now = new HashSet<>(before);
            now.removeIf(id -> activeModeration.bans().find(id) == null);
            now.add(ban.id());
            return now;
          });
        }
      }
    }
  }

  /** Returns all sessions that are connected or may come back. */
  private Stream<Session> everyone() {
    Set<Session> all = new LinkedHashSet<>(sessions.all());
    all.addAll(names.everyone());
    return all.stream();
  }

  /** Returns the sessions here; each server of a cluster applies the rules to its own. */
  private Stream<Session> everyoneHere() {
    return everyone().filter(session -> !session.isRemote());
  }

  private static boolean isAdminAtAnAddress(Session session, Ban ban) {
    Account account = session.account();
    return account != null && account.admin() && ban.target() instanceof Ban.OfAddress;
  }

  /** Shows a mute of one person, imposed or lifted, to the room. */
  public void publishMute(Ban mute, boolean lifted, Requester by) {
    Room room = mute.kind() == Kind.MUTE && mute.room() != null ? rooms.known(mute.room()) : null;
    Nick nick =
        switch (mute.target()) {
          case Ban.OfNick(Nick name) -> name;
          case Ban.OfAccount(Nick name) -> name;
          case Ban.OfAddress _, Ban.OfMask _ -> null;
        };
    if (room != null && nick != null) {
      room.publish(name ->
          new Event.Muted(
              name, room.epoch(), mute, nick, lifted, by.shown(), by.session(), session(mute)));
    }
  }

  private @Nullable Session session(Ban mute) {
    return everyone()
        .filter(session -> activeModeration.bans().concerns(mute, session))
        .findFirst()
        .orElse(null);
  }

  /**
   * Removes a member from a room; returns whether it was a member.
   *
   * @param by the name shown as the one who did it, empty for an operator or the server
   */
  public boolean remove(
      String by, Cause cause, Room room, Session member, String reason, @Nullable Ban ban) {
    RemoteEndpoint remote = member.remote();
    if (remote != null) {
      remote.remove(room.name(), room.epoch(), by, reason, ban, cause);
      return room.contains(member);
    }
    Nick nick = member.nick();
    Departure how = ban == null ? Departure.REMOVED : Departure.BANNED;
    if (nick == null || !rooms.leave(room, member, nick, how, by, reason, cause)) {
      return false;
    }
    member
        .endpoint()
        .deliver(new Event.Removed(room.name(), room.epoch(), by, reason, ban, member, cause));
    return true;
  }

  /** Applies all rules to all sessions here, as rules of other servers may have been missed. */
  public void enforceAll() {
    everyoneHere()
        .filter(session -> session.nick() != null)
        .forEach(session -> {
          var _ = enforceOn(session);
        });
  }

  /** Disconnects sessions that the lockdown level does not admit, after a change by an operator. */
  public void enforceLockdown() {
    Lockdown now = activeModeration.serverAccess().lockdown();
    everyoneHere()
        .filter(session -> session.nick() != null && !now.permitsStay(session.login() != null))
        .forEach(session ->
            departures.expel(
                session, new Disconnect(Disconnect.Reason.NOT_LET_IN, now.reason()), Cause.API));
  }

  /**
   * Applies the bans of its account to a session that has logged in, and gives the account the
   * rooms that it created.
   */
  public void loggedIn(Session session) {
    rooms.of(session).forEach(room -> room.access().grantFounderRole(session));
    enforceOn(session);
  }

  /**
   * Applies the rules to a session whose identity has just changed; who was invited to a room stays
   * in it, and so does who may stay under the ban. A change of rules checks the sessions
   * afterwards, and a change of identity checks the rules afterwards, so one of the two sees the
   * other.
   *
   * @return the refusal of a session that is disconnected, or null if it may stay
   */
  public Reply.@Nullable Refused enforceOn(Session session) {
    ServerAccess.AccessDenial closed = activeModeration.serverAccess().stayRefusal(session);
    if (closed != null) {
      departures.expel(session, closed.why(), Cause.SERVER);
      return closed.refused();
    }
    for (Membership membership : session.memberships()) {
      Room room = rooms.find(membership);
      if (room != null) {
        activeModeration.bans().attach(session, room.name());
        Ban ban = room.access().removing(session, membership);
        if (ban != null) {
          remove("", Cause.SERVER, room, session, ban.reason(), ban);
        }
      }
    }
    return null;
  }
}
