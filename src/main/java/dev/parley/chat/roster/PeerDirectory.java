package dev.parley.chat.roster;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Hub;
import dev.parley.chat.api.Participant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.PersonState;
import dev.parley.chat.peer.RemoteEndpoint;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Participants;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Holds the people of the other servers as sessions, which are in rooms and have names like those
 * here, and shows the people here what they do. What one server tells is applied by one thread at a
 * time.
 */
final class PeerDirectory {

  /** Represents a membership that waits until its room is known here. */
  private record WaitingJoin(String person, PersonState.Place place, Cause cause) {}

  /** Held while a session takes the place of another one of its person. */
  private final ReentrantLock lock = new ReentrantLock();

  private final ConcurrentMap<String, Session> people = new ConcurrentHashMap<>();

  /** The members of rooms that this server does not know yet. */
  private final Set<WaitingJoin> waiting = ConcurrentHashMap.newKeySet();

  private final PeerNetwork network;
  private final SessionRegistry sessions;
  private final NickRegistry names;
  private final Participants participants;
  private final Rooms rooms;
  private final Clock clock;
  private final ChatMetrics metrics;

  /** Invalidates the resume token of a session here. */
  private final Consumer<Session> revoke;

  /** Reports that the person of a session has left for good. */
  private final Consumer<Session> gone;

  PeerDirectory(
      PeerNetwork network,
      SessionRegistry sessions,
      NickRegistry names,
      Participants participants,
      Rooms rooms,
      Clock clock,
      ChatMetrics metrics,
      Consumer<Session> revoke,
      Consumer<Session> gone) {
    this.network = network;
    this.sessions = sessions;
    this.names = names;
    this.participants = participants;
    this.rooms = rooms;
    this.clock = clock;
    this.metrics = metrics;
    this.revoke = revoke;
    this.gone = gone;
  }

  /** Returns the sessions that stand for the people at a server. */
  List<Session> at(String node) {
    return people.values().stream().filter(session -> isAt(session, node)).toList();
  }

  private static boolean isAt(Session session, String node) {
    RemoteEndpoint remote = session.remote();
    return remote != null && remote.node().equals(node);
  }

