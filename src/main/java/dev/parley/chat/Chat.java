package dev.parley.chat;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountSettings;
import dev.parley.chat.account.Identity;
import dev.parley.chat.account.ScramExchange;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Command.Arrive;
import dev.parley.chat.api.Command.Rename;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.Scheduler;
import dev.parley.chat.arrival.AlwaysOnSessions;
import dev.parley.chat.arrival.ArrivalService;
import dev.parley.chat.arrival.DepartureService;
import dev.parley.chat.arrival.Enforcement;
import dev.parley.chat.arrival.Resumption;
import dev.parley.chat.arrival.SharedSessions;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.chat.command.HistoryCommands;
import dev.parley.chat.command.MetadataCommands;
import dev.parley.chat.command.ModeratorCommands;
import dev.parley.chat.command.PersonalCommands;
import dev.parley.chat.command.ReadingCommands;
import dev.parley.chat.command.RoomCommands;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.metadata.ActiveMetadata;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.name.Introduction;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.EarlyRegistration;
import dev.parley.chat.operator.IdentityPropagation;
import dev.parley.chat.operator.MetadataEditor;
import dev.parley.chat.operator.Moderation;
import dev.parley.chat.operator.Operator;
import dev.parley.chat.operator.OwnAlwaysOn;
import dev.parley.chat.operator.OwnCertificates;
import dev.parley.chat.operator.PasswordChange;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.PeerNode;
import dev.parley.chat.peer.SessionStore;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.roster.PeerService;
import dev.parley.chat.roster.RosterPublisher;
import dev.parley.chat.session.NameListener;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Participants;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Implements the core's facade for protocols. A protocol {@linkplain #connect connects} a session
 * for each connection, gives the session's commands one after the other, and {@linkplain
 * #disconnect disconnects} it at the end. Safe for use from any thread; never blocks.
 */
public final class Chat {

  private final ChatSettings settings;
  private final Clock clock;
  private final ChatMetrics metrics;
  private final PeerNetwork network;
  private final LoginService authenticator;
  private final NickRegistry names;
  private final Participants participants;
  private final ActiveModeration activeModeration;
  private final MetadataEditor metadata;
  private final MetadataCommands metadataCommands;
  private final Enforcement enforcement;
  private final Moderation moderation;
  private final Rooms rooms;
  private final Resumption resumption;
  private final SharedSessions sharedSessions;
  private final ArrivalService arrivals;
  private final DepartureService departures;
  private final PersonalCommands personalCommands;
  private final ReadingCommands reading;
  private final RoomCommands roomCommands;
  private final PasswordChange passwordChange;
  private final OwnCertificates ownCertificates;
  private final OwnAlwaysOn ownAlwaysOn;
  private final EarlyRegistration earlyRegistration;
  private final Operator operator;
  private final AccountAdmin accountAdmin;
  private final SessionRegistry sessions = new SessionRegistry();

