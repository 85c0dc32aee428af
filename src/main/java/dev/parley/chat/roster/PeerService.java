package dev.parley.chat.roster;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Identity;
import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Hub;
import dev.parley.chat.api.Participant;
import dev.parley.chat.api.Scheduler;
import dev.parley.chat.arrival.ArrivalService;
import dev.parley.chat.arrival.DepartureService;
import dev.parley.chat.arrival.Enforcement;
import dev.parley.chat.arrival.Resumption;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Requester;
import dev.parley.chat.command.ReadingCommands;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.IdentityPropagation;
import dev.parley.chat.operator.MetadataEditor;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.PeerListener;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.PersonState;
import dev.parley.chat.peer.RemoteEndpoint;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Participants;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionHandover;
import dev.parley.chat.session.SessionRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what the other servers of the cluster tell and ask for. A message that cannot be
 * carried out is reported and skipped.
 */
public final class PeerService implements PeerListener {

  /** The time after which the leader deletes a room that the last member has left elsewhere. */
  private static final Duration DESERTED = Duration.ofSeconds(2);

  /** The time between two registrations of what sessions were shown. */
  private static final Duration REGISTERED_EVERY = Duration.ofSeconds(2);

  /** Holds the parts of the core that this uses. */
  public record Context(
      ChatSettings settings,
      PeerNetwork network,
      RosterPublisher roster,
      SessionRegistry sessions,
      NickRegistry names,
      Participants participants,
      Rooms rooms,
      LoginService authenticator,
      ActiveModeration activeModeration,
      Enforcement enforcement,
      ArrivalService arrivals,
      DepartureService departures,
      Resumption resumption,
      IdentityPropagation propagation,
      ReadingCommands reading,
      MetadataEditor metadata,
      Scheduler scheduler,
      Clock clock,
      ChatMetrics metrics) {}

  private final Context context;
  private final PeerDirectory directory;

  /** The states that sessions were registered with the last time, by token. */
  private final Map<String, Handover> registered = new ConcurrentHashMap<>();

  public PeerService(Context context) {
    this.context = context;
    this.directory =
        new PeerDirectory(
            context.network(),
            context.sessions(),
            context.names(),
            context.participants(),
            context.rooms(),
            context.clock(),
            context.metrics(),
            context.resumption()::revoke,
            context.departures()::gone);
    context.roster().onRoom(directory::admitWaiting);
    context.resumption().adoptBy(this::adopt);
    if (!context.network().isAlone()) {
      context.roster().onState(context.resumption()::register);
      registerResumptions();
    }
  }

  /** Registers the sessions that can be resumed from time to time. */
  private void registerResumptions() {
    context
        .scheduler()
        .after(
            REGISTERED_EVERY,
            () -> {
              registerChanged();
              registerResumptions();
            });
  }

  private void registerChanged() {
    safely("Registering sessions to resume", () -> context.resumption().register(registered));
  }

  @Override
  public void registerAgain() {
    registered.clear();
    context.scheduler().after(Duration.ZERO, this::registerChanged);
  }

  /** Makes a session of one that another server gave up, in the rooms that it is in. */
  private @Nullable Session adopt(Handover handover) {
    Session session = directory.adopt(handover);
    context.resumption().restore(session, handover, context.participants());
    AccountProfile profile =
        handover.person().account() == null
            ? null
            : context.authenticator().accounts().find(handover.person().account().name());
    ApiToken token =
        handover.person().token() == null
            ? null
            : context.authenticator().tokens().named(handover.person().token());
    Identity identity = new Identity(profile, token, false);
    session.clearIdentity(context.clock().instant());
    if (profile != null || token != null) {
      session.identify(identity.account(), token, context.clock().instant());
    }
    return session;
  }

  @Override
  public CompletableFuture<@Nullable Handover> handOver(String token, String node) {
    return context
        .resumption()
        .handOver(token, (session, state) -> directory.handOver(session, node, state.person()));
  }

