package dev.parley.chat.room;

import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Hub;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Created;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.Introduction;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.peer.PersonState;
import dev.parley.chat.session.Membership;
import dev.parley.chat.session.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Holds all rooms by name, and creates and deletes them. Safe for use from any thread. */
public final class Rooms {

  private final RoomIndex index = new RoomIndex();
  private final Room.Context context;
  private final RoomRenaming renaming;

  public Rooms(Room.Context context) {
    this.context = context;
    this.renaming = new RoomRenaming(context, index);
    for (SavedRoom saved : context.log().saved()) {
      Room room = index.getOrAdd(saved.name(), () -> new Room(saved, context));
      if (!saved.topic().isEmpty()) {
        room.recallTopic(context.log().topicLine(saved.name()));
      }
      if (!context.observer().isShared()) {
        room.access().abandon();
      }
    }
    index.getOrAdd(
        RoomName.LOBBY, () -> make(created(saved(RoomName.LOBBY, RoomSettings.PERSISTENT)).join()));
    context.log().observe(new OtherServers());
    context.activeModeration().keep(index::contains);
    context.metadata().keep(index::contains);
  }

  private SavedRoom saved(RoomName name, RoomSettings settings) {
    return new SavedRoom(name, "", settings, context.clock().instant());
  }

  /** Creates a room in the log, unless another server that shares it has done so. */
  private CompletableFuture<Created> created(SavedRoom room) {
    CompletableFuture<Created> created = new CompletableFuture<>();
    context.log().create(room, created::complete);
    return created;
  }

  /** Adds a room that is created in the log, and saves it in the background. */
  private Room make(Created created) {
    return switch (created) {
      case Created.Ready(SavedRoom room, boolean first) -> {
        Room made = new Room(room, context);
        if (first) {
          context.log().save(room, problem -> {});
        }
        yield made;
      }
      case Created.Failed(String reason) -> throw new StoreUnavailableException(reason, null);
    };
  }

  /** Applies what other servers that share the log do to rooms. */
  private final class OtherServers implements RoomLog.Observer {

    @Override
    public void saved(SavedRoom saved) {
      Room room = index.find(saved.name());
      if (room == null) {
        room = index.getOrAdd(saved.name(), () -> new Room(saved, context));
        context.observer().learned(room);
      }
      room.learn(saved.settings(), "", Cause.API);
    }

    @Override
    public void deleted(RoomName name, String epoch) {
      Room room = ofEpoch(epoch);
      if (room != null) {
        learnDeletion(room);
      }
    }

    @Override
    public void renamed(SavedRoom saved, String epoch) {
      Room room = ofEpoch(epoch);
      if (room != null) {
        renaming.learn(room, saved);
      }
    }

    @Override
    public void renewed(SavedRoom saved, String before) {
      Room room = ofEpoch(before);
      if (room != null) {
        Room next = room.renew(saved, replacing -> index.replace(room, replacing));
        context.observer().learned(next);
      }
    }

    @Override
    public void redacted(RoomName name, String epoch, LogEntry line) {
      Room room = ofEpoch(epoch);
      if (room != null) {
        room.publish(named -> new Event.LineRedacted(named, epoch, line, "", "", Cause.API));
      }
    }
  }

  /** Returns the room that everyone enters on arrival. */
  public Room lobby() {
    return Objects.requireNonNull(index.find(RoomName.LOBBY), "is never deleted");
  }

  /** Returns the room of that name, or null. */
  @Nullable
  public Room find(RoomName name) {
    return index.find(name);
  }

  /** Returns the room that has a name, or had it of late if no room has it; null for none. */
  public @Nullable Room known(RoomName name) {
    Room room = index.find(name);
    return room == null ? index.formerly(name, context.clock().instant()) : room;
  }

  /** Returns the room of a name as typed, or null if there is none or the name is malformed. */
  @Nullable
  public Room find(String text) {
    RoomName name = RoomName.parse(text);
    return name == null ? null : find(name);
  }

  /** Returns the room of a membership, or null if it is deleted. */
  @Nullable
  public Room find(Membership membership) {
    return ofEpoch(membership.epoch());
  }