  /** Adds a person, or applies a change of one. */
  void change(String node, PersonState state) {
    lock.lock();
    try {
      Session known = people.get(state.id());
      if (known == null) {
        add(node, state);
      } else {
        update(node, known, state);
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(String node, PersonState state) {
    Session here = participants.find(state.id());
    if (here != null) {
      boolean newer = !state.connection().since().isBefore(here.connectedAt());
      if (here.ended() && !state.lost() && newer) { // Went on elsewhere, unheard of here.
        giveUp(here, node, state);
      }
      return;
    }
    Session session = standIn(node, state, Participant.of(state.id()));
    identify(session, state);
    session.away(state.away());
    session.introduction(state.introduction());
    name(session, state.nick());
    names.appeared(state.nick(), session);
  }

  /** Returns a new session that stands for a person at another server. */
  private Session standIn(String node, PersonState state, Participant person) {
    RemoteEndpoint remote = new RemoteEndpoint(network, node, state);
    Session session = new Session(remote, state.connection().since(), participants, person);
    session.metadata(state.metadata());
    people.put(state.id(), session);
    sessions.remote(session.id(), session);
    return session;
  }

  private void identify(Session session, PersonState state) {
    ApiToken token = state.token() == null ? null : token(state.token());
    if (!Objects.equals(session.account(), state.account())
        || !Objects.equals(session.apiToken(), token)) {
      session.clearIdentity(clock.instant());
      session.identify(state.account(), token, clock.instant());
    }
  }

  /** Returns a stand-in for the token of another server's session, of which the name matters. */
  private static ApiToken token(Nick name) {
    return new ApiToken("", name, "", Set.of(), null, Instant.EPOCH, null, null);
  }

  private void name(Session session, Nick nick) {
    names.learn(nick, session);
    session.nick(nick, clock.instant());
  }

  private void update(String node, Session session, PersonState state) {
    sessions.remote(session.id(), null);
    RemoteEndpoint endpoint = Objects.requireNonNull(session.remote());
    String protocol = endpoint.protocol();
    String address = endpoint.remoteAddress();
    endpoint.moved(node, state);
    sessions.remote(session.id(), session);
    Nick login = session.login();
    Map<String, String> metadata = rooms.metadataOf(session);
    identify(session, state);
    session.metadata(state.metadata());
    Nick before = Objects.requireNonNull(session.nick());
    if (!before.value().equals(state.nick().value())) {
      name(session, state.nick());
      if (!before.equals(state.nick())) {
        names.forget(before, session);
        names.vanished(before, session);
        names.appeared(state.nick(), session);
      }
      Hub.deliver(
          new Event.NickChanged(before, state.nick(), session, Cause.COMMAND),
          Audience.of(rooms.companions(session)),
          metrics);
    }
    if (!Objects.equals(session.away(), state.away())) {
      session.away(state.away());
      String text = Objects.requireNonNullElse(state.away(), "");
      rooms.showPresence(new Event.AwayChanged(state.nick(), text, session), state.nick(), session);
    }
    Nick loggedIn = session.login();
    if (loggedIn != null && !loggedIn.equals(login)) {
      rooms.showChange(
          new Event.AccountChanged(state.nick(), loggedIn, session), state.nick(), session);
    }
    rooms.showMetadata(session, metadata);
    rooms.introduce(session, state.nick(), state.introduction());
    rooms.showConnection(session, protocol, address);
  }

  /**
   * Returns the session that stands for a person who comes to this server, and no longer has
   * another one.
   */
  Session adopt(Handover handover) {
    PersonState state = handover.person();
    lock.lock();
    try {
      if (!people.containsKey(state.id())) {
        Session here = participants.find(state.id());
        if (here == null) {
          add("", state);
        } else { // Is from before this server was cut off, and has not heard of what came after.
          giveUp(here, "", state);
        }
      }
      Session session = Objects.requireNonNull(people.remove(state.id()));
      sessions.remote(session.id(), null);
      leaveAllBut(handover.rooms().stream().map(Handover.ShownRoom::epoch).toList(), session);
      return session;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a session that stands for a person in the place of one here, which is outdated. */
  private void giveUp(Session here, String node, PersonState state) {
    here.endpoint().close(Disconnect.of(Disconnect.Reason.TAKEN_OVER));
    revoke.accept(here);
    handOver(here, node, state);
  }

  /**
   * Puts a session that stands for a person who went to another server in the place of one here.
   */
  void handOver(Session old, String node, PersonState state) {
    lock.lock();
    try {
      Session session = standIn(node, state, old.participant());
      session.identify(state.account(), null, clock.instant());
      session.away(state.away());
      session.introduction(state.introduction());
      for (Room room : rooms.of(old)) {
        var _ = room.handOver(old, session, state.nick());
      }
      name(session, state.nick());
      Nick before = old.nick();
      if (before != null && !before.equals(state.nick())) {
        old.releaseName(clock.instant());
        names.forget(before, old);
      }
      rooms.showConnection(session, old.endpoint().protocol(), old.endpoint().remoteAddress());
    } finally {
      lock.unlock();
    }
  }

  /** Adds a person to a room. */
  void join(String person, PersonState.Place place, Cause cause) {
    Session session = people.get(person);
    Nick nick = session == null ? null : session.nick();
    Room room = rooms.ofEpoch(place.epoch());
    if (session != null && nick != null && room != null) {
      rooms.learnMember(room, session, nick, place, cause);
    } else if (session != null) {
      WaitingJoin join = new WaitingJoin(person, place, cause);
      waiting.add(join);
      admitWaiting(join);
    }
  }

  /** Grants a person a role, or revokes it. */
  void grant(PeerMessage.RoleGranted granted) {
    Session member = people.get(granted.person());
    Session asker = participants.find(granted.asker());
    Room room = rooms.ofEpoch(granted.epoch());
    if (member != null && asker != null && room != null) {
      room.learnGrant(asker, granted.by(), member, granted.role(), granted.granted());
    }
  }

  /** Shows a room something that is not a line. */
  void show(PeerMessage.SignalMade made) {
    Session session = people.get(made.person());
    Room room = rooms.ofEpoch(made.epoch());
    if (session != null && room != null) {
      room.learnSignal(session, made.at(), made.from(), made.signal());
    }
  }

  /** Adds those to a room who joined it before this server knew of it. */
  void admitWaiting(Room room) {
    waiting.stream()
        .filter(join -> join.place().epoch().equals(room.epoch()))
        .forEach(this::admitWaiting);
  }

  private void admitWaiting(WaitingJoin join) {
    if (rooms.ofEpoch(join.place().epoch()) != null && waiting.remove(join)) {
      join(join.person(), join.place(), join.cause());
    }
  }

  /** Removes a person from a room. */
  void leave(PeerMessage.PersonLeft left) {
    waiting.removeIf(
        join -> join.person().equals(left.person()) && join.place().epoch().equals(left.epoch()));
    Session session = people.get(left.person());
    Room room = rooms.ofEpoch(left.epoch());
    if (session != null && room != null) {
      leave(session, room, left.how(), left.by(), left.detail(), left.cause());
    }
  }

  private void leave(
      Session session, Room room, Departure how, String by, String detail, Cause cause) {
    Nick nick = session.nick();
    if (nick != null) {
      rooms.learnDeparture(room, session, nick, how, by, detail, cause);
    }
  }

  /** Removes a person from all rooms whose departure nobody told. */
  void drop(Session session, String why) {
    rooms
        .of(session)
        .forEach(room -> leave(session, room, Departure.DROPPED, "", why, Cause.SERVER));
  }

  /** Removes a person. */
  void remove(String person) {
    Session session = people.remove(person);
    waiting.removeIf(join -> join.person().equals(person));
    Nick nick = session == null ? null : session.nick();
    if (session != null) {
      drop(session, "");
      sessions.remote(session.id(), null);
      session.releaseName(clock.instant());
      if (nick != null) {
        names.forget(nick, session);
        names.vanished(nick, session);
      }
      gone.accept(session);
    }
  }

  /** Applies the state of all people of a server. */
  void synchronise(String node, List<PersonState> now) {
    Set<String> there = now.stream().map(PersonState::id).collect(Collectors.toSet());
    for (Session session : at(node)) {
      if (!there.contains(session.participant().id())) {
        remove(session.participant().id());
      }
    }
    for (PersonState state : now) {
      change(node, state);
      Session session = people.get(state.id());
      if (session != null) {
        synchronise(session, state);
      }
    }
  }

  private void synchronise(Session session, PersonState state) {
    leaveAllBut(state.places().stream().map(PersonState.Place::epoch).toList(), session);
    state.places().forEach(place -> join(state.id(), place, Cause.COMMAND));
  }

  /** Removes a person from all rooms but those of some epochs. */
  private void leaveAllBut(List<String> epochs, Session session) {
    for (Room room : rooms.of(session)) {
      if (!epochs.contains(room.epoch())) {
        leave(session, room, Departure.LEFT, "", "", Cause.COMMAND);
      }
    }
  }
}
