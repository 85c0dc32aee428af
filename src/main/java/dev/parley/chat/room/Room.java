package dev.parley.chat.room;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Hub;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.PostedLine;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.api.RoomWatch;
import dev.parley.chat.api.Scheduler;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.metadata.ActiveMetadata;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.peer.PersonState;
import dev.parley.chat.peer.RemoteEndpoint;
import dev.parley.chat.session.Membership;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Represents one room: its members, its settings and the order of its events. The room's lock
 * guards memberships and the queue of events; no other work is done with it held.
 */
public final class Room {

  /**
   * Holds the objects that all rooms share.
   *
   * @param names tells who has a name, and those who watch it of changes
   */
  public record Context(
      ChatSettings settings,
      RoomLog log,
      Clock clock,
      ChatMetrics metrics,
      Scheduler scheduler,
      ActiveModeration activeModeration,
      ActiveMetadata metadata,
      RoomObserver observer,
      NickRegistry names) {}

  private final ReentrantLock lock = new ReentrantLock();

  /** Serializes changes of the settings; never taken with the room's lock held. */
  private final ReentrantLock changeLock = new ReentrantLock();

  private final RoomIdentity identity;
  private final Context context;
  private final Instant createdAt;
  private final RoomFeed feed;
  private final PresenceSummary presence;
  private final RoomAccess access;
  private final RoomHistory history;
  private final Map<Session, Membership> members = new LinkedHashMap<>();
  private final Set<Session> watchers = new LinkedHashSet<>();
  private @Nullable List<Audience> audiences;
  private RoomSettings settings;
  private String topic;
  private @Nullable LogEntry topicLine;
  private boolean closed;
  private volatile Instant renamedAt = Instant.MIN;

  Room(SavedRoom saved, Context context) {
    this.settings = saved.settings();
    this.topic = saved.topic();
    this.context = context;
    this.createdAt = saved.createdAt();
    this.presence = new PresenceSummary(context, this::summarize);
    this.feed = new RoomFeed(saved.name(), context, lock, this::author, this::show);
    this.identity = feed.room();
    this.access = new RoomAccess(identity, this::whileOpen, context);
    this.history = new RoomHistory(identity, context.log());
  }

  /** Returns the current name. */
  public RoomName name() {
    return identity.name();
  }

  /** Returns the epoch of the room's log, unique among all rooms. */
  public String epoch() {
    return identity.epoch();
  }

  /** Returns the identity, which stays when the room is renamed. */
  public RoomIdentity identity() {
    return identity;
  }

  /** Returns the lines of the room's log. */
  public RoomHistory history() {
    return history;
  }