  /** Returns the room whose log has an epoch, whatever it is called now, or null. */
  @Nullable
  public Room ofEpoch(String epoch) {
    return index.ofEpoch(epoch);
  }

  /** Returns the rooms that a session is in, in the order of joining. */
  public List<Room> of(Session session) {
    List<Room> its = new ArrayList<>();
    for (Membership membership : session.memberships()) {
      Room room = find(membership);
      if (room != null) {
        its.add(room);
      }
    }
    return its;
  }

  /** Returns the members of the rooms that a session is in, itself included, each once. */
  public Set<Session> companions(Session session) {
    return companions(session, Integer.MAX_VALUE);
  }

  /** Returns the members of those rooms that have at most a number of members. */
  public Set<Session> companions(Session session, int mostMembers) {
    Set<Session> companions = new LinkedHashSet<>();
    for (Room room : of(session)) {
      List<Session> members = room.members();
      if (members.size() <= mostMembers) {
        companions.addAll(members);
      }
    }
    return companions;
  }

  /** Shows a change of a person to those who share a room with it, and those who watch its name. */
  public void showChange(Event.OfPerson change, Nick nick, Session who) {
    showChange(change, nick, who, companions(who));
  }

  /** Shows a change of a person as {@link #showChange} does, but not in large rooms. */
  public void showPresence(Event.OfPerson change, Nick nick, Session who) {
    showChange(change, nick, who, companions(who, context.settings().presenceLimit()));
  }

  private void showChange(Event.OfPerson change, Nick nick, Session who, Set<Session> companions) {
    Hub.deliver(change, Audience.of(companions), context.metrics());
    context.names().changed(change, nick, who);
  }

  /**
   * Shows those who share a room with a person, except large ones, and those who watch its name
   * that it came back by another protocol or from another address, if it did.
   *
   * @param protocol the name of the protocol before
   * @param address the address before
   */
  public void showConnection(Session session, String protocol, String address) {
    Nick nick = session.nick();
    Endpoint now = session.endpoint();
    if (nick == null || (protocol.equals(now.protocol()) && address.equals(now.remoteAddress()))) {
      return;
    }
    showPresence(new Event.ConnectionChanged(nick, protocol, address, session), nick, session);
  }

  /**
   * Shows those who share a room with a person, except large ones, those who watch its name, and
   * its own session what it tells of itself now.
   *
   * @param value the value of the key, null if it is removed
   * @param asker the session that changed it, null if it was not by a command here
   */
  public void showMetadata(
      Session session, String key, @Nullable String value, @Nullable Session asker, Cause cause) {
    Nick nick = session.nick();
    if (nick != null) {
      Set<Session> receivers = companions(session, context.settings().presenceLimit());
      receivers.add(session);
      showChange(
          new Event.MetadataChanged(nick, key, value, session, asker, cause),
          nick,
          session,
          receivers);
    }
  }

  /**
   * Sets how a person has introduced itself, and shows another real name to those who share a room
   * with the person and those who watch its name.
   *
   * @param introduction the introduction, null for none
   */
  public void introduce(Session session, Nick nick, @Nullable Introduction introduction) {
    Introduction before = session.introduction();
    if (Objects.equals(before, introduction)) {
      return;
    }
    session.introduction(introduction);
    if (before != null
        && introduction != null
        && !before.realName().equals(introduction.realName())) {
      showChange(new Event.RealNameChanged(nick, introduction.realName(), session), nick, session);
    }
  }

  /** Returns what a person tells of itself: values by keys. */
  public Map<String, String> metadataOf(Session session) {
    return context.metadata().of(session);
  }

  /** Shows how what a person tells of itself differs from what it told before. */
  public void showMetadata(Session session, Map<String, String> before) {
    Map<String, String> now = metadataOf(session);
    if (!now.equals(before)) {
      Set<String> keys = new TreeSet<>(before.keySet());
      keys.addAll(now.keySet());
      for (String key : keys) {
        if (!Objects.equals(before.get(key), now.get(key))) {
          showMetadata(session, key, now.get(key), null, Cause.COMMAND);
        }
      }
    }
  }