  /**
   * Creates the core and reads the stored moderation rules. May block.
   *
   * @param scheduler schedules delayed tasks
   * @param blocking runs tasks that may block
   * @param authenticator authenticates people
   * @param sessionStore stores sessions that go on after a restart
   * @param network connects this server with the others of its cluster
   */
  public Chat(
      ChatSettings settings,
      RoomLog log,
      Clock clock,
      ChatMetrics metrics,
      Scheduler scheduler,
      Executor blocking,
      LoginService authenticator,
      ModerationStore moderationStore,
      MetadataStore metadataStore,
      SessionStore sessionStore,
      Audit audit,
      PeerNetwork network) {
    RosterPublisher roster = new RosterPublisher(network);
    this.authenticator = authenticator;
    this.network = network;
    this.names = new NickRegistry(authenticator::isReserved, network, blocking);
    this.participants =
        new Participants(
            name -> authenticator.hasOwner(name) || authenticator.isServerName(name),
            roster,
            !network.isAlone());
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.activeModeration = new ActiveModeration(moderationStore, clock, metrics, blocking);
    ActiveMetadata activeMetadata =
        new ActiveMetadata(
            metadataStore,
            authenticator.accounts(),
            settings.limits().metadataKeys(),
            metrics,
            blocking);
    this.rooms =
        new Rooms(
            new Room.Context(
                settings,
                log,
                clock,
                metrics,
                scheduler,
                activeModeration,
                activeMetadata,
                roster,
                names));
    AlwaysOnSessions alwaysOn =
        new AlwaysOnSessions(
            authenticator, names, sessions, sessionStore, scheduler, clock, metrics);
    this.resumption =
        new Resumption(
            settings,
            names,
            rooms,
            log,
            activeModeration,
            clock,
            metrics,
            blocking,
            network,
            alwaysOn);
    this.departures =
        new DepartureService(
            settings, sessions, names, rooms, resumption, alwaysOn, scheduler, clock);
    this.enforcement = new Enforcement(sessions, names, rooms, activeModeration, departures);
    this.sharedSessions = new SharedSessions(sessions, names, rooms, activeModeration, departures);
    this.arrivals =
        new ArrivalService(
            names,
            rooms,
            resumption,
            authenticator,
            activeModeration,
            enforcement,
            departures,
            sharedSessions,
            alwaysOn,
            settings.limits(),
            clock,
            metrics);
    this.personalCommands =
        new PersonalCommands(settings.limits(), rooms, names, participants, clock, metrics);
    this.reading =
        new ReadingCommands(
            rooms,
            authenticator.accounts(),
            blocking,
            network,
            metrics,
            settings.limits().replayPiece());
    AuditRecorder recorder = new AuditRecorder(audit, clock);
    this.metadata =
        new MetadataEditor(
            activeMetadata, rooms, names, recorder, network, settings.limits(), metrics);
    this.metadataCommands = new MetadataCommands(metadata, rooms, names, authenticator.accounts());
    this.moderation =
        new Moderation(
            rooms,
            authenticator,
            activeModeration,
            recorder,
            enforcement,
            departures,
            network,
            settings.limits(),
            clock,
            metrics);
    IdentityPropagation propagation =
        new IdentityPropagation(
            authenticator, names, participants, arrivals, departures, enforcement, network, clock);
    ReentrantLock accountLock = new ReentrantLock();
    this.passwordChange = new PasswordChange(authenticator, propagation, recorder, accountLock);
    this.accountAdmin =
        new AccountAdmin(authenticator, activeModeration, propagation, recorder, accountLock);
    this.earlyRegistration =
        new EarlyRegistration(
            authenticator,
            names,
            activeModeration.serverAccess(),
            propagation,
            accountLock,
            blocking);
    this.ownCertificates = new OwnCertificates(authenticator, accountAdmin);
    this.ownAlwaysOn = new OwnAlwaysOn(authenticator, accountAdmin);
    this.operator =
        new Operator(
            new Operator.Context(
                settings,
                sessions,
                names,
                participants,
                rooms,
                authenticator,
                moderation,
                recorder,
                network,
                clock,
                metrics));
    this.roomCommands =
        new RoomCommands(
            settings,
            rooms,
            clock,
            new HistoryCommands(settings, rooms, blocking, metrics),
            reading,
            new ModeratorCommands(moderation, operator, names, activeModeration, blocking, clock));
    network.start(
        new PeerService(
            new PeerService.Context(
                settings,
                network,
                roster,
                sessions,
                names,
                participants,
                rooms,
                authenticator,
                activeModeration,
                enforcement,
                arrivals,
                departures,
                resumption,
                propagation,
                reading,
                metadata,
                scheduler,
                clock,
                metrics)));
    roster.onState(alwaysOn::save);
    resumption.restoreAbsent(participants);
    enforcement.enforceAll();
    // After a restart, empty rooms that are not persistent wait for their former members.
    scheduler.after(settings.resumeHold(), rooms::deleteEmpty);
  }

  /** Returns the settings of the core. */
  public ChatSettings settings() {
    return settings;
  }

  /** Returns the settings of accounts. */
  public AccountSettings accountSettings() {
    return authenticator.settings();
  }

  /** Opens a session for a new connection; closes the connection if its address is banned. */
  public Session connect(Endpoint endpoint) {
    Session session = new Session(endpoint, clock.instant(), participants);
    sessions.add(session);
    Disconnect closed = activeModeration.serverAccess().accessRefusal(endpoint);
    if (closed != null) {
      metrics.refused(Refusal.BANNED);
      endpoint.close(closed);
    }
    return session;
  }

