package dev.parley.chat.arrival;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.account.Account;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Replay.Gap;
import dev.parley.chat.api.Reply;
import dev.parley.chat.arrival.PreparedResumption.IgnoredLineCount;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.Handover.ShownRoom;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.SessionStore.StoredSession;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.HeldMessages;
import dev.parley.chat.session.Membership;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Participants;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionHandover;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resumes dropped sessions. A session that can be resumed has a resume token. When its connection
 * is lost, the session is held, and keeps its name and memberships, for {@link
 * ChatSettings#resumeHold}. A new session that presents the token takes over the name, the
 * memberships and the missed lines. A token is valid once.
 *
 * <p>There are two steps: {@link #prepare} waits for the end of the old connection, and counts the
 * missed lines that are not shown, which may read from a disk. {@link #completeResume} then takes
 * over the memberships, on the thread of the new session's connection. The missed lines, and those
 * posted from then on, are shown by a {@link dev.parley.chat.api.Replay}.
 */
public final class Resumption {

  private static final int TOKEN_BYTES = 18;

  /** The sessions by the hashes of their tokens. */
  private final ConcurrentMap<String, Session> tokens = new ConcurrentHashMap<>();

  /** Guards the ways to resume a session, each of which ends all of them. */
  private final ReentrantLock lock = new ReentrantLock();

  private final HeldSessions held;
  private final AlwaysOnSessions alwaysOn;
  private final HeldMessages.Budget adoptedBudget;
  private final SecureRandom random = new SecureRandom();
  private final ChatSettings settings;
  private final NickRegistry names;
  private final Rooms rooms;
  private final RoomLog log;
  private final ActiveModeration activeModeration;
  private final Clock clock;
  private final ChatMetrics metrics;
  private final Executor blocking;
  private final PeerNetwork network;
  private final long pieceBytes;
  private volatile Function<Handover, @Nullable Session> adoption = handover -> null;

  public Resumption(
      ChatSettings settings,
      NickRegistry names,
      Rooms rooms,
      RoomLog log,
      ActiveModeration activeModeration,
      Clock clock,
      ChatMetrics metrics,
      Executor blocking,
      PeerNetwork network,
      AlwaysOnSessions alwaysOn) {
    this.settings = settings;
    this.names = names;
    this.rooms = rooms;
    this.log = log;
    this.activeModeration = activeModeration;
    this.clock = clock;
    this.metrics = metrics;
    this.blocking = blocking;
    this.network = network;
    this.alwaysOn = alwaysOn;
    this.held = new HeldSessions(settings.limits());
    this.adoptedBudget = new HeldMessages.Budget(settings.limits());
    this.pieceBytes = settings.limits().replayPiece();
  }

  /** Issues a resume token for a session, or null if its protocol cannot resume. */
  @Nullable String issue(Session session) {
    if (settings.resumeHold().isZero() || !session.endpoint().resumable()) {
      return null;
    }
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    session.resumeToken(token);
    String key = hash(token);
    tokens.put(key, session);
    if (!network.isAlone()) {
      register(key, session, SessionHandover.describe(session));
    }
    return token;
  }

  private static String hash(String token) {
    return new Secret(token).hash();
  }

  /** Registers the state of a session, whose rooms have changed, if it can be resumed. */
  public void register(Session session) {
    String token = session.resumeToken();
    if (token != null && !session.ended() && tokens.containsKey(hash(token))) {
      register(hash(token), session, SessionHandover.describe(session));
    }
  }

  /** Registers a state, but not for longer than the token is valid. */
  private void register(String key, Session session, Handover state) {
    network.resumptions().put(key, state);
    if (tokens.get(key) != session) { // Revoked meanwhile, and perhaps removed before it was put.
      network.resumptions().remove(key);
    }
  }

  /**
   * Registers the state of all sessions here that can be resumed, where it has changed, for the
   * case that this server dies.
   *
   * @param before the states that were registered the last time, which are replaced
   */
  public void register(Map<String, Handover> before) {
    before.keySet().retainAll(tokens.keySet());
    tokens.forEach((key, session) -> {
      if (session.nick() != null) {
        Handover now = SessionHandover.describe(session);
        if (!now.equals(before.put(key, now))) {
          register(key, session, now);
        }
        session.endpoint().reportShown(); // For the next time.
      }
    });
  }

  /** Gives the session that stands for a person the state of the one that was given up. */
  public void restore(Session session, Handover state, Participants participants) {
    SessionHandover.restore(
        session, state, participants, new HeldMessages(adoptedBudget), this::identity);
  }

  private RoomIdentity identity(ShownRoom shown) {
    Room room = rooms.ofEpoch(shown.epoch());
    return room == null ? new RoomIdentity(shown.room(), shown.epoch()) : room.identity();
  }

  /**
   * Has the people whose accounts are always on in their rooms again, after a restart. One who
   * cannot be is left out, and that is reported. May block.
   */
  public void restoreAbsent(Participants participants) {
    for (StoredSession stored : alwaysOn.stored()) {
      Account account = alwaysOn.account(stored);
      if (account == null) {
        alwaysOn.forget(stored.account());
      } else {
        restoreAbsent(stored, account, participants);
      }
    }
  }

  private void restoreAbsent(StoredSession stored, Account account, Participants participants) {
    Session session = SessionHandover.absent(stored.state().person(), participants);
    try {
      restoreAbsent(session, stored, account, participants);
    } catch (RuntimeException failure) {
      Failures.report("Restoring a session that is always on", failure, metrics);
      var _ = alwaysOn.remove(session);
      abandon(session, session.nick());
    }
  }

  private void restoreAbsent(
      Session session, StoredSession stored, Account account, Participants participants) {
    Handover state = stored.state();
    session.identify(account, null, clock.instant());
    Nick nick = names.claimVariant(state.person().nick(), session);
    session.nick(nick, clock.instant());
    restore(session, state, participants);
    session.stayAbsent(AlwaysOnSessions.AWAY);
    for (Membership place : session.lastMemberships()) {
      Room room = rooms.find(place);
      if (room != null) {
        var _ = room.readmit(session, nick, place);
      }
    }
    alwaysOn.restored(session, stored);
    names.appeared(nick, session);
  }

  /**
   * Sets what makes a session of one that another server has given up, with its name and
   * memberships; it may return null.
   */
  public void adoptBy(Function<Handover, @Nullable Session> task) {
    adoption = task;
  }

  /**
   * Gives a session up to another server: its connection is closed, and its token invalid.
   *
   * @param key the hash of its token
   * @param then runs with the session and its state before the result is completed
   */
  public CompletableFuture<@Nullable Handover> handOver(
      String key, BiConsumer<Session, Handover> then) {
    Session old = tokens.get(key);
    if (old == null) {
      return CompletableFuture.completedFuture(null);
    }
    old.endpoint().close(Disconnect.of(Disconnect.Reason.TAKEN_OVER));
    return old.end().thenApplyAsync(end -> handOver(old, then), blocking);
  }

  private @Nullable Handover handOver(Session old, BiConsumer<Session, Handover> then) {
    if (old.nick() == null || !revoke(old)) {
      return null;
    }
    Handover state = SessionHandover.describe(old);
    then.accept(old, state);
    return state;
  }

  /**
   * Returns whether a session can be resumed after a disconnect: neither the person nor an operator
   * asked for it, or it is not certain.
   */
  static boolean isResumable(Disconnect.Reason reason) {
    return switch (reason) {
      case CONNECTION_LOST, TAKEN_OVER, MOVED, SLOW_READER, END_OF_INPUT, IDLE_TIMEOUT, FAULT ->
          true;
      case QUIT,
          INTERRUPTED,
          KICKED,
          BANNED,
          NOT_LET_IN,
          PASSWORD_CHANGED,
          SHUTDOWN,
          LOGIN_TIMEOUT,
          SERVER_FULL,
          ADDRESS_FULL,
          ADDRESS_TOO_FAST,
          NOT_A_PROXY,
          NO_HANDSHAKE,
          NOT_UPGRADED,
          WRONG_PROTOCOL ->
          false;
    };
  }

  /** Returns the sessions that can be resumed, connected or held. */
  Stream<Session> sessions() {
    return Stream.concat(tokens.values().stream(), alwaysOn.all().stream()).distinct();
  }

  /** Returns whether a held session stays in its rooms, so that others do not see the drop. */
  static boolean keepsMemberships(Disconnect.Reason reason) {
    return switch (reason) {
      case CONNECTION_LOST, TAKEN_OVER, MOVED -> true;
      default -> false;
    };
  }

  /** Holds an ended session for resumption; returns whether there is room for it. */
  boolean hold(Session session) {
    String token = session.resumeToken();
    if (token == null || !isHeld(session) || !held.add(session)) {
      return false;
    }
    if (!network.isAlone()) {
      register(hash(token), session, SessionHandover.describe(session));
    }
    return true;
  }

  /** Returns whether a session that has a token can be resumed. */
  boolean isHeld(Session session) {
    String token = session.resumeToken();
    return token != null && tokens.containsKey(hash(token));
  }

  /**
   * Has an ended session stay without a connection until its person logs in; returns whether it
   * does. It does not if it was resumed meanwhile.
   */
  boolean keep(Session session) {
    lock.lock();
    try {
      if (session.resumeToken() != null && !isHeld(session)) {
        return false;
      }
      session.stayAbsent(AlwaysOnSessions.AWAY);
      return alwaysOn.add(session);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the token of a session that stays without a connection, and can be logged in to. */
  void revokeToken(Session session) {
    lock.lock();
    try {
      String token = session.resumeToken();
      if (token != null && session.isAbsent() && tokens.remove(hash(token), session)) {
        session.resumeToken(null);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes all ways to resume a session, its token and a login to its account; returns whether
   * there was one.
   */
  public boolean revoke(Session session) {
    String token = session.resumeToken();
    held.remove(session);
    boolean valid;
    lock.lock();
    try {
      boolean known = token != null && tokens.remove(hash(token), session);
      valid = alwaysOn.remove(session) || known;
    } finally {
      lock.unlock();
    }
    if (valid && token != null) {
      network.resumptions().remove(hash(token));
    }
    return valid;
  }

  /**
   * Resumes the session that a token was issued to on another session.
   *
   * @return {@link Reply.Resumed} or a refusal, later: completed on the thread that writes to the
   *     session's connection, so that the replay defers all lines posted from then on
   */
  public Reply resume(Session session, String token) {
    if (network.isCutOff()) {
      return new Reply.Refused(
          Refusal.LOG_UNAVAILABLE,
          "You cannot be resumed here now: this server is cut off from the others. Try again.");
    }
    String key = hash(token);
    Session old = tokens.get(key);
    if (old == null) {
      return network.isAlone() ? refuse() : adopt(session, key);
    }
    Reply.Refused refused = activeModeration.serverAccess().resumeRefusal(session, old);
    if (refused != null) {
      return refused;
    }
    old.endpoint().close(Disconnect.of(Disconnect.Reason.TAKEN_OVER));
    return resume(session, old, null);
  }

  /**
   * Resumes the session that waits for the owner of an account on the session that has logged in to
   * it.
   *
   * @return {@link Reply.Resumed} or a refusal, later, as of {@link #resume(Session, String)}
   */
  Reply comeBack(Session session, Session absent, Nick login) {
    Reply.Refused refused = activeModeration.serverAccess().resumeRefusal(session, absent);
    return refused == null ? resume(session, absent, login) : refused;
  }

  private Reply resume(Session session, Session old, @Nullable Nick login) {
    return new Reply.Deferred(
        prepare(old)
            .thenApplyAsync(
                prepared ->
                    switch (prepared) {
                      case Outcome.Ok(PreparedResumption ready) ->
                          completeResume(session, ready, login);
                      case Outcome.Refused(Reply.Refused unreadable) -> unreadable;
                    },
                session.endpoint()::execute));
  }

  /** Resumes a session of another server. */
  private Reply adopt(Session session, String key) {
    return new Reply.Deferred(
        network
            .resumptions()
            .take(key, () -> !session.ended())
            .thenCompose(this::catchUp)
            .thenApplyAsync(this::prepareAdoption, blocking)
            .<Reply>thenApplyAsync(
                adopted -> adopted == null ? refuse() : completeAdoption(session, adopted),
                session.endpoint()::execute));
  }

  /** Waits until this server knows the rooms and the lines that a session was shown elsewhere. */
  private CompletableFuture<@Nullable Handover> catchUp(@Nullable Handover handover) {
    CompletableFuture<@Nullable Handover> ready = new CompletableFuture<>();
    if (handover == null) {
      ready.complete(null);
    } else {
      log.catchUp(() -> ready.complete(handover));
    }
    return ready;
  }

  private @Nullable PreparedResumption prepareAdoption(@Nullable Handover handover) {
    Session old = handover == null ? null : adoption.apply(handover);
    return old == null ? null : new PreparedResumption(old, countIgnoredLines(old));
  }

  private Reply completeAdoption(Session session, PreparedResumption adopted) {
    Session old = adopted.old();
    Nick wanted = old.nick();
    Reply.Refused refused = activeModeration.serverAccess().resumeRefusal(session, old);
    if (session.ended() || wanted == null || refused != null) {
      abandon(old, wanted);
      return refused == null ? refuse() : refused;
    }
    Nick nick = takeOver(session, old, wanted);
    var _ = network.names().claim(nick, session.participant().id()); // At this server now.
    Reply resumed = restore(session, nick, adopted, null);
    for (Room room : rooms.of(session)) { // Others may take the person for gone with the server.
      network.publish(
          new PeerMessage.PersonJoined(
              session.participant().id(), room.placeOf(session), Cause.COMMAND));
    }
    return resumed;
  }

  /** Removes a session that was taken over and cannot be resumed. */
  private void abandon(Session old, @Nullable Nick nick) {
    if (nick != null) {
      for (Membership membership : old.memberships()) {
        Room room = rooms.find(membership);
        if (room != null) {
          rooms.leave(room, old, nick, Departure.DROPPED, "connection lost", Cause.SERVER);
        }
      }
      network.publish(new PeerMessage.PersonGone(old.participant().id()));
      old.releaseName(clock.instant());
      names.release(nick, old);
      names.vanished(nick, old);
    }
  }

  private CompletableFuture<Outcome<PreparedResumption>> prepare(Session old) {
    return old.end()
        .<Outcome<PreparedResumption>>thenApplyAsync(
            end -> new Outcome.Ok<>(new PreparedResumption(old, countIgnoredLines(old))), blocking)
        .exceptionally(
            failure -> new Outcome.Refused<>(Failures.historyUnavailable(failure, metrics)));
  }

  /** Counts the missed lines that are not shown; there are none for sessions that ignore nobody. */
  private List<IgnoredLineCount> countIgnoredLines(Session old) {
    return old.ignored().isEmpty()
        ? List.of()
        : old.lastMemberships().stream()
            .flatMap(membership -> countIgnoredLines(old, membership))
            .toList();
  }

  private Stream<IgnoredLineCount> countIgnoredLines(Session old, Membership membership) {
    Room room = rooms.find(membership);
    return room == null ? Stream.empty() : Stream.of(countIgnoredLines(old, membership, room));
  }

  private IgnoredLineCount countIgnoredLines(Session old, Membership membership, Room room) {
    MissedRange missed = missed(membership, room, room.lastShown());
    long lines = 0;
    for (long after = missed.from() - 1; after < missed.upTo(); ) {
      List<LogEntry> page =
          room.history()
              .read(
                  new RoomLog.Query(
                      after,
                      missed.upTo() + 1,
                      List.of(),
                      false,
                      MissedLines.PAGE_SIZE,
                      pieceBytes));
      lines += page.stream().filter(entry -> !old.sees(entry)).count();
      after = page.isEmpty() ? missed.upTo() : page.getLast().offset();
    }
    return new IgnoredLineCount(membership, lines, missed.upTo());
  }

  /**
   * Describes the lines of one room that a session has missed.
   *
   * @param first the offset of the first line that was missed
   * @param expired the number of lines, the first ones, that are no longer kept
   * @param skipped the number of lines after those that exceed the limit
   * @param upTo the offset of the last line
   */
  private record MissedRange(long first, long expired, long skipped, long upTo) {
    long from() {
      return first + expired + skipped;
    }

    long lines() {
      return upTo - from() + 1;
    }
  }

  private static MissedRange missed(Membership membership, Room room, long upTo) {
    RoomLog.Position position = room.history().position();
    long first = Math.min(membership.shown(), upTo) + 1;
    long kept = position == null ? upTo + 1 : Math.clamp(position.first(), first, upTo + 1);
    long from = Math.max(kept, upTo - MissedLines.MAX_LINES + 1);
    return new MissedRange(first, kept - first, from - kept, upTo);
  }

  private Reply completeResume(Session session, PreparedResumption prepared, @Nullable Nick login) {
    Session old = prepared.old();
    if (session.ended()) {
      return refuse();
    }
    Reply.Refused refused = activeModeration.serverAccess().resumeRefusal(session, old);
    if (refused != null) {
      return refused;
    }
    Nick wanted = old.nick();
    if (wanted == null || !revoke(old)) {
      return refuse();
    }
    return restore(session, takeOver(session, old, wanted), prepared, login);
  }

  private Reply.Resumed restore(
      Session session, Nick nick, PreparedResumption prepared, @Nullable Nick login) {
    Session old = prepared.old();
    MissedLines replay = new MissedLines(metrics, blocking, session, pieceBytes);
    List<Reply.Entered> rooms = new ArrayList<>();
    List<Reply.LostRoom> lost = new ArrayList<>();
    long lines = 0;
    for (Membership membership : old.lastMemberships()) {
      Room room = this.rooms.find(membership);
      Reply.Entered entered =
          room == null ? null : restoreMembership(room, membership, old, session, nick);
      if (room == null || entered == null) {
        lost.add(new Reply.LostRoom(membership.room(), room == null || room.isClosed()));
      } else {
        MissedRange missed = missed(membership, room, entered.shown());
        Gap gap = Gap.of(missed.first(), missed.expired(), missed.skipped());
        replay.add(room, gap, missed.from(), missed.upTo());
        rooms.add(entered);
        lines += missed.lines() - countIgnoredLines(session, missed, room, prepared.in(membership));
      }
    }
    if (rooms.isEmpty()
        && !lost.isEmpty()
        && session.endpoint().usesLobby()
        && this.rooms.lobby().join(session, nick, null) instanceof Reply.Entered lobby) {
      rooms.add(lobby);
    }
    session.inheritMessages(old);
    Endpoint before = old.endpoint();
    this.rooms.showConnection(session, before.protocol(), before.remoteAddress());
    if (AlwaysOnSessions.AWAY.equals(session.away())) {
      session.away(null);
      this.rooms.showPresence(new Event.AwayChanged(nick, "", session), nick, session);
    }
    alwaysOn.save(session);
    return new Reply.Resumed(
        nick, login, old.end().join(), rooms, lost, old.current(), lines, replay, issue(session));
  }

  /** Returns the number of missed lines that are not shown, including those between the steps. */
  private long countIgnoredLines(
      Session session, MissedRange missed, Room room, @Nullable IgnoredLineCount counted) {
    if (counted == null) {
      return 0;
    }
    long between =
        missed.upTo() == counted.upTo()
            ? 0
            : room.history().recent(MissedLines.PAGE_SIZE).stream()
                .filter(entry -> entry.offset() > counted.upTo() && entry.offset() <= missed.upTo())
                .filter(entry -> !session.sees(entry))
                .count();
    return Math.min(missed.lines(), counted.lines() + between);
  }

  /** Transfers the identity of the old session to the new one; returns its name. */
  private Nick takeOver(Session session, Session old, Nick wanted) {
    session.identityLock().lock();
    old.identityLock().lock();
    try {
      session.copyIdentity(old);
      Nick nick =
          names.transfer(wanted, old, session) ? wanted : names.claimVariant(wanted, session);
      session.takeOver(old, nick, clock.instant());
      return nick;
    } finally {
      old.identityLock().unlock();
      session.identityLock().unlock();
    }
  }

  /**
   * Restores the membership of a room; returns null if the room was deleted, even if there is a new
   * one of its name, or the session was removed or is banned. Changes of the room's settings do not
   * prevent it.
   */
  private Reply.@Nullable Entered restoreMembership(
      Room room, Membership membership, Session old, Session session, Nick nick) {
    Reply.Entered handed = room.handOver(old, session, nick);
    boolean heldHere =
        old.isAbsent() || (old.remote() == null && keepsMemberships(old.end().join().reason()));
    if (handed != null || heldHere) {
      return handed; // A membership that was held here and no longer exists was removed.
    }
    return room.readmit(session, nick, membership);
  }

  /** Returns the refusal of an invalid resume token. */
  Reply refuse() {
    return new Reply.Refused(
        Refusal.UNKNOWN_TOKEN,
        "That token is not known, or its time is over. Give a name instead.");
  }
}