  /** Returns the refusal for a room that does not exist. */
  public static Reply.Refused noSuchRoom(String text) {
    String name = Text.cleanLine(text.startsWith("#") ? text.substring(1) : text);
    return new Reply.Refused(Refusal.NO_SUCH_ROOM, "No room #" + name + ". /rooms lists them.");
  }

  /** Returns the number of rooms. */
  public int size() {
    return index.all().size();
  }

  /** Returns all rooms, the fullest first, then by name. */
  public List<RoomInfo> list() {
    return index.all().stream()
        .map(Room::info)
        .sorted(
            Comparator.comparingInt(RoomInfo::members)
                .reversed()
                .thenComparing(room -> room.name().value(), String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /**
   * Renames a room, other than the lobby: members, log, rules and metadata stay; returns the room
   * or a refusal. May block.
   *
   * @param by the name shown as the one who did it, empty for an operator
   * @param reason the reason, for the members; may be empty
   * @param asker the session, null for an operator
   */
  public Outcome<RoomInfo> rename(
      Room room, RoomName to, String by, String reason, @Nullable Session asker, Cause cause) {
    return renaming.rename(room, to, new RoomRenaming.By(by, reason, asker, cause));
  }

  /** Creates a room; the future is completed with the room or a refusal, once it is saved. */
  public CompletableFuture<Outcome<RoomInfo>> create(
      RoomName name, RoomSettings settings, String topic) {
    if (index.contains(name)) {
      return CompletableFuture.completedFuture(exists(name));
    }
    SavedRoom saved = new SavedRoom(name, topic, settings, context.clock().instant());
    return created(saved)
        .<Outcome<RoomInfo>>thenCompose(created ->
            switch (created) {
              case Created.Ready(SavedRoom room, boolean first) when first -> save(room);
              case Created.Ready _ -> CompletableFuture.completedFuture(exists(name));
              case Created.Failed(String reason) ->
                  CompletableFuture.completedFuture(
                      Outcome.refused(Refusal.LOG_UNAVAILABLE, reason));
            });
  }

  private static Outcome<RoomInfo> exists(RoomName name) {
    return Outcome.refused(Refusal.ROOM_EXISTS, "There is a room " + name + " already.");
  }

  private CompletableFuture<Outcome<RoomInfo>> save(SavedRoom saved) {
    CompletableFuture<Outcome<RoomInfo>> outcome = new CompletableFuture<>();
    Room[] made = new Room[1];
    index.getOrAdd(saved.name(), () -> made[0] = new Room(saved, context));
    if (made[0] == null) {
      outcome.complete(exists(saved.name()));
    } else {
      context.log().save(saved, problem -> outcome.complete(created(made[0], problem)));
    }
    return outcome;
  }

  private Outcome<RoomInfo> created(Room room, @Nullable String problem) {
    if (problem == null) {
      return new Outcome.Ok<>(room.info());
    }
    var _ = delete(room);
    return Outcome.refused(Refusal.LOG_UNAVAILABLE, problem);
  }

  /** Adds a session to a room, creating it if there is none. */
  public Reply join(RoomName name, Session session, Nick nick, @Nullable String key) {
    Reply reply = null;
    while (reply == null) {
      Room room = index.find(name);
      reply = room == null ? null : room.join(session, nick, key);
      if (reply == null && room != null && !room.name().equals(name)) {
        return new Reply.Refused( // It was closed while the log stores this name for it.
            Refusal.LOG_UNAVAILABLE, name + " is in use for a moment: try again.");
      }
      if (reply == null) {
        CompletableFuture<Created> created = created(saved(name, RoomSettings.AD_HOC));
        reply =
            created.isDone()
                ? join(created.join(), name, session, nick, key)
                : joinLater(created, name, session, nick, key);
      }
    }
    return reply;
  }

  private Reply joinLater(
      CompletableFuture<Created> created,
      RoomName name,
      Session session,
      Nick nick,
      @Nullable String key) {
    return new Reply.Deferred(
        created
            .<Reply>thenApplyAsync(
                done -> {
                  Reply reply = join(done, name, session, nick, key);
                  return reply == null ? join(name, session, nick, key) : reply;
                },
                session.endpoint()::execute)
            .thenCompose(Reply::settled));
  }

  /**
   * Adds a session to a room that is created in the log, and makes it the owner if no other server
   * has created it; returns null if the room has closed.
   */
  private @Nullable Reply join(
      Created created, RoomName name, Session session, Nick nick, @Nullable String key) {
    if (created instanceof Created.Failed(String reason)) {
      return new Reply.Refused(Refusal.LOG_UNAVAILABLE, reason);
    }
    if (session.ended()) {
      return noSuchRoom(name.value());
    }
    Room[] made = new Room[1];
    Room room = index.getOrAdd(name, () -> made[0] = make(created));
    // The news of it may come before this answer; but a room that is renamed to it is another one.
    boolean its = made[0] != null || room.isFromTheStart(name);
    if (its && created instanceof Created.Ready(_, boolean first) && first) {
      room.access().setFounder(session);
    } else {
      context.observer().learned(room); // Members elsewhere may wait for it.
    }
    return room.join(session, nick, key);
  }

  /**
   * Removes a session from a room, which is deleted with its last member unless it is persistent.
   */
  public boolean leave(
      Room room, Session session, Nick nick, Event.Departure how, String detail, Cause cause) {
    return leave(room, session, nick, how, "", detail, cause);
  }

  /** Removes a session from a room on behalf of another. */
  public boolean leave(
      Room room,
      Session session,
      Nick nick,
      Event.Departure how,
      String by,
      String detail,
      Cause cause) {
    boolean left = room.leave(session, nick, how, by, detail, cause);
    if (left) {
      deleteIfEmpty(room);
    }
    return left;
  }

  /** Deletes a room that is empty and not persistent. */
  private void deleteIfEmpty(Room room) {
    if (room.closeIfEmpty()) {
      var _ = forget(room);
    }
  }

  /** Deletes the rooms that are empty and not persistent. */
  public void deleteEmpty() {
    index.all().forEach(this::deleteIfEmpty);
  }

  /** Adds a person at another server to a room. */
  public void learnMember(
      Room room, Session remote, Nick nick, PersonState.Place place, Cause cause) {
    room.access().learn(remote, place);
    room.admitUnchecked(remote, nick, cause);
  }

  /** Removes a person at another server from a room. */
  public void learnDeparture(
      Room room,
      Session remote,
      Nick nick,
      Event.Departure how,
      String by,
      String detail,
      Cause cause) {
    var _ = room.leave(remote, nick, how, by, detail, cause);
  }

  /** Removes a room that another server has deleted; its members here are moved to the lobby. */
  private void learnDeletion(Room room) {
    List<Session> last = room.close(Cause.API);
    index.remove(
        room,
        () -> {
          context.activeModeration().learnDeletion(room.name());
          context.metadata().learnDeletion(room.name());
        });
    moveToLobby(last, Cause.API);
  }

  /**
   * Deletes a room, other than the lobby, for an operator, with its log; its members are moved to
   * the lobby.
   *
   * @return completed with the problem, or with null when the deletion is stored
   */
  public CompletableFuture<@Nullable String> delete(Room room) {
    List<Session> last = room.close(Cause.API);
    CompletableFuture<@Nullable String> stored = forget(room);
    moveToLobby(last, Cause.API);
    return stored;
  }

  /** Moves the members of a deleted room; those at other servers are moved there. */
  private void moveToLobby(List<Session> members, Cause cause) {
    for (Session session : members) {
      Nick nick = session.nick();
      if (nick != null && !session.isRemote() && session.endpoint().usesLobby()) {
        lobby().admitUnchecked(session, nick, cause);
      }
    }
  }

  private CompletableFuture<@Nullable String> forget(Room room) {
    CompletableFuture<@Nullable String> stored = new CompletableFuture<>();
    RoomName name = room.name();
    // Before a new room can have the name.
    boolean[] forgotten = new boolean[1];
    index.remove(
        room,
        () -> {
          forgotten[0] = true;
          context.log().delete(name, stored::complete);
          context.activeModeration().forget(name);
          context.metadata().forget(name);
        });
    if (!forgotten[0]) {
      stored.complete(null);
    }
    return stored;
  }

  /** Returns the rooms, in no order. */
  Collection<Room> all() {
    return index.all();
  }
}