  /** Executes a command of a session and returns the reply. */
  public Reply handle(Session session, Command command) {
    session.active(clock.millis());
    session.commandLock().lock();
    try {
      return counted(execute(session, command));
    } finally {
      session.commandLock().unlock();
    }
  }

  /**
   * Counts and returns a refusal by the protocol itself, of input that does not become a command.
   */
  public Reply.Refused refuse(Refusal refusal, String text) {
    metrics.refused(refusal);
    return new Reply.Refused(refusal, text);
  }

  private Reply counted(Reply reply) {
    if (reply instanceof Reply.Deferred(CompletableFuture<Reply> later)) {
      return new Reply.Deferred(
          later
              .exceptionally(failure -> Failures.refusal("A command", failure, metrics))
              .thenApply(this::counted));
    }
    if (reply instanceof Reply.Refused(Refusal refusal, String _)) {
      metrics.refused(refusal);
    }
    return reply;
  }

  private Reply execute(Session session, Command command) {
    if (command instanceof Command.Quit(String text)) {
      return new Reply.Goodbye(new Disconnect(Disconnect.Reason.QUIT, Text.remark(text)));
    }
    Nick nick = session.nick();
    if (nick == null || session.ended()) {
      return arrive(session, command);
    }
    Reply.Refused refused = scopeRefusal(session, command);
    if (refused != null) {
      return refused;
    }
    return switch (command) {
      case Command.Identify proof -> identify(session, proof);
      case Command.ChangePassword(Secret old, Secret password) ->
          passwordChange.change(session, nick, old, password);
      case Command.OfCertificates about -> ownCertificates.handle(session, nick, about);
      case Command.StayAlwaysOn stay -> ownAlwaysOn.handle(session, nick, stay);
      case Command.Register(Secret password) ->
          assume(session, authenticator.register(session, nick, password));
      case Command.EndOther(String name) -> endOther(session, name);
      case Arrive _, Command.Enter _, Command.RegisterAs _, Command.Resume _ ->
          new Reply.Refused(Refusal.ALREADY_DONE, "You are " + nick + " already.");
      case Rename(String wanted) -> arrivals.rename(session, wanted);
      case Command.Join join -> shownUnread(session, roomCommands.handle(session, nick, join));
      case Command.ForRoom about -> roomCommands.handle(session, nick, about);
      case Command.Search search -> roomCommands.search(session, search);
      case Command.ShowNewest(boolean topics) -> roomCommands.newest(session, topics);
      case Command.ListRooms _ -> roomCommands.list(session);
      case Command.ForMetadata about -> metadataCommands.handle(session, nick, about);
      case Command.Personal personal -> personalCommands.handle(session, nick, personal);
      case Command.Quit _ -> throw new AssertionError("answered above");
    };
  }

  /** Ends another session of the asker's account, and answers when its name is free. */
  private Reply endOther(Session session, String name) {
    Nick nick = Nick.parse(name);
    Session other = nick == null ? null : names.holder(nick);
    if (other == null) {
      return NickRegistry.noSuchNick(name);
    }
    Account own = session.account();
    Account theirs = other.account();
    if (other == session || own == null || theirs == null || !own.name().equals(theirs.name())) {
      return new Reply.Refused(
          Refusal.NOT_ALLOWED, nick + " is not another session of your account.");
    }
    departures.expel(other, Disconnect.of(Disconnect.Reason.TAKEN_OVER), Cause.COMMAND);
    return new Reply.Deferred(
        departures
            .whenGone(other)
            .thenApply(gone ->
                gone
                    ? Reply.Done.INSTANCE
                    : new Reply.Refused(
                        Refusal.SERVER_BUSY, nick + " is still there. Try again later.")));
  }

