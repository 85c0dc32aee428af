package dev.parley.chat.room;

import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.time.Instant;

/** Observes rooms and their members. Called with the room's lock held; must not block. */
public interface RoomObserver {

  /** Returns whether rooms can have members at other servers. */
  boolean isShared();

  /** Observes that a session joined a room. */
  void joined(Room room, Session session, Cause cause);

  /** Observes that a session left a room. */
  void left(Room room, Session session, Departure how, String by, String detail, Cause cause);

  /**
   * Observes that a member was granted or revoked a role for as long as it stays.
   *
   * @param by the name of the moderator
   */
  void granted(Room room, Session member, Role role, boolean granted, Nick by, Session asker);

  /** Observes that a member showed the room something that is not a line. */
  void signalled(Room room, Session session, Instant at, Nick from, String signal);

  /** Observes that a room was added that another server made. Called without the room's lock. */
  void learned(Room room);

  /** Observes that the account of the one who made a room was made its owner. */
  void founderGranted(RoomName room, Nick account);

  /** Observes nothing. */
  RoomObserver NONE =
      new RoomObserver() {
        @Override
        public boolean isShared() {
          return false;
        }

        @Override
        public void joined(Room room, Session session, Cause cause) {}

        @Override
        public void left(
            Room room, Session session, Departure how, String by, String detail, Cause cause) {}

        @Override
        public void granted(
            Room room, Session member, Role role, boolean granted, Nick by, Session asker) {}

        @Override
        public void signalled(Room room, Session session, Instant at, Nick from, String signal) {}

        @Override
        public void learned(Room room) {}

        @Override
        public void founderGranted(RoomName room, Nick account) {}
      };
}
