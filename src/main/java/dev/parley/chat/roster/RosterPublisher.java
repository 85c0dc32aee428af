package dev.parley.chat.roster;

import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomObserver;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionHandover;
import dev.parley.chat.session.SessionObserver;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Tells the other servers of the people and rooms here. Safe for use from any thread; does not
 * block.
 */
public final class RosterPublisher implements SessionObserver, RoomObserver {

  /** Makes the order of messages about one person that of the states that they describe. */
  private final ReentrantLock lock = new ReentrantLock();

  private final PeerNetwork network;
  private volatile Consumer<Room> onRoom = room -> {};
  private volatile Consumer<Session> onState = session -> {};

  public RosterPublisher(PeerNetwork network) {
    this.network = network;
  }

  @Override
  public boolean isShared() {
    return !network.isAlone();
  }

  private boolean isAbout(Session session) {
    return !network.isAlone() && !session.isRemote();
  }

  @Override
  public void changed(Session session) {
    if (!isAbout(session)) {
      return;
    }
    lock.lock();
    try {
      if (session.nick() != null) {
        network.publish(new PeerMessage.PersonChanged(SessionHandover.person(session, List.of())));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void kept(Session session) {
    stateChanged(session);
  }

  @Override
  public void left(Session session) {
    if (isAbout(session)) { // The others can use the name once they know.
      var _ =
          network
              .names()
              .released()
              .thenRun(
                  () -> network.publish(new PeerMessage.PersonGone(session.participant().id())));
    }
  }

  @Override
  public void joined(Room room, Session session, Cause cause) {
    if (isAbout(session)) {
      network.publish(
          new PeerMessage.PersonJoined(session.participant().id(), room.placeOf(session), cause));
    }
    stateChanged(session);
  }

  @Override
  public void left(
      Room room, Session session, Departure how, String by, String detail, Cause cause) {
    if (isAbout(session)) {
      network.publish(
          new PeerMessage.PersonLeft(
              session.participant().id(), room.name(), room.epoch(), how, by, detail, cause));
    }
    stateChanged(session);
  }

  private void stateChanged(Session session) {
    if (!session.isRemote()) {
      onState.accept(session);
    }
  }

  @Override
  public void granted(
      Room room, Session member, Role role, boolean granted, Nick by, Session asker) {
    if (isAbout(member)) {
      network.publish(
          new PeerMessage.RoleGranted(
              member.participant().id(),
              room.name(),
              room.epoch(),
              role,
              granted,
              by,
              asker.participant().id()));
    }
  }

  @Override
  public void signalled(Room room, Session session, Instant at, Nick from, String signal) {
    if (isAbout(session)) {
      network.publish(
          new PeerMessage.SignalMade(
              session.participant().id(), room.name(), room.epoch(), at, from, signal));
    }
  }

  @Override
  public void learned(Room room) {
    onRoom.accept(room);
  }

  /**
   * Adds what is done with each session here whose rooms, or private messages that are kept, have
   * changed; it must not block.
   */
  public void onState(Consumer<Session> task) {
    onState = onState.andThen(task);
  }

  /** Sets what is done with each room that another server made. */
  void onRoom(Consumer<Room> task) {
    onRoom = task;
  }

  @Override
  public void founderGranted(RoomName room, Nick account) {
    network.announce(() -> new PeerMessage.RoleGiven(room, account, Role.OWNER, false));
  }
}
