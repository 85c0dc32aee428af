package dev.parley.chat.session;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Participant;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.Handover.IgnoredPerson;
import dev.parley.chat.peer.Handover.ShownRoom;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PersonState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Describes sessions for the other servers of a cluster, and restores them from there. */
public final class SessionHandover {

  /** The end of a session whose server dies. */
  private static final Disconnect LOST = Disconnect.of(Disconnect.Reason.CONNECTION_LOST);

  private SessionHandover() {}

  /** Describes the person of a session that has a name. */
  public static PersonState person(Session session, List<PersonState.Place> places) {
    ApiToken token = session.apiToken();
    Nick nick = Objects.requireNonNull(session.nick());
    return new PersonState(
        session.participant().id(),
        nick,
        session.account(),
        token == null ? null : token.name(),
        session.away(),
        session.metadata(),
        session.introduction(),
        session.ended(),
        connection(session),
        places);
  }

  /** Describes the connection of a session that has a name, the last one if there is none. */
  static PersonState.Connection connection(Session session) {
    Endpoint endpoint = session.endpoint();
    Nick nick = Objects.requireNonNull(session.nick());
    return new PersonState.Connection(
        endpoint.id(),
        endpoint.listener(),
        endpoint.protocol(),
        endpoint.remoteAddress(),
        endpoint.remotePort(),
        endpoint.tls(),
        endpoint.shows(
            new Event.PrivateMessage(
                session.connectedAt(), nick, nick, "", session, LogEntry.Kind.MESSAGE, null, null)),
        session.connectedAt());
  }

  /**
   * Describes a session that has a name and can be resumed, with the end of its connection, or the
   * one that counts if the server dies.
   */
  public static Handover describe(Session session) {
    return new Handover(
        person(session, List.of()),
        session.end().getNow(LOST),
        (session.isAbsent() ? session.memberships() : session.lastMemberships())
            .stream()
                .map(place ->
                    new ShownRoom(
                        place.room(),
                        place.epoch(),
                        place.shown(),
                        place.read(),
                        place.isInvited(),
                        place.staysUnder()))
                .toList(),
        session.current(),
        session.ignored().stream().map(SessionHandover::ignored).toList(),
        session.invitations(),
        session.bans(),
        session.keptMessages().stream()
            .map(message -> PeerMessage.ShowMessage.of(session.participant().id(), message))
            .toList());
  }

  private static IgnoredPerson ignored(Ignored person) {
    return new IgnoredPerson(
        person.as(),
        person.guest() == null ? null : person.guest().id(),
        person.owner() == null ? null : person.owner().name());
  }

  /**
   * Gives the session that stands for a person the state of the session that is handed over, and
   * ends it, so that it can be resumed here.
   *
   * @param identity returns the identity of a room, which is that of the room here if there is one
   */
  public static void restore(
      Session session,
      Handover state,
      Participants participants,
      HeldMessages messages,
      Function<ShownRoom, RoomIdentity> identity) {
    List<Membership> places = new ArrayList<>();
    for (ShownRoom shown : state.rooms()) {
      places.add(place(session, shown, identity));
    }
    session.ignored(state.ignored().stream().map(person -> ignored(person, participants)).toList());
    state.invitations().forEach(open -> session.invited(open.room(), open.epoch()));
    session.bans(before -> state.bans());
    for (PeerMessage.ShowMessage kept : state.messages()) {
      Session known = participants.find(kept.sender());
      var _ = messages.keep(kept.by(known == null ? gone(kept, participants) : known));
    }
    session.end(state.lastEnd(), messages, places);
    state.rooms().stream()
        .filter(shown -> shown.room().equals(state.current()))
        .forEach(shown -> session.current(shown.epoch()));
  }

  /** Returns a session that stands for the sender of a message, who is gone. */
  private static Session gone(PeerMessage.ShowMessage kept, Participants participants) {
    AbsentEndpoint nowhere = new AbsentEndpoint(kept.sender(), "", "parley", "", 0, false, false);
    return new Session(nowhere, kept.at(), participants, Participant.of(kept.sender()));
  }

  /** Creates the session of a person without a connection. */
  public static Session absent(PersonState person, Participants participants) {
    PersonState.Connection last = person.connection();
    Session session =
        new Session(
            AbsentEndpoint.of(last), last.since(), participants, Participant.of(person.id()));
    session.introduction(person.introduction());
    session.away(person.away());
    return session;
  }

  private static Membership place(
      Session session, ShownRoom shown, Function<ShownRoom, RoomIdentity> identity) {
    Membership place =
        session.memberships().stream()
            .filter(known -> known.epoch().equals(shown.epoch()))
            .findFirst()
            .orElseGet(() -> new Membership(identity.apply(shown), 0));
    place.restore(shown.shown(), shown.read());
    place.invited(shown.invited());
    Set<String> staysUnder = shown.staysUnder();
    place.staysUnder(_ -> staysUnder == null ? Set.of() : staysUnder);
    return place;
  }

  private static Ignored ignored(IgnoredPerson person, Participants participants) {
    Session guest = participants.find(person.guest());
    @Nullable Participant known = guest == null ? null : guest.participant();
    return new Ignored(
        person.as(),
        known != null || person.guest() == null ? known : Participant.of(person.guest()),
        person.owner() == null ? null : participants.owner(person.owner()));
  }
}