  /** Returns the refusal of a command for lack of a token's scope, or null if it is allowed. */
  private Reply.@Nullable Refused scopeRefusal(Session session, Command command) {
    return switch (command) {
      case Command.Say _,
          Command.Emote _,
          Command.Notify _,
          Command.Signal _,
          Command.SetTopic _,
          Command.Tell _,
          Command.TellMembers _,
          Command.Knock _,
          Command.SignalTo _,
          Command.Answer _ ->
          authenticator.scopeRefusal(session, TokenScope.MESSAGES_WRITE, "speaking");
      case Command.Redact _ ->
          authenticator.scopeRefusal(session, TokenScope.MESSAGES_WRITE, "removing lines");
      case Command.ShowSettings _ ->
          authenticator.scopeRefusal(session, TokenScope.ROOMS_READ, "reading settings");
      case Command.SetMetadata set when set.target().startsWith("#") ->
          authenticator.scopeRefusal(session, TokenScope.ROOMS_WRITE, "describing rooms");
      case Command.ClearMetadata clear when clear.target().startsWith("#") ->
          authenticator.scopeRefusal(session, TokenScope.ROOMS_WRITE, "describing rooms");
      case Command.SetMetadata _, Command.ClearMetadata _ ->
          authenticator.scopeRefusal(session, TokenScope.MESSAGES_WRITE, "describing yourself");
      case Command.ChangeSetting _, Command.ChangeSettings _ ->
          authenticator.scopeRefusal(session, TokenScope.ROOMS_WRITE, "changing settings");
      case Command.Moderate _ ->
          authenticator.scopeRefusal(session, TokenScope.BANS_WRITE, "keeping order");
      default -> null;
    };
  }

  /** Authenticates a session, before or after it has a name. */
  private Reply identify(Session session, Command.Identify command) {
    return switch (command) {
      case Command.Login(String name, Secret password) ->
          assume(session, authenticator.login(session, name, password));
      case Command.LoginByToken(Secret token) ->
          assume(session, CompletableFuture.completedFuture(authenticator.login(token)));
      case Command.Authenticate(String name, Secret password) ->
          apply(session, authenticator.login(session, name, password), arrivals::authenticate);
      case Command.AuthenticateByToken(Secret token) ->
          apply(
              session,
              CompletableFuture.completedFuture(authenticator.login(token)),
              arrivals::authenticate);
      case Command.LoginByCertificate _ ->
          assume(session, authenticator.loginByCertificate(session, ""));
      case Command.AuthenticateByCertificate(String name) ->
          apply(session, authenticator.loginByCertificate(session, name), arrivals::authenticate);
      case Command.AuthenticateByScram(ScramExchange exchange, String message)
          when exchange.next() == ScramExchange.Step.CONFIRMATION ->
          apply(
              session,
              CompletableFuture.completedFuture(LoginService.confirmed(exchange, message)),
              arrivals::authenticate);
      case Command.AuthenticateByScram(ScramExchange exchange, String message) ->
          authenticator.challenge(session, exchange, message);
    };
  }

  /** Applies a proved identity to a session, on the thread that writes to its connection. */
  private Reply assume(Session session, CompletableFuture<Outcome<Identity>> proof) {
    return apply(session, proof, arrivals::assume);
  }

  private Reply apply(
      Session session,
      CompletableFuture<Outcome<Identity>> proof,
      BiFunction<Session, Identity, Reply> how) {
    return new Reply.Deferred(
        proof
            .<Reply>thenApplyAsync(
                proved ->
                    switch (proved) {
                      case Outcome.Ok(Identity identity) -> apply(session, identity, how);
                      case Outcome.Refused(Reply.Refused refused) -> refused;
                    },
                session.endpoint()::execute)
            .thenCompose(Reply::settled));
  }

  private Reply apply(
      Session session, Identity identity, BiFunction<Session, Identity, Reply> how) {
    return session.ended()
        ? LoginService.wrongPassword()
        : how.apply(session, identity).then(reply -> afterLogin(session, reply));
  }

  private Reply afterLogin(Session session, Reply reply) {
    if (reply instanceof Reply.LoggedIn login && login.registered()) {
      network.announce(() -> new PeerMessage.NameReserved(login.login()));
      metadataCommands.keep(session);
    }
    if (reply instanceof Reply.LoggedIn
        || reply instanceof Reply.Authenticated
        || reply instanceof Reply.Resumed) {
      enforcement.loggedIn(session);
    }
    return shownUnread(session, reply);
  }

