package dev.parley.chat.room;

import dev.parley.chat.access.ModerationState;
import dev.parley.chat.api.Audience;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Hub;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.api.Scheduler;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.Retention;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Membership;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Represents one room: its members, its settings and the one order of its events. Whoever holds the
 * room's lock changes membership and enqueues, nothing else.
 */
public final class Room {

  /** Holds what all rooms share. */
  public record Context(
      ChatSettings settings,
      RoomLog log,
      Clock clock,
      ChatMetrics monitor,
      Scheduler alarm,
      ModerationState rules) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final RoomName name;
  private final String epoch;
  private final Context context;
  private final Instant createdAt;
  private final RoomFeed feed;
  private final PresenceSummary presence;
  private final RoomAccess access;
  private final Map<Session, Membership> members = new LinkedHashMap<>();
  private final Set<Session> watchers = new LinkedHashSet<>();
  private @Nullable List<Audience> audiences;
  private RoomSettings settings;
  private String topic;
  private boolean closed;

  Room(SavedRoom saved, Context context) {
    this.name = saved.name();
    this.settings = saved.settings();
    this.topic = saved.topic();
    this.context = context;
    this.createdAt = saved.createdAt();
    this.presence = new PresenceSummary(context, this::summarize);
    RoomLog.Position position = context.log().open(name);
    this.epoch = position.epoch();
    this.access = new RoomAccess(name, epoch, this::whileOpen, context);
    this.feed = new RoomFeed(name, context, lock, position.last(), this::show);
  }

  public RoomName name() {
    return name;
  }

  /** Returns the epoch of the room's log, which no other room of the name shares. */
  public String epoch() {
    return epoch;
  }

  /**
   * Lets a session in.
   *
   * @return {@link dev.parley.chat.api.Reply.Entered}, a refusal, or null where the room has closed
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
      Membership place = new Membership(name, epoch, feed.lastShown());
      access.recall(session, nick, place);
      admit(session, nick, place);
      return entered(session, nick, false);
    } finally {
      lock.unlock();
    }
  }

  private void admit(Session session, Nick nick, Membership place) {
    members.put(session, place);
    audiences = null;
    session.entered(place);
    access.entered(session);
    if (!presence.joined(members.size())) {
      feed.publish(new Event.MemberJoined(name, epoch, nick, members.size(), session));
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

  /**
   * Returns the last lines that were shown: those that are logged but not shown yet are still to
   * come.
   */
  private List<LogEntry> recent(Session session) {
    RoomLog.Query query =
        RoomLog.Query.newest(context.settings().historyOnJoin())
            .within(context.settings().limits().replayPiece());
    return query.cut(
        context.log().recent(name, query.limit()).stream()
            .filter(entry -> entry.offset() <= feed.lastShown() && session.sees(entry))
            .toList());
  }

