package dev.parley.chat.peer;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a session that is resumed at another server.
 *
 * @param lastEnd the end of its connection
 * @param rooms the rooms, with the lines that were shown
 * @param current the current room, null for none
 * @param bans the bans that are attached to the session
 * @param messages the private messages that were kept for it
 */
public record Handover(
    PersonState person,
    Disconnect lastEnd,
    List<ShownRoom> rooms,
    @Nullable RoomName current,
    List<IgnoredPerson> ignored,
    List<OpenInvitation> invitations,
    List<Ban> bans,
    List<PeerMessage.ShowMessage> messages) {

  /** Copies the lists. */
  public Handover {
    rooms = List.copyOf(rooms);
    ignored = List.copyOf(ignored);
    invitations = List.copyOf(invitations);
    bans = List.copyOf(bans);
    messages = List.copyOf(messages);
  }

  /**
   * Describes how much of a room a session was shown.
   *
   * @param shown the offset of the newest line that was surely shown
   * @param read the offset up to which a guest has read
   * @param invited whether an invitation let the person in
   * @param staysUnder the ids of the bans under which the person may stay, null from a server of an
   *     earlier version
   */
  public record ShownRoom(
      RoomName room,
      String epoch,
      long shown,
      long read,
      boolean invited,
      @Nullable Set<String> staysUnder) {}

  /**
   * Identifies a person whom the session ignores.
   *
   * @param as the name under which the person was ignored
   * @param guest the id of the person as a guest, null for none
   * @param owner the name of the account or token of the person, null for none
   */
  public record IgnoredPerson(Nick as, @Nullable String guest, @Nullable Nick owner) {}

  /** Identifies a room that the session is invited to. */
  public record OpenInvitation(RoomName room, String epoch) {}
}