  /** Has the unread lines of the rooms in a reply counted and shown after it. */
  private Reply shownUnread(Session session, Reply reply) {
    reading.showUnread(session, reply);
    return reply;
  }

  /** Applies the rules that were imposed during the absence of a resumed session. */
  private Reply afterResume(Session session, Reply reply) {
    return reply.then(answer -> {
      Reply.Refused refused =
          answer instanceof Reply.Resumed ? enforcement.enforceOn(session) : null;
      return refused == null ? answer : refused;
    });
  }

  private Reply arrive(Session session, Command command) {
    return switch (command) {
      case Command.Identify proof -> identify(session, proof);
      case Command.Enter(String wanted) when !session.ended() ->
          afterResume(session, arrivals.enter(session, wanted));
      case Arrive(String wanted) when !session.ended() -> arrivals.arrive(session, wanted);
      case Command.RegisterAs(String name, Secret password) when !session.ended() ->
          apply(
              session, earlyRegistration.register(session, name, password), arrivals::authenticate);
      case Command.Introduce(Introduction introduction) -> {
        session.introduction(introduction);
        yield Reply.Done.INSTANCE;
      }
      case Command.Resume(String token) -> afterResume(session, resumption.resume(session, token));
      default -> new Reply.Refused(Refusal.NOT_ARRIVED, "Give your name first.");
    };
  }

  /**
   * Ends a session, removes it from its rooms and releases its name. A lost session that can be
   * resumed keeps them for {@link ChatSettings#resumeHold}. Only the first call has an effect.
   */
  public void disconnect(Session session, Disconnect why) {
    if (sessions.remove(session)) {
      metrics.disconnected(why.reason());
      departures.end(session, why);
    }
  }

  /**
   * Removes a connection from its session, as it is closed. With the last one, the session ends as
   * by {@link #disconnect(Session, Disconnect)}. Called once for each connection.
   */
  public void disconnect(Session session, Endpoint connection, Disconnect why) {
    metrics.disconnected(why.reason());
    sharedSessions.disconnect(session, connection, why);
  }

  /** Returns the moderation of the server. */
  public Moderation moderation() {
    return moderation;
  }

  /** Returns the operator interface; its changes are recorded as the admin's. */
  public Operator operator() {
    return operator;
  }

  /** Returns the administration of accounts and tokens; its changes are recorded as the admin's. */
  public AccountAdmin accountAdmin() {
    return accountAdmin;
  }

  /** Returns what reads and changes the metadata of people and rooms. */
  public MetadataEditor metadata() {
    return metadata;
  }

  /** Returns the number of sessions at this server that have a name. */
  public int populationHere() {
    return names.size() - sessions.remoteSize();
  }

  /** Returns the number of sessions that have a name, at all servers of the cluster. */
  public int population() {
    return names.size();
  }

  /** Returns the number of rooms. */
  public int roomCount() {
    return rooms.size();
  }

  /** Returns all connected sessions, in no order, including those without a name. */
  public Collection<Session> sessions() {
    return sessions.all();
  }

  /**
   * Returns the name that the room has now which had another of late, if a session may see it; null
   * for none.
   *
   * @param former the former name, as typed
   */
  public @Nullable RoomName renamedTo(Session session, String former) {
    return roomCommands.renamedTo(session, former);
  }

  /**
   * Sets what describes people for the masks of bans.
   *
   * @param describer returns {@code nick!user@host} of a session; called from any thread
   */
  public void describeBy(Function<Session, String> describer) {
    activeModeration.bans().describeBy(describer);
  }

  /** Adds a listener to names. */
  public void listen(NameListener listener) {
    names.listen(listener);
  }

  /** Returns the session that uses a name, connected or held for resumption, or null. */
  public @Nullable Session holder(Nick nick) {
    return names.holder(nick);
  }

  /** Returns the servers of the cluster that are alive; none if this server is alone. */
  public List<PeerNode> nodes() {
    return network.nodes();
  }

  /** Returns the sessions here, and the people at the other servers of the cluster, in no order. */
  public Stream<Session> everywhere() {
    return sessions.everywhere();
  }

  /** Returns the session of a connection, here or at another server, or null. */
  public @Nullable Session session(String id) {
    return sessions.find(id);
  }
}
