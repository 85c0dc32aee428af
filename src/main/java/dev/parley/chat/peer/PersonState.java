package dev.parley.chat.peer;

import dev.parley.chat.account.Account;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Introduction;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes a person on a server, for the others.
 *
 * @param id the id of the person, which outlasts names and connections
 * @param account the account, null for none
 * @param token the name of the token of the login, null for none
 * @param away the away message, null if the person is not away
 * @param metadata the metadata of a guest, by keys, which older versions do not tell
 * @param introduction how the person has introduced itself, null if it has not, or by a server that
 *     does not tell it
 * @param lost whether the connection is lost and the person may come back
 * @param places the rooms that the person is in; empty where they are told one by one
 */
public record PersonState(
    String id,
    Nick nick,
    @Nullable Account account,
    @Nullable Nick token,
    @Nullable String away,
    Map<String, String> metadata,
    @Nullable Introduction introduction,
    boolean lost,
    Connection connection,
    List<Place> places) {

  /** Copies the rooms and the metadata. */
  public PersonState {
    metadata = metadata == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
    places = List.copyOf(places);
  }

  /**
   * Describes the connection of a person.
   *
   * @param id the id of the connection
   * @param address the address of the peer, without its port
   * @param showsMessages whether private messages and notices can be shown
   */
  public record Connection(
      String id,
      String listener,
      String protocol,
      String address,
      int port,
      boolean tls,
      boolean showsMessages,
      Instant since) {}

  /**
   * Describes the membership of a room.
   *
   * @param founder whether the person owns the room as the one who made it
   * @param roles the roles that the person was granted for as long as they stay
   */
  public record Place(RoomName room, String epoch, boolean founder, Set<Role> roles) {

    /** Copies the roles, which older versions do not tell. */
    public Place {
      roles = roles == null ? Set.of() : Set.copyOf(roles);
    }
  }
}
