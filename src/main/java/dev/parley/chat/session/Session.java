package dev.parley.chat.session;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Participant;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Introduction;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.peer.Handover.OpenInvitation;
import dev.parley.chat.peer.RemoteEndpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Represents the session of a connection: without a name at first, a person in rooms after {@link
 * dev.parley.chat.api.Command.Arrive}. Further connections of its account can share it. Created by
 * {@link dev.parley.chat.Chat#connect}. Readable from any thread; changed by the core alone.
 */
public final class Session implements Receiver {

  private static final AtomicReferenceFieldUpdater<Session, List<Membership>> ROOMS =
      updater("rooms");

  private static final AtomicReferenceFieldUpdater<Session, List<Ban>> BANS = updater("bans");

  private static final AtomicReferenceFieldUpdater<Session, List<OpenInvitation>> INVITATIONS =
      updater("invitations");

  /** The maximum number of open invitations; the oldest is dropped first. */
  public static final int MAX_INVITATIONS = 100;

  private final CompletableFuture<Disconnect> end = new CompletableFuture<>();
  private final ReentrantLock identityLock = new ReentrantLock();
  private final ReentrantLock commandLock = new ReentrantLock();
  private final String id;
  private final Instant connectedAt;
  private final Participants participants;
  private volatile Endpoint endpoint;
  private boolean disconnected;
  private volatile @Nullable Cause expelCause;
  private volatile long lastActiveMillis;
  private volatile @Nullable Nick nick;
  private volatile @Nullable Account account;
  private volatile @Nullable ApiToken apiToken;
  private volatile List<Membership> rooms = List.of();
  private volatile List<Ban> bans = List.of();
  private volatile List<OpenInvitation> invitations = List.of();
  private volatile Participant participant;
  private volatile @Nullable Participant owner;
  private volatile List<Ignored> ignored = List.of();
  private volatile @Nullable String away;
  private volatile Map<String, String> metadata = Map.of();
  private volatile @Nullable Introduction introduction;
  private volatile @Nullable Participant correspondent;
  private volatile boolean echo;
  private volatile @Nullable RoomIdentity current;
  private volatile List<Membership> lastMemberships = List.of();
  private volatile @Nullable HeldMessages heldMessages;
  private volatile @Nullable String resumeToken;
  private @Nullable TokenBucket joins;
  private @Nullable TokenBucket renames;

  public Session(Endpoint endpoint, Instant connectedAt, Participants participants) {
    this(endpoint, connectedAt, participants, new Participant(null));
  }

  /** Creates the session of a known person. */
  public Session(
      Endpoint endpoint, Instant connectedAt, Participants participants, Participant participant) {
    this.id = endpoint.id();
    this.endpoint = endpoint;
    this.participant = participant;
    this.connectedAt = connectedAt;
    this.participants = participants;
    this.lastActiveMillis = connectedAt.toEpochMilli();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> AtomicReferenceFieldUpdater<Session, List<T>> updater(String field) {
    return (AtomicReferenceFieldUpdater)
        AtomicReferenceFieldUpdater.newUpdater(Session.class, List.class, field);
  }

  /** Returns the endpoint of this session, which passes everything to each of its connections. */
  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the endpoint if the person is connected to another server of the cluster, or null. */
  public @Nullable RemoteEndpoint remote() {
    return endpoint instanceof RemoteEndpoint remote ? remote : null;
  }

  /** Returns whether the person is connected to another server of the cluster. */
  public boolean isRemote() {
    return endpoint instanceof RemoteEndpoint;
  }

  /** Returns whether the connection has ended, here or at another server. */
  public boolean isLost() {
    return endpoint instanceof RemoteEndpoint remote ? remote.isLost() : ended();
  }

  /** Returns the id of this session, unique for as long as the server runs. */
  public String id() {
    return id;
  }

  /** Returns whether several connections share the session, or have done so. */
  public boolean isShared() {
    return endpoint instanceof SharedEndpoint;
  }

  /**
   * Adds a connection to the session. Called with the identity lock held.
   *
   * @return false if the last connection is closed, or as many share the session as can
   */
  public boolean connect(Endpoint connection) {
    List<Endpoint> before = endpoint.connections();
    if (disconnected || before.size() >= connection.maxSharing()) {
      return false;
    }
    endpoint =
        new SharedEndpoint(id, Stream.concat(before.stream(), Stream.of(connection)).toList());
    return true;
  }

  /**
   * Removes a connection, which is closed.
   *
   * @return whether it was the last one
   */
  @SuppressWarnings("ReferenceEquality") // A connection is not a value.
  public boolean disconnect(Endpoint connection) {
    identityLock.lock();
    try {
      List<Endpoint> others =
          endpoint.connections().stream().filter(other -> other != connection).toList();
      disconnected = others.isEmpty();
      if (!disconnected) {
        endpoint = new SharedEndpoint(id, others);
        participants.changed(this);
      }
      return disconnected;
    } finally {
      identityLock.unlock();
    }
  }

  /** Returns the addresses of the connections, or that of the last one if there is none. */
  public List<String> addresses() {
    List<Endpoint> connections = endpoint.connections();
    return connections.isEmpty()
        ? List.of(endpoint.remoteAddress())
        : connections.stream().map(Endpoint::remoteAddress).toList();
  }

  /** Returns the time of connection. */
  public Instant connectedAt() {
    return connectedAt;
  }

  /** Returns the time of the last request, or of the connection. */
  public Instant lastActiveAt() {
    return Instant.ofEpochMilli(lastActiveMillis);
  }

  /** Returns the name, null until one is given. */
  public @Nullable Nick nick() {
    return nick;
  }

  /** Returns the account that the person has logged in to, null for a guest. */
  public @Nullable Account account() {
    return account;
  }

  /** Returns the API token of the login, null for a guest and after a login by password. */
  public @Nullable ApiToken apiToken() {
    return apiToken;
  }

  /** Returns the rooms that the session is in, in the order of joining. */
  public List<RoomName> rooms() {
    return rooms.stream().map(Membership::room).toList();
  }

  /** Returns the epoch of the room of a name that the session is in, or null. */
  public @Nullable String epochOf(RoomName room) {
    for (Membership membership : rooms) {
      if (membership.room().equals(room)) {
        return membership.epoch();
      }
    }
    return null;
  }

  /** Returns whether the session is in a room of that name with another epoch. */
  public boolean isInAnother(RoomName room, String epoch) {
    String there = epochOf(room);
    return there != null && !there.equals(epoch);
  }

  /** Returns whether the session is sent its own messages. */
  @Override
  public boolean echo() {
    return echo;
  }

  /** Returns how the person has introduced itself, null for one that has not. */
  public @Nullable Introduction introduction() {
    return introduction;
  }

  /** Sets how the person has introduced itself, null for one that has not. */
  public void introduction(@Nullable Introduction now) {
    introduction = now;
    participants.changed(this);
  }

  /** Returns the away message, or null if the person is not away. */
  public @Nullable String away() {
    return away;
  }

  /** Returns whether the session ignores the person of another. */
  @Override
  public boolean ignores(Receiver other) {
    for (Ignored person : ignored) {
      if (person.is(other)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a stored line is shown to the session; a topic always is. */
  @Override
  public boolean sees(LogEntry entry) {
    List<Ignored> people = ignored;
    if (people.isEmpty() || entry.kind() == LogEntry.Kind.TOPIC) {
      return true;
    }
    Nick from = Nick.parse(entry.from());
    return from == null || people.stream().noneMatch(person -> person.said(from, entry));
  }

  public void active(long nowMillis) {
    lastActiveMillis = nowMillis;
  }

  /** Sets the name. */
  public void nick(Nick to, Instant now) {
    Nick before = nick;
    nick = to;
    if (before != null && !before.equals(to)) {
      stopUsing(before, now);
    }
    startUsing(to, now);
    participants.changed(this);
  }

  /** Clears the name of a session that was refused entry. */
  public void clearNick(Instant now) {
    Nick last = nick;
    nick = null;
    participants.left(participant, this);
    if (last != null) {
      stopUsing(last, now);
    }
  }

  /** Releases the name of an ended session. */
  public void releaseName(Instant now) {
    Nick last = nick;
    if (last != null) {
      stopUsing(last, now);
    }
    participants.left(participant, this);
  }

  private void startUsing(Nick name, Instant now) {
    participants.arrived(participant, this);
    participant.startUsing(name, now);
    Participant known = owner;
    if (known != null) {
      known.startUsing(name, now);
    }
  }

  private void stopUsing(Nick name, Instant now) {
    participant.stopUsing(name, now);
    Participant known = owner;
    if (known != null) {
      known.stopUsing(name, now);
    }
  }

  public void account(@Nullable Account account) {
    this.account = account;
    updateOwner();
    participants.changed(this);
  }

  /** Sets the account and the token, either of which may be null. */
  public void identify(@Nullable Account as, @Nullable ApiToken with, Instant now) {
    account = as;
    apiToken = with;
    updateOwner();
    Nick name = nick;
    Participant known = owner;
    if (name != null && known != null) {
      known.startUsing(name, now);
    }
    participants.changed(this);
  }

  /** Clears the identity. */
  public void clearIdentity(Instant now) {
    Nick name = nick;
    Participant known = owner;
    if (name != null && known != null) {
      known.stopUsing(name, now);
    }
    account = null;
    apiToken = null;
    updateOwner();
    participants.changed(this);
  }

  private void updateOwner() {
    Nick login = login();
    owner = login == null ? null : participants.owner(login);
  }

  /** Returns the person, independent of the name and account. */
  @Override
  public Participant participant() {
    return participant;
  }

  /**
   * Returns the owner of the account or token that the person is logged in to, null for a guest.
   */
  @Override
  public @Nullable Participant owner() {
    return owner;
  }

  /** Returns the lock that is held while a command of the session is executed. */
  public ReentrantLock commandLock() {
    return commandLock;
  }

  /** Returns the lock that guards the identity: the name, the account, the token. */
  public ReentrantLock identityLock() {
    return identityLock;
  }

  /** Returns the login name, null for a guest. */
  @Nullable
  public Nick login() {
    Account known = account;
    ApiToken borne = apiToken;
    return known != null ? known.name() : borne == null ? null : borne.name();
  }

  public void echo(boolean on) {
    this.echo = on;
  }

  public void away(@Nullable String text) {
    this.away = text;
    participants.changed(this);
  }

  /** Returns the metadata of a guest, which the account of one who logs in has its own of. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Sets the metadata of a guest: values by keys, which are not copied. */
  public void metadata(Map<String, String> now) {
    metadata = now;
    participants.changed(this);
  }

  public List<Ignored> ignored() {
    return ignored;
  }

  public void ignored(List<Ignored> people) {
    this.ignored = List.copyOf(people);
  }

  /** Returns the last sender of a private message to this session, or null. */
  @Nullable
  public Participant correspondent() {
    return correspondent;
  }

  public void correspondent(Participant writer) {
    this.correspondent = writer;
  }

  /** Returns the token that resumes the session after a drop, or null if it cannot be resumed. */
  @Nullable
  public String resumeToken() {
    return resumeToken;
  }

  public void resumeToken(@Nullable String token) {
    this.resumeToken = token;
  }

  /**
   * Returns the current room, which input without a room goes to; null if the protocol has none.
   */
  @Nullable
  public RoomName current() {
    RoomIdentity room = current;
    return room == null ? null : room.name();
  }

  /**
   * Sets the current room, one that the session is in. Called by the protocol, at the latest before
   * the session's end.
   *
   * @param epoch the epoch of the room, null for none
   */
  public void current(@Nullable String epoch) {
    current =
        lastMemberships().stream()
            .map(Membership::identity)
            .filter(room -> room.epoch().equals(epoch))
            .findFirst()
            .orElse(null);
  }

  /**
   * Copies the identity of another session. It comes before its name: who finds the session by the
   * name finds the person.
   */
  public void copyIdentity(Session other) {
    participant = other.participant;
    account = other.account;
    apiToken = other.apiToken;
    owner = other.owner;
  }

  /** Takes over the state of another session: its name and its settings. */
  public void takeOver(Session other, Nick name, Instant now) {
    bans = other.bans;
    invitations = other.invitations;
    joins = other.joins;
    renames = other.renames;
    ignored = other.ignored;
    away = other.away;
    metadata = other.metadata;
    correspondent = other.correspondent;
    nick = other.nick;
    nick(name, now);
  }

  /** Returns whether the session stays in its rooms without a connection. */
  public boolean isAbsent() {
    return endpoint instanceof AbsentEndpoint;
  }

  /**
   * Has the session, which has ended, stay in its rooms without a connection.
   *
   * @param text the away message if there is none
   */
  public void stayAbsent(String text) {
    endpoint = AbsentEndpoint.of(SessionHandover.connection(this));
    away = away == null ? text : away;
  }

  /** Records that the session is held for its person, who may come back. */
  public void held() {
    participants.changed(this);
  }

  /** Returns the bans attached to the session, some of which may have expired. */
  public List<Ban> bans() {
    return bans;
  }

  public void bans(UnaryOperator<List<Ban>> change) {
    BANS.updateAndGet(this, now -> List.copyOf(change.apply(now)));
  }

  /** Returns the open invitations. */
  List<OpenInvitation> invitations() {
    return invitations;
  }

  /** Returns whether the session is invited to the room of an epoch. */
  public boolean isInvited(String epoch) {
    return invitations.stream().anyMatch(open -> open.epoch().equals(epoch));
  }

  /** Adds an invitation to a room, which holds regardless of the room's settings. */
  public void invited(RoomName room, String epoch) {
    OpenInvitation latest = new OpenInvitation(room, epoch);
    INVITATIONS.updateAndGet(
        this,
        now ->
            Stream.concat(without(now, epoch), Stream.of(latest))
                .skip(now.size() < MAX_INVITATIONS || isInvited(epoch) ? 0 : 1)
                .toList());
  }

  /** Removes the invitation to the room of an epoch. */
  public void removeInvitation(String epoch) {
    if (isInvited(epoch)) {
      INVITATIONS.updateAndGet(this, now -> without(now, epoch).toList());
    }
  }

  private static Stream<OpenInvitation> without(List<OpenInvitation> open, String epoch) {
    return open.stream().filter(other -> !other.epoch().equals(epoch));
  }

  /** Returns the token bucket for joining rooms. Confined to the commands of the session. */
  public TokenBucket joins(Limits limits, long nowNanos) {
    TokenBucket known = joins;
    if (known == null) {
      known = new TokenBucket(limits.joinsBurst(), limits.joinsPerSecond(), nowNanos);
      joins = known;
    }
    return known;
  }

  /** Returns the token bucket for changing the name. Confined to the commands of the session. */
  public TokenBucket renames(Limits limits, long nowNanos) {
    TokenBucket known = renames;
    if (known == null) {
      known = new TokenBucket(limits.renamesBurst(), limits.renamesPerSecond(), nowNanos);
      renames = known;
    }
    return known;
  }

  /** Returns whether the session has ended; an ended session executes no more commands. */
  public boolean ended() {
    return end.isDone();
  }

  /** Returns the cause of the session's expulsion; the server, if it was not expelled. */
  public Cause expelCause() {
    Cause cause = expelCause;
    return cause == null ? Cause.SERVER : cause;
  }

  /** Returns whether the session is ended by somebody else than its person. */
  public boolean isExpelled() {
    return expelCause != null;
  }

  /** Sets the cause of the session's expulsion, before the connection is closed. */
  public void expelled(Cause cause) {
    expelCause = cause;
  }

  /** Returns the future of the session's end. */
  public CompletableFuture<Disconnect> end() {
    return end;
  }

  /**
   * Ends the session; its memberships are kept as {@link #lastMemberships}.
   *
   * @param empty holds private messages for the session from now on, unless it has held mail
   *     already
   */
  public void end(Disconnect why, HeldMessages empty) {
    end(why, empty, rooms);
  }

  /** Ends the session, with the memberships that it had at another server. */
  void end(Disconnect why, HeldMessages empty, List<Membership> last) {
    lastMemberships = last;
    HeldMessages undelivered = heldMessages;
    if (undelivered == null) {
      heldMessages = empty;
    } else {
      undelivered.reopen();
    }
    end.complete(why);
  }

  /**
   * Keeps a private message for a resumption of the session; returns false if that is not possible.
   */
  public boolean keep(Event.PrivateMessage message) {
    HeldMessages held = heldMessages;
    boolean kept = held != null && held.keep(message);
    if (kept) {
      participants.kept(this);
    }
    return kept;
  }

  /**
   * Takes over the private messages that were kept for another session, to be delivered after the
   * replay.
   */
  public void inheritMessages(Session other) {
    HeldMessages held = other.heldMessages;
    if (held != null) {
      held.close();
      heldMessages = held;
    }
  }

  /** Delivers the private messages that were kept, unless the session has ended again. */
  public void deliverMessages() {
    if (!ended()) {
      List<Event.PrivateMessage> kept = takeMessages();
      heldMessages = null;
      kept.forEach(endpoint::deliver);
    }
  }

  /** Returns the private messages that are kept. */
  List<Event.PrivateMessage> keptMessages() {
    HeldMessages held = heldMessages;
    return held == null ? List.of() : held.messages();
  }

  /** Removes and returns the private messages that were kept; no more are kept. */
  public List<Event.PrivateMessage> takeMessages() {
    HeldMessages held = heldMessages;
    return held == null ? List.of() : held.take();
  }

  /** Returns the memberships of the session. */
  public List<Membership> memberships() {
    return rooms;
  }

  /** Returns the memberships, including those at the end of an ended session. */
  public List<Membership> lastMemberships() {
    return ended() ? lastMemberships : rooms;
  }

  /**
   * Records that the person was shown a room's lines up to an offset. Called by the session's
   * transport when it knows that they have arrived, at the latest before the session's end; a
   * resumption shows the lines after it. The room may be deleted by then, and a new one of its name
   * exist.
   *
   * @param epoch the epoch of the room, which the offset belongs to
   */
  public void shown(String epoch, long offset) {
    for (Membership membership : rooms) {
      membership.shown(epoch, offset);
    }
  }

  public void entered(Membership membership) {
    ROOMS.updateAndGet(
        this,
        now ->
            now.isEmpty()
                ? List.of(membership)
                : Stream.concat(now.stream(), Stream.of(membership)).toList());
  }

  /** Replaces a membership, also one at the end of an ended session, by that in a new epoch. */
  public void renewed(Membership before, Membership now) {
    entered(now);
    lastMemberships = lastMemberships.stream().map(last -> last == before ? now : last).toList();
  }

  public void left(Membership membership) {
    ROOMS.updateAndGet(
        this, now -> List.copyOf(now.stream().filter(other -> other != membership).toList()));
  }

  @Override
  public String toString() {
    return id() + " (" + nick + ")";
  }
}