  private void safely(String task, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException fault) {
      context.metrics().failed(task, fault);
    }
  }

  @Override
  public void learned(String node, PeerMessage.Fact fact) {
    safely("Applying a fact of another server", () -> learn(node, fact));
  }

  private void learn(String node, PeerMessage.Fact fact) {
    switch (fact) {
      case PeerMessage.PersonChanged(PersonState person) -> directory.change(node, person);
      case PeerMessage.PersonJoined(String person, PersonState.Place place, Cause cause) ->
          directory.join(person, place, cause);
      case PeerMessage.PersonLeft left -> {
        directory.leave(left);
        if (context.network().isLeader()) {
          context.scheduler().after(DESERTED, context.rooms()::deleteEmpty);
        }
      }
      case PeerMessage.RoleGranted granted -> directory.grant(granted);
      case PeerMessage.SignalMade made -> directory.show(made);
      case PeerMessage.PersonGone(String person) -> directory.remove(person);
      case PeerMessage.AnnouncementMade made ->
          Hub.deliver(
              new Event.Announced(made.at(), made.text()),
              Audience.of(context.names().everyone()),
              context.metrics());
      case PeerMessage.LinesRead read -> context.reading().learn(read);
    }
  }

  @Override
  public void asked(String node, PeerMessage.Request request) {
    safely(
        "Carrying out a request of another server",
        () -> {
          Session session = context.participants().find(request.person());
          if (session != null && !session.isRemote()) {
            carryOut(session, request);
          }
        });
  }

  private void carryOut(Session session, PeerMessage.Request request) {
    switch (request) {
      case PeerMessage.ShowMessage message -> show(session, message);
      case PeerMessage.ShowInvitation(_, String sender, RoomName name, Nick from) -> {
        Session inviter = context.participants().find(sender);
        Room room = context.rooms().known(name);
        if (inviter != null && room != null) {
          session.invited(room.name(), room.epoch());
          showAlone(session, new Event.Invited(room.name(), from, inviter, session));
        }
      }
      case PeerMessage.ShowSignal wanted -> {
        Session sender = context.participants().find(wanted.sender());
        if (sender != null) {
          showAlone(
              session,
              new Event.Signalled(
                  null, null, wanted.at(), wanted.from(), wanted.to(), wanted.signal(), sender));
        }
      }
      case PeerMessage.ShowNotice notice ->
          session.endpoint().deliver(new Event.Noticed(notice.at(), notice.text(), session));
      case PeerMessage.EndSession(_, Disconnect why, Cause cause) ->
          context.departures().expel(session, why, cause);
      case PeerMessage.GrantRole wanted -> {
        Session asker = context.participants().find(wanted.asker());
        Room room = context.rooms().ofEpoch(wanted.epoch());
        if (asker != null && room != null) {
          room.grant(asker, wanted.by(), session, wanted.role(), wanted.granted());
        }
      }
      case PeerMessage.RemoveMember wanted -> {
        Room room = context.rooms().ofEpoch(wanted.epoch());
        if (room != null) {
          context
              .enforcement()
              .remove(wanted.by(), wanted.cause(), room, session, wanted.reason(), wanted.ban());
        }
      }
    }
  }

  private void show(Session session, PeerMessage.ShowMessage wanted) {
    Session sender = context.participants().find(wanted.sender());
    if (sender == null) {
      return; // Left meanwhile, and so cannot be ignored or answered.
    }
    Event.PrivateMessage message = wanted.by(sender);
    if (message.concerns(session)) {
      session.correspondent(sender.participant());
      if (session.ended()) {
        var _ = session.keep(message);
      } else {
        session.endpoint().deliver(message);
      }
    }
  }

  private static void showAlone(Session session, Event event) {
    if (event.concerns(session) && session.endpoint().shows(event)) {
      session.endpoint().deliver(event);
    }
  }

  @Override
  public void changed(PeerMessage.Change change) {
    safely("Applying a change of another server", () -> apply(change));
  }

  private void apply(PeerMessage.Change change) {
    switch (change) {
      case PeerMessage.BanImposed(
              Ban stored,
              String meant,
              boolean stays,
              String by,
              String asker) -> {
        Ban ban = current(stored);
        Session target = context.participants().find(meant);
        Participant person = target == null ? null : target.participant();
        context.activeModeration().learnBan(ban);
        context.enforcement().enforce(ban, person, !stays, requester(by, asker));
      }
      case PeerMessage.BanLifted(Ban ban, String by, String asker) -> {
        context.activeModeration().learnLifting(ban);
        context.enforcement().publishMute(current(ban), true, requester(by, asker));
      }
      case PeerMessage.RoleGiven given -> learnRole(given);
      case PeerMessage.LockdownChanged(var lockdown) -> {
        context.activeModeration().learnLockdown(lockdown);
        context.enforcement().enforceLockdown();
      }
      case PeerMessage.RoomMetadataSet set ->
          context.metadata().learn(set, requester(set.by(), set.asker()));
      case PeerMessage.AccountMetadataSet set ->
          context
              .metadata()
              .learn(
                  set,
                  context.authenticator().accounts().get(set.account()),
                  requester("", set.asker()));
      case PeerMessage.IdentityChange identity -> learnIdentity(identity);
    }
  }

  private Requester requester(String by, @Nullable String asker) {
    return new Requester(Actor.admin(""), by, context.participants().find(asker));
  }

  /** Returns a ban in its room by the name that the room has here. */
  private Ban current(Ban ban) {
    Room room = ban.room() == null ? null : context.rooms().known(ban.room());
    return room == null ? ban : ban.in(room.name());
  }

  private void learnRole(PeerMessage.RoleGiven given) {
    Room room = context.rooms().known(given.room());
    RoomName name = room == null ? given.room() : room.name();
    Role before = context.activeModeration().roles().of(name, given.account());
    boolean changes = context.activeModeration().learnRole(name, given.account(), given.role());
    if (changes && given.shown() && room != null) {
      room.publish(shown ->
          new Event.RoleChanged(
              shown,
              room.epoch(),
              given.account(),
              context.activeModeration().roles().of(room.name(), given.account()),
              before));
    }
  }

  private void learnIdentity(PeerMessage.IdentityChange change) {
    String password =
        change instanceof PeerMessage.PasswordChanged changed ? changed.account().id() : null;
    context.authenticator().accounts().refresh(password);
    context.authenticator().tokens().refresh();
    switch (change) {
      case PeerMessage.AccountChanged(var before, var now) when !now.name().equals(before.name()) ->
          context.activeModeration().learnRename(before.name(), now.name());
      case PeerMessage.AccountDeleted(var account) ->
          context.activeModeration().learnDeletion(account.name());
      default -> {}
    }
    context.propagation().learn(change);
  }

  @Override
  public void missedChanges() {
    safely(
        "Reading what other servers changed",
        () -> {
          context.authenticator().accounts().refresh(null);
          context.authenticator().tokens().refresh();
          context.activeModeration().reload();
          context.metadata().reload();
          context.propagation().reviewAll();
          context.enforcement().enforceAll();
        });
  }

  @Override
  public void synchronised(String node, List<PersonState> people) {
    safely("Learning who is at another server", () -> directory.synchronise(node, people));
  }

  /**
   * Removes the people of a dead server from their rooms. Their names are kept for the time within
   * which they may come back.
   */
  @Override
  public void died(String node) {
    safely(
        "Removing the people of another server",
        () -> {
          List<Session> gone = directory.at(node);
          for (Session session : gone) {
            Objects.requireNonNull(session.remote()).orphaned();
            directory.drop(session, Disconnect.Reason.CONNECTION_LOST.noun());
          }
          context.scheduler().after(context.settings().resumeHold(), () -> forget(node, gone));
        });
  }

  private void forget(String node, List<Session> gone) {
    for (Session session : gone) {
      RemoteEndpoint remote = Objects.requireNonNull(session.remote());
      if (remote.isOrphaned() && remote.node().equals(node)) {
        directory.remove(session.participant().id());
      }
    }
    if (context.network().isLeader()) {
      context.rooms().deleteEmpty();
    }
  }

  @Override
  public void isolated() {
    Disconnect moved = Disconnect.of(Disconnect.Reason.MOVED);
    context.sessions().all().forEach(session -> session.endpoint().close(moved));
  }

  @Override
  public void lostName(Nick nick, String person) {
    safely(
        "Changing a name that another has",
        () -> {
          Session session = context.participants().find(person);
          if (session != null && !session.isRemote()) {
            context.arrivals().loseName(session, nick);
          }
        });
  }

  @Override
  public List<PersonState> people() {
    return context.names().everyone().stream()
        .filter(session -> !session.isRemote() && session.nick() != null)
        .map(session ->
            SessionHandover.person(
                session,
                context.rooms().of(session).stream().map(room -> room.placeOf(session)).toList()))
        .toList();
  }
}