  /**
   * Adds a session to the room.
   *
   * @return {@link dev.parley.chat.api.Reply.Entered}, a refusal, or null if the room has closed
   *     meanwhile
   */
  @Nullable
  public Reply join(Session session, Nick nick, @Nullable String key) {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      if (members.containsKey(session)) {
        return entered(session, nick, true);
      }
      Reply.Refused refused = access.joinRefusal(session, key, settings, members.size());
      if (refused != null) {
        return refused;
      }
      Membership membership = new Membership(identity, feed.lastShown());
      membership.invited(session.isInvited(epoch()));
      access.recall(session, nick, membership);
      admit(session, nick, membership, Cause.COMMAND);
      return entered(session, nick, false);
    } finally {
      lock.unlock();
    }
  }

  private void admit(Session session, Nick nick, Membership membership, Cause cause) {
    access.adopt(session, settings);
    members.put(session, membership);
    audiences = null;
    session.entered(membership);
    access.entered(session);
    context.observer().joined(this, session, cause);
    boolean counted = presence.joined(members.size());
    membership.appeared(!counted);
    if (!counted) {
      int size = members.size();
      feed.publish(
          name -> new Event.MemberJoined(name, epoch(), nick, size, session, false, cause));
    }
  }

  private Reply.Entered entered(Session session, Nick nick, boolean before) {
    List<Nick> others =
        members.keySet().stream()
            .filter(other -> other != session)
            .map(Session::nick)
            .limit(Reply.Entered.NAMES_GIVEN)
            .toList();
    return new Reply.Entered(
        info(), nick, others, before, feed.lastShown(), before ? List.of() : recent(session));
  }

  /** Returns the last lines that were shown, without those that are logged and not yet shown. */
  private List<LogEntry> recent(Session session) {
    RoomLog.Query query =
        RoomLog.Query.newest(context.settings().historyOnJoin())
            .within(context.settings().limits().replayPiece());
    return query.cut(
        history.recent(query.limit()).stream()
            .filter(entry -> entry.offset() <= feed.lastShown() && session.sees(entry))
            .toList());
  }

  /** Adds a session without checks and without a reply, as its room was deleted, or elsewhere. */
  void admitUnchecked(Session session, Nick nick, Cause cause) {
    lock.lock();
    try {
      if (!session.ended() && !members.containsKey(session)) {
        admit(session, nick, new Membership(identity, feed.lastShown()), cause);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows the room's events to a further connection of a member from now on.
   *
   * @return the reply as to one who has joined, or null if the session is no member
   */
  public Reply.@Nullable Entered connected(Session session, Nick nick) {
    lock.lock();
    try {
      if (!members.containsKey(session)) {
        return null;
      }
      audiences = null;
      return entered(session, nick, false);
    } finally {
      lock.unlock();
    }
  }

  /** Shows the room's events no more to a connection of a member that is closed. */
  public void disconnected(Session session) {
    lock.lock();
    try {
      if (members.containsKey(session)) {
        audiences = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Transfers the membership of one session to another, without an event.
   *
   * @return the offset at which the new member's live lines begin, as in {@link #join}; null if
   *     there is no such membership
   */
  public Reply.@Nullable Entered handOver(Session from, Session to, Nick nick) {
    lock.lock();
    try {
      Membership membership = closed ? null : members.remove(from);
      if (membership == null) {
        return null;
      }
      from.left(membership);
      members.put(to, membership);
      audiences = null;
      to.entered(membership);
      access.handOver(from, to);
      return entered(to, nick, true);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Restores the membership that a session lost by its end, checking only bans, unless it was
   * invited or may stay under the ban; returns null if the room is closed.
   */
  public Reply.@Nullable Entered readmit(Session session, Nick nick, Membership membership) {
    lock.lock();
    try {
      if (closed || access.removing(session, membership) != null) {
        return null;
      }
      if (!members.containsKey(session)) {
        admit(session, nick, membership, Cause.COMMAND);
      }
      return entered(session, nick, true);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the offset of the newest line that members have been shown. */
  public long lastShown() {
    lock.lock();
    try {
      return feed.lastShown();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the room is deleted. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a session; returns whether it was a member. */
  boolean leave(Session session, Nick nick, Departure how, String by, String detail, Cause cause) {
    lock.lock();
    try {
      Membership membership = members.remove(session);
      if (membership == null) {
        return false;
      }
      // The farewell text of a muted session is not shown.
      boolean mute =
          (how == Departure.QUIT || how == Departure.LEFT)
              && !detail.isEmpty()
              && access.speakRefusal(session, membership, settings) != null;
      access.remember(session, nick, membership, settings.slowModeSeconds());
      audiences = null;
      session.left(membership);
      access.left(session);
      String shown = mute ? "" : detail;
      context.observer().left(this, session, how, by, shown, cause);
      // A forced departure is always shown by itself, and so not counted in the summary.
      boolean counted = !how.isForced() && presence.left(members.size(), membership.hasAppeared());
      if (!counted || membership.hasAppeared()) {
        int size = members.size();
        feed.publish(name ->
            new Event.MemberLeft(
                name, epoch(), nick, size, how, by, shown, session, counted, cause));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the room if it is empty and not persistent; returns whether it did. */
  boolean closeIfEmpty() {
    lock.lock();
    try {
      boolean deserted =
          members.isEmpty() && !settings.persistent() && !name().equals(RoomName.LOBBY);
      if (deserted && !closed) {
        close(Cause.SERVER);
      }
      return deserted;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the room, notifies its members, and returns them. */
  List<Session> close(Cause cause) {
    lock.lock();
    try {
      List<Session> last = List.copyOf(members.keySet());
      closed = true;
      audiences = audiences(); // Fixed from now on: pending lines are still shown to these members.
      feed.publish(name -> new Event.RoomDeleted(name, epoch(), cause));
      members.forEach(Session::left);
      members.clear();
      watchers.clear();
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** The people of a room that is replaced by one with a new epoch. */
  private record People(Map<Session, Membership> members, Set<Session> watchers) {}

  /**
   * Goes on in another room, as the log has a new epoch: the members are in it, and are told.
   *
   * @param replace puts the other room in the place of this one, for those who look it up
   * @return the other room
   */
  Room renew(SavedRoom saved, Consumer<Room> replace) {
    Room next = new Room(saved, context);
    next.lock.lock(); // Who finds it before its members are in it waits.
    try {
      replace.accept(next);
      next.take(retire(), this);
    } finally {
      next.lock.unlock();
    }
    return next;
  }

  /** Closes the room without a word. */
  private People retire() {
    lock.lock();
    try {
      People people = new People(new LinkedHashMap<>(members), Set.copyOf(watchers));
      closed = true;
      audiences = List.of();
      members.forEach(Session::left);
      members.clear();
      watchers.clear();
      return people;
    } finally {
      lock.unlock();
    }
  }

  private void take(People people, Room before) {
    lock.lock();
    try {
      access.takeOver(before.access);
      topicLine = before.topicLine;
      long base = feed.lastShown();
      people.members.forEach((session, old) -> {
        Membership membership = old.in(identity, base);
        members.put(session, membership);
        session.renewed(old, membership);
        context.observer().joined(this, session, Cause.SERVER);
      });
      watchers.addAll(people.watchers);
      feed.publish(name -> new Event.LogRenewed(name, epoch(), before.epoch(), base));
      watchers.clear(); // Each of them reads one epoch.
      audiences = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows the room's events from now on to a session that is not a member; refuses if the room has
   * been closed meanwhile.
   */
  public Outcome<RoomWatch> watch(Session watcher) {
    lock.lock();
    try {
      if (closed) {
        return new Outcome.Refused<>(Rooms.noSuchRoom(name().value()));
      }
      watchers.add(watcher);
      audiences = null;
      return new Outcome.Ok<>(new RoomWatch(info(), feed.lastShown(), () -> unwatch(watcher)));
    } finally {
      lock.unlock();
    }
  }

  private void unwatch(Session watcher) {
    lock.lock();
    try {
      if (watchers.remove(watcher)) {
        audiences = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends a line of a member to the log and shows it to all; returns the reply to the member.
   *
   * @param ref the member's reference for the line, null for none
   */
  public Reply say(
      Session session, LogEntry.Kind kind, String from, String text, @Nullable String ref) {
    lock.lock();
    try {
      Membership member = members.get(session);
      if (member == null && (!settings.external() || kind == LogEntry.Kind.TOPIC)) {
        return notAMember();
      }
      Reply.Refused refused =
          member == null
              ? access.externalRefusal(session, from, feed.lastShown(), settings)
              : access.speakRefusal(session, member, settings);
      if (refused != null) {
        return refused;
      }
      if (kind == LogEntry.Kind.TOPIC
          && settings.topicLocked()
          && !access.of(session).isAtLeast(Role.MODERATOR)) {
        return new Reply.Refused(
            Refusal.NOT_ALLOWED, "Only moderators of " + name() + " change its topic.");
      }
      context.metrics().posted(session.endpoint().listener());
      return reply(post(kind, from, text, session, ref, null));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the refusal of a session that is not a member. */
  public Reply.Refused notAMember() {
    return new Reply.Refused(
        Refusal.NOT_A_MEMBER, "You are not in " + name() + ". /join " + name() + " to come in.");
  }

  /**
   * Grants a member a role for as long as it stays, or revokes it, and shows that to all; has its
   * own server do so if that is another one.
   *
   * @param by the name of the moderator
   */
  public void grant(Session asker, Nick by, Session member, Role role, boolean give) {
    RemoteEndpoint remote = member.remote();
    if (remote == null) {
      learnGrant(asker, by, member, role, give);
    } else {
      remote.grant(name(), epoch(), role, give, by, asker.participant().id());
    }
  }

  /** Grants a member a role or revokes it, as its own server did, and shows that. */
  public void learnGrant(Session asker, Nick by, Session member, Role role, boolean give) {
    lock.lock();
    try {
      Nick nick = member.nick();
      if (nick != null && members.containsKey(member) && access.grant(member, role, give)) {
        context.observer().granted(this, member, role, give, by, asker);
        Role now = access.of(member);
        feed.publish(name ->
            new Event.MemberRoleChanged(name, epoch(), nick, role, give, now, by, asker, member));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Describes the membership of a session for the other servers of a cluster. */
  public PersonState.Place placeOf(Session member) {
    return new PersonState.Place(
        name(), epoch(), access.isFounder(member), access.grantedTo(member));
  }

  /** Returns the other members with a role, or a higher one, if a member may speak to them. */
  public Outcome<List<Session>> addressed(Session session, Role least) {
    lock.lock();
    try {
      Membership member = members.get(session);
      Reply.Refused refused =
          member == null ? notAMember() : access.speakRefusal(session, member, settings);
      return refused != null
          ? new Outcome.Refused<>(refused)
          : new Outcome.Ok<>(othersWith(least, session));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the moderators, if a session that is no member is kept out by the settings. */
  public Outcome<List<Session>> knocked(Session session) {
    lock.lock();
    try {
      if (members.containsKey(session)) {
        return Outcome.refused(Refusal.ALREADY_DONE, "You are in " + name() + " already.");
      }
      Reply.Refused refused = access.joinRefusal(session, null, settings, members.size());
      if (refused == null) {
        return Outcome.refused(Refusal.ALREADY_DONE, name() + " is open: /join " + name() + ".");
      }
      Reply.Refused silenced =
          refused.refusal() == Refusal.BANNED ? refused : access.muteRefusal(session);
      return silenced == null
          ? new Outcome.Ok<>(othersWith(Role.MODERATOR, session))
          : new Outcome.Refused<>(silenced);
    } finally {
      lock.unlock();
    }
  }

  private List<Session> othersWith(Role least, Session session) {
    return members.keySet().stream()
        .filter(other -> other != session && access.of(other).isAtLeast(least))
        .toList();
  }

  /** Shows something of a member that is not a line to all, if it may speak. */
  public Reply signal(Session session, Nick from, String signal) {
    lock.lock();
    try {
      Membership member = members.get(session);
      if (member == null) {
        return notAMember();
      }
      Reply.Refused refused = access.signalRefusal(session, member, settings);
      if (refused == null) {
        show(session, context.clock().instant(), from, signal);
      }
      return refused == null ? Reply.Done.INSTANCE : refused;
    } finally {
      lock.unlock();
    }
  }

  private void show(Session session, Instant at, Nick from, String signal) {
    context.observer().signalled(this, session, at, from, signal);
    feed.publish(name -> new Event.Signalled(name, epoch(), at, from, null, signal, session));
  }

  /** Shows something that is not a line, and that a member at another server has shown there. */
  public void learnSignal(Session remote, Instant at, Nick from, String signal) {
    lock.lock();
    try {
      if (members.containsKey(remote)) {
        show(remote, at, from, signal);
      }
    } finally {
      lock.unlock();
    }
  }

  private static Reply reply(CompletableFuture<Outcome<PostedLine>> posted) {
    CompletableFuture<Reply> reply =
        posted.thenApply(outcome -> outcome.toReply(Reply.PostedAt::new));
    return reply.isDone() ? reply.join() : new Reply.Deferred(reply);
  }

  /**
   * Appends a line from outside the room to the log and shows it to all members. The future is
   * completed with the line or a refusal, never exceptionally.
   */
  public CompletableFuture<Outcome<PostedLine>> post(LogEntry.Kind kind, String from, String text) {
    return post(kind, from, text, null, null, null);
  }

  /**
   * Appends a message from outside the room to the log and shows it to all members. The future is
   * completed with the line or a refusal, never exceptionally.
   *
   * @param key the idempotency key stored with it, null for none
   */
  public CompletableFuture<Outcome<PostedLine>> post(
      String from, String text, @Nullable PostKey key) {
    return post(LogEntry.Kind.MESSAGE, from, text, null, null, key);
  }

  private CompletableFuture<Outcome<PostedLine>> post(
      LogEntry.Kind kind,
      String from,
      String text,
      @Nullable Session sender,
      @Nullable String ref,
      @Nullable PostKey key) {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.completedFuture(
            new Outcome.Refused<>(Rooms.noSuchRoom(name().value())));
      }
      Draft draft = new Draft(context.clock().instant(), kind, from, text, key, ref);
      return feed.post(draft, keep(), sender);
    } finally {
      lock.unlock();
    }
  }

  private RetentionPolicy keep() {
    RetentionPolicy own = settings.retention();
    return own == null ? context.settings().retention() : own;
  }

  /**
   * Clears the topic if it equals a text, as a line of the room; returns null if it does not.
   *
   * @param by the name shown as the author of the change
   */
  public @Nullable CompletableFuture<Outcome<PostedLine>> clearTopic(String text, String by) {
    lock.lock();
    try {
      return text.isEmpty() || !topic.equals(text) ? null : post(LogEntry.Kind.TOPIC, by, "");
    } finally {
      lock.unlock();
    }
  }

  /** Shows an event to the members. Called by the feed, with the room's lock held, in order. */
  private void show(Event event) {
    if (event instanceof Event.Posted posted && posted.entry().kind() == LogEntry.Kind.TOPIC) {
      topic = posted.entry().text();
      topicLine = posted.entry();
    }
    showAppearance(event);
    Hub.deliver(event, audiences(), context.metrics());
  }

  /** Shows that a member has joined whose arrival was only counted, before what it does. */
  private void showAppearance(Event event) {
    boolean shown =
        event instanceof Event.Posted
            || event instanceof Event.Signalled
            || event instanceof Event.MemberRoleChanged;
    if (!shown || !(event.subject() instanceof Session member)) {
      return;
    }
    Membership membership = members.get(member);
    Nick nick = member.nick();
    if (membership != null && nick != null && !membership.hasAppeared()) {
      membership.appeared(true);
      Hub.deliver(
          new Event.MemberJoined(
              name(), epoch(), nick, members.size(), member, true, event.cause()),
          audiences(),
          context.metrics());
    }
  }

  /** Returns the member at another server of the cluster that a line of it is by, or null. */
  private @Nullable Session author(LogEntry line) {
    Nick nick = Nick.parse(line.from());
    Session holder = nick == null ? null : context.names().holder(nick);
    return holder != null && holder.isRemote() && members.containsKey(holder) ? holder : null;
  }

  private List<Audience> audiences() {
    List<Audience> known = audiences;
    if (known == null) {
      known = Audience.of(Stream.concat(members.keySet().stream(), watchers.stream()).toList());
      audiences = known;
    }
    return known;
  }

  /** Remembers a line from before the start, if it set the topic. */
  void recallTopic(@Nullable LogEntry line) {
    lock.lock();
    try {
      if (line != null && line.text().equals(topic)) {
        topicLine = line;
      }
    } finally {
      lock.unlock();
    }
  }

  private void summarize() {
    lock.lock();
    try {
      Function<RoomName, Event> sum = presence.take(epoch(), members.size());
      if (sum != null && !closed) {
        feed.publish(sum);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs a change that depends on the current settings, after those before it, so that two
   * concurrent ones of different settings both persist. May block.
   */
  public <T> T inTurn(Supplier<T> change) {
    changeLock.lock();
    try {
      return change.get();
    } finally {
      changeLock.unlock();
    }
  }

  /**
   * Changes the settings, once they are saved; existing members and lines stay. The future is
   * completed with the room or a refusal.
   *
   * @param by the name shown as the one who did it, empty for an operator
   */
  public CompletableFuture<Outcome<RoomInfo>> change(RoomSettings changed, String by, Cause cause) {
    CompletableFuture<Outcome<RoomInfo>> outcome = new CompletableFuture<>();
    lock.lock();
    try {
      SavedRoom room = new SavedRoom(name(), topic, changed, createdAt);
      context.log().save(room, problem -> outcome.complete(changed(changed, problem, by, cause)));
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  private Outcome<RoomInfo> changed(
      RoomSettings now, @Nullable String problem, String by, Cause cause) {
    if (problem != null) {
      return Outcome.refused(Refusal.LOG_UNAVAILABLE, problem);
    }
    lock.lock();
    try {
      learn(now, by, cause);
      return new Outcome.Ok<>(info());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Applies a name that is stored, and shows it to the members; returns false if the room is
   * closed.
   *
   * @param move moves what is found by the name in memory to the new one
   */
  boolean renamed(RoomName to, RoomRenaming.By by, Runnable move) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      RoomName from = name();
      renamedAt = context.clock().instant();
      identity.rename(to);
      move.run();
      feed.renamed(
          new Event.RoomRenamed(
              from, epoch(), to, by.shown(), by.reason(), by.asker(), by.cause()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the room has had a name since it was made here. From any thread. */
  boolean isFromTheStart(RoomName now) {
    return name().equals(now) && renamedAt.equals(Instant.MIN);
  }

  /** Returns the time of the last change of the name since the start; long ago for none. */
  Instant renamedAt() {
    return renamedAt;
  }

  /**
   * Applies settings that are saved, and shows them to the members if they are others.
   *
   * @param by the name shown as the one who changed them, empty for an operator
   */
  void learn(RoomSettings now, String by, Cause cause) {
    lock.lock();
    try {
      if (!closed && !now.equals(settings)) {
        RoomSettings before = settings;
        feed.publish(name -> new Event.SettingsChanged(name, epoch(), now, before, by, cause));
      }
      settings = now;
    } finally {
      lock.unlock();
    }
  }

  public boolean contains(Session session) {
    lock.lock();
    try {
      return members.containsKey(session);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the room is hidden from a session. */
  public boolean isHiddenFrom(Session session) {
    lock.lock();
    try {
      return settings.secret() && !members.containsKey(session);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Describes the members that have a name.
   *
   * @param addresses whether to include their addresses
   */
  public List<MemberInfo> members(boolean addresses) {
    List<MemberInfo> infos = new ArrayList<>();
    for (Map.Entry<Session, Membership> place : memberships().entrySet()) {
      Session member = place.getKey();
      Nick nick = member.nick();
      if (nick != null) {
        infos.add(
            new MemberInfo(
                nick,
                member.away(),
                access().of(member),
                access().allOf(member),
                place.getValue().hasAppeared(),
                addresses ? member.endpoint().remoteAddress() : null,
                member.id()));
      }
    }
    return infos;
  }

  private Map<Session, Membership> memberships() {
    lock.lock();
    try {
      return new LinkedHashMap<>(members);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows an event to all members, after all earlier events.
   *
   * @param event returns the event of the room by the name that it has when the event is shown
   */
  public void publish(Function<RoomName, Event> event) {
    lock.lock();
    try {
      if (!closed) {
        feed.publish(event);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs a task that does not block if the room is open; returns whether it is. */
  public boolean whileOpen(Runnable task) {
    lock.lock();
    try {
      if (!closed) {
        task.run();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the rules for entering and speaking. */
  public RoomAccess access() {
    return access;
  }

  /** Returns the members in the order of arrival. */
  public List<Session> members() {
    lock.lock();
    try {
      return new ArrayList<>(members.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the current state of the room. */
  public RoomInfo info() {
    lock.lock();
    try {
      RoomLog.Position position = history.position();
      long last = feed.lastShown();
      return new RoomInfo(
          name(),
          topic,
          settings,
          members.size(),
          position == null ? new RoomLog.Position(epoch(), last + 1, last) : position,
          createdAt,
          topicLine);
    } finally {
      lock.unlock();
    }
  }
}