  /** Lets a session in without a check or an answer: its room was deleted under it. */
  void shelter(Session session, Nick nick) {
    lock.lock();
    try {
      if (!session.ended() && !members.containsKey(session)) {
        admit(session, nick, new Membership(name, epoch, feed.lastShown()));
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the place of one session to another, unseen by the others.
   *
   * @return where the new member's live lines begin, as {@link #join} does; null where there is no
   *     such place (any more)
   */
  public Reply.@Nullable Entered handOver(Session from, Session to, Nick nick) {
    lock.lock();
    try {
      Membership place = closed ? null : members.remove(from);
      if (place == null) {
        return null;
      }
      from.left(place);
      members.put(to, place);
      audiences = null;
      to.entered(place);
      access.handOver(from, to);
      return entered(to, nick, true);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets a session back in to the place that it left by its end, with no check but for bans; null
   * where the room has closed.
   */
  public Reply.@Nullable Entered readmit(Session session, Nick nick, Membership place) {
    lock.lock();
    try {
      if (closed || access.banned(session) != null) {
        return null;
      }
      if (!members.containsKey(session)) {
        admit(session, nick, place);
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

  /** Takes a session out, and says whether it was in. */
  boolean leave(Session session, Nick nick, Departure how, String by, String detail) {
    lock.lock();
    try {
      Membership place = members.remove(session);
      if (place == null) {
        return false;
      }
      // Last words are words: who may not speak goes without.
      boolean mute = how == Departure.QUIT && access.speakRefusal(session, place, settings) != null;
      access.remember(session, nick, place, settings.slowModeSeconds());
      audiences = null;
      session.left(place);
      access.left(session);
      // Who is made to leave is shown by name, and so not counted among those who are not.
      if (how.isForced() || !presence.left(members.size())) {
        feed.publish(
            new Event.MemberLeft(name, epoch, nick, members.size(), how, by, mute ? "" : detail));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the room if nobody is in it and it is not to stay; says whether it did. */
  boolean closeIfDeserted() {
    lock.lock();
    try {
      boolean deserted =
          members.isEmpty() && !settings.persistent() && !name.equals(RoomName.LOBBY);
      if (deserted && !closed) {
        close();
      }
      return deserted;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the room for good, tells its members, and returns those who were in it. */
  List<Session> close() {
    lock.lock();
    try {
      List<Session> last = List.copyOf(members.keySet());
      closed = true;
      audiences = audiences(); // From now on it stays: lines on their way are still theirs to see.
      feed.publish(new Event.RoomDeleted(name, epoch));
      members.forEach(Session::left);
      members.clear();
      watchers.clear();
      return last;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows the room's events from now on to a session that is no member.
   *
   * @return {@link Reply.Watching}, or a refusal where the room has closed meanwhile
   */
  public Reply watch(Session watcher) {
    lock.lock();
    try {
      if (closed) {
        return Rooms.noSuchRoom(name.value());
      }
      watchers.add(watcher);
      audiences = null;
      return new Reply.Watching(info(), feed.lastShown(), () -> unwatch(watcher));
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
   * Appends what a member says to the log and shows it to all; the reply is the member's.
   *
   * @param ref the member's own mark for the line, null where there is none
   */
  public Reply say(
      Session session, LogEntry.Kind kind, String from, String text, @Nullable String ref) {
    lock.lock();
    try {
      Membership member = members.get(session);
      if (member == null) {
        return new Reply.Refused(
            Refusal.NOT_A_MEMBER, "You are not in " + name + ". /join " + name + " to come in.");
      }
      Reply.Refused refused = access.speakRefusal(session, member, settings);
      if (refused != null) {
        return refused;
      }
      context.monitor().posted(session.endpoint().listener());
      return post(kind, from, text, session, ref, null);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends a line to the log and shows it to all members.
   *
   * @param sender the member that said it, null where it comes from outside the room
   * @return {@link Reply.PostedAt} or a refusal, now or later
   */
  public Reply post(LogEntry.Kind kind, String from, String text, @Nullable Session sender) {
    return post(kind, from, text, sender, null, null);
  }

  /**
   * Appends a message from outside the room to the log and shows it to all members.
   *
   * @param key what is stored along with it, null for nothing
   */
  public Reply post(String from, String text, @Nullable PostKey key) {
    return post(LogEntry.Kind.MESSAGE, from, text, null, null, key);
  }

  private Reply post(
      LogEntry.Kind kind,
      String from,
      String text,
      @Nullable Session sender,
      @Nullable String ref,
      @Nullable PostKey key) {
    lock.lock();
    try {
      if (closed) {
        return Rooms.noSuchRoom(name.value());
      }
      Draft draft = new Draft(context.clock().instant(), kind, from, text, key);
      CompletableFuture<Reply> reply = feed.post(draft, keep(), sender, ref);
      return reply.isDone() ? reply.join() : new Reply.Later(reply);
    } finally {
      lock.unlock();
    }
  }

  private Retention keep() {
    Retention own = settings.retention();
    return own == null ? context.settings().retention() : own;
  }

  /**
   * Clears the topic if it is this text, for all to see; null where it is another.
   *
   * @param by the name that the change is shown under
   */
  @Nullable
  public Reply clearTopic(String text, String by) {
    lock.lock();
    try {
      return text.isEmpty() || !topic.equals(text) ? null : post(LogEntry.Kind.TOPIC, by, "", null);
    } finally {
      lock.unlock();
    }
  }

  /** Shows an event to the members; called by the feed, under the room's lock, in order. */
  private void show(Event event) {
    if (event instanceof Event.Posted posted && posted.entry().kind() == LogEntry.Kind.TOPIC) {
      topic = posted.entry().text();
    }
    Hub.deliver(event, audiences(), context.monitor());
  }

  private List<Audience> audiences() {
    List<Audience> known = audiences;
    if (known == null) {
      known = Audience.of(Stream.concat(members.keySet().stream(), watchers.stream()).toList());
      audiences = known;
    }
    return known;
  }

  private void summarize() {
    lock.lock();
    try {
      Event sum = presence.take(name, epoch, members.size());
      if (sum != null && !closed) {
        feed.publish(sum);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes the settings, once they are saved; what is in force already (members, lines) stays.
   *
   * @return {@link Reply.RoomIs} or a refusal
   */
  public CompletableFuture<Reply> change(RoomSettings changed) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    lock.lock();
    try {
      SavedRoom room = new SavedRoom(name, topic, changed, createdAt);
      context.log().save(room, problem -> reply.complete(changed(changed, problem)));
      return reply;
    } finally {
      lock.unlock();
    }
  }

  private Reply changed(RoomSettings now, @Nullable String problem) {
    if (problem != null) {
      return new Reply.Refused(Refusal.LOG_UNAVAILABLE, problem);
    }
    lock.lock();
    try {
      settings = now;
      return new Reply.RoomIs(info());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads the lines that a query asks for, and whether there are more of them. May block.
   *
   * @return {@link Reply.History}, or a refusal where the room is gone meanwhile: its lines are not
   *     at an end
   */
  public Reply page(RoomLog.Query query) {
    List<LogEntry> found = read(query.atMost(query.limit() + 1));
    if (position() == null) {
      return Rooms.noSuchRoom(name.value());
    }
    List<LogEntry> shown = query.cut(found);
    return new Reply.History(
        name,
        epoch,
        shown,
        query.newest() ? Reply.History.Direction.NEWEST : Reply.History.Direction.ONWARDS,
        shown.size() < found.size());
  }

  /**
   * Reads the lines that a query selects; none where the room is deleted, whatever another room of
   * its name has. May block.
   */
  public List<LogEntry> read(RoomLog.Query query) {
    List<LogEntry> found = context.log().read(name, query);
    // An epoch does not come again: if it is the room's afterwards, it was when the lines were
    // read.
    return position() == null ? List.of() : found;
  }

  /** Returns the position of the room's log, or null where the room is deleted. */
  private RoomLog.@Nullable Position position() {
    RoomLog.Position position = context.log().position(name);
    return position != null && position.epoch().equals(epoch) ? position : null;
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
   * @param addresses whether to say where they are connected from
   */
  public List<MemberInfo> members(boolean addresses) {
    List<MemberInfo> infos = new ArrayList<>();
    for (Session member : members()) {
      Nick nick = member.nick();
      if (nick != null) {
        infos.add(
            new MemberInfo(
                nick,
                member.away(),
                access().of(member),
                addresses ? member.endpoint().remoteAddress() : null,
                member.id()));
      }
    }
    return infos;
  }

  /** Shows an event to all, after everything before it. */
  public void publish(Event.InRoom event) {
    lock.lock();
    try {
      if (!closed) {
        feed.publish(event);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs a task that does not block while the room is open, and says whether it was. */
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
      RoomLog.Position position = position();
      long last = feed.lastShown();
      return new RoomInfo(
          name,
          topic,
          settings,
          members.size(),
          position == null ? new RoomLog.Position(epoch, last + 1, last) : position,
          createdAt);
    } finally {
      lock.unlock();
    }
  }
}
