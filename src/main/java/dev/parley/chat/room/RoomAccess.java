package dev.parley.chat.room;

import dev.parley.chat.account.Account;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.peer.PersonState;
import dev.parley.chat.session.Membership;
import dev.parley.chat.session.Session;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may enter a room and speak in it. Called with the room's lock held, except for
 * methods that say otherwise.
 */
public final class RoomAccess {

  /** The maximum number of entries for former members, each of whom has two. */
  private static final int MAX_REMEMBERED = 2000;

  private final RoomIdentity room;
  private final Predicate<Runnable> whileOpen;
  private final Room.Context context;

  /** Former members who had spoken shortly before, by session and by name. */
  private final Map<Object, Membership> recentLeavers = new LinkedHashMap<>();

  /** The roles that members were granted for as long as they stay. */
  private final ConcurrentMap<Session, Set<Role>> granted = new ConcurrentHashMap<>();

  private volatile @Nullable Session founder;

  /** True if the room was made before the server was started, until somebody comes. */
  private boolean abandoned;

  /**
   * @param whileOpen runs a task if the room is open, and returns whether it ran
   */
  RoomAccess(RoomIdentity room, Predicate<Runnable> whileOpen, Room.Context context) {
    this.room = room;
    this.whileOpen = whileOpen;
    this.context = context;
  }

  /**
   * Makes a session the owner of the room that it creates, while it is a member, and its account
   * the owner while the room exists.
   */
  void setFounder(Session session) {
    founder = session;
    grantFounderRole(session);
  }

  /** Records that the room was made before the server was started. Called before it is shared. */
  void abandon() {
    abandoned = true;
  }

  /**
   * Makes the first member since the start of the server the founder of a room that nobody owns and
   * nobody has made rules for. Called with the room's lock held.
   */
  void adopt(Session session, RoomSettings settings) {
    if (abandoned
        && settings.equals(RoomSettings.AD_HOC)
        && !context.activeModeration().hasRules(room.name())) {
      setFounder(session);
    }
    abandoned = false;
  }

  /**
   * Makes the account of a session that has logged in the owner of the room that it created. From
   * any thread.
   */
  public void grantFounderRole(Session session) {
    Account account = session.account();
    if (session == founder && account != null) {
      // If that cannot be stored, only the session owns the room.
      var _ =
          context
              .activeModeration()
              .roles()
              .give(room, account.name(), Role.OWNER, whileOpen)
              .thenApply(before -> {
                context.observer().founderGranted(room.name(), account.name());
                return before;
              })
              .exceptionally(failure -> {
                Failures.report("Giving a room its owner", failure, context.metrics());
                return Role.MEMBER;
              });
    }
  }

  /** Returns whether a session owns the room as the one who made it. From any thread. */
  public boolean isFounder(Session session) {
    return session == founder;
  }

  /** Records the roles of a person at another server that the account does not give. Any thread. */
  void learn(Session remote, PersonState.Place place) {
    if (place.founder()) {
      founder = remote;
    } else if (founder == remote) {
      founder = null;
    }
    granted.put(remote, place.roles());
  }

  /** Returns the roles that a member was granted for as long as it stays. From any thread. */
  Set<Role> grantedTo(Session member) {
    return granted.getOrDefault(member, Set.of());
  }

  /** Returns the role of a session in the room. From any thread. */
  public Role of(Session session) {
    Account account = session.account();
    if (account != null && account.admin()) {
      return Role.ADMIN;
    }
    if (session == founder) {
      return Role.OWNER;
    }
    Role lasting = given(account);
    Set<Role> passing = granted.get(session);
    return passing == null || passing.isEmpty()
        ? lasting
        : Collections.max(List.of(lasting, Collections.max(passing)));
  }

  /** Returns the role that the account of a session has, whether the session stays or not. */
  public Role lasting(Session session) {
    Account account = session.account();
    return account != null && account.admin() ? Role.ADMIN : given(account);
  }

  private Role given(@Nullable Account account) {
    return account == null
        ? Role.MEMBER
        : context.activeModeration().roles().of(room.name(), account.name());
  }

  /**
   * Returns all roles of a session in the room, each by itself: that of its account, and those that
   * it has for as long as it stays. Who created the room is a moderator so, and the owner if logged
   * in, also before that is stored. From any thread.
   */
  public Set<Role> allOf(Session session) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    roles.add(lasting(session));
    roles.addAll(grantedTo(session));
    if (session == founder) {
      roles.add(Role.MODERATOR);
      if (session.account() != null) {
        roles.add(Role.OWNER);
      }
    }
    return roles;
  }

  /**
   * Grants a member a role for as long as it stays, or revokes it, which ends the ownership of who
   * created the room. Returns whether that changed anything.
   */
  boolean grant(Session session, Role role, boolean give) {
    boolean founded = session == founder && role == Role.MODERATOR;
    if (founded && !give) {
      founder = null;
    }
    Set<Role> before = grantedTo(session);
    if (give == before.contains(role) || (founded && give)) {
      return founded && !give;
    }
    Set<Role> now = EnumSet.noneOf(Role.class);
    now.addAll(before);
    if (give) {
      now.add(role);
    } else {
      now.remove(role);
    }
    granted.put(session, now);
    return true;
  }

  /** Returns the refusal of a session that would join, or null if it is allowed. */
  Reply.@Nullable Refused joinRefusal(
      Session session, @Nullable String key, RoomSettings settings, int members) {
    if (session.isInvited(room.epoch())) {
      return null;
    }
    Ban ban = banned(session);
    if (ban != null) {
      return new Reply.Refused(Refusal.BANNED, ban.sentence());
    }
    return settings.isOpen() || of(session).isAtLeast(Role.MODERATOR)
        ? null
        : settingsRefusal(session, key, settings, members);
  }

  private Reply.@Nullable Refused settingsRefusal(
      Session session, @Nullable String key, RoomSettings settings, int members) {
    if (settings.inviteOnly() && against(Ban.Kind.INVITATION, session) == null) {
      return new Reply.Refused(Refusal.INVITE_ONLY, room.name() + " is by invitation only.");
    }
    if (settings.key() != null && !settings.key().equals(key)) {
      return new Reply.Refused(
          Refusal.WRONG_KEY,
          key == null
              ? room.name() + " wants a key: /join " + room.name() + " KEY."
              : "That is not the key of " + room.name() + ".");
    }
    if (settings.maxMembers() > 0 && members >= settings.maxMembers()) {
      return new Reply.Refused(
          Refusal.ROOM_FULL, room.name() + " is full (" + settings.maxMembers() + " members).");
    }
    return null;
  }

  /** Returns the ban that keeps a session out, or null. From any thread. */
  @Nullable
  public Ban banned(Session session) {
    return holding(against(Ban.Kind.BAN, session), session);
  }

  /** Returns the ban under which a member may not stay, or null. From any thread. */
  @Nullable
  public Ban removing(Session session, Membership member) {
    Ban ban = banned(session, member);
    return ban == null || member.staysUnder().contains(ban.id()) ? null : ban;
  }

  /** Returns the ban that holds against a member, who may stay under it; or null. */
  private @Nullable Ban banned(Session session, Membership member) {
    return member.isInvited() ? null : banned(session);
  }

  private @Nullable Ban against(Ban.Kind kind, Session session) {
    return context.activeModeration().bans().against(kind, room.name(), session);
  }

  /**
   * Returns a ban, or null if the session is exempt, or if it is a moderator's and the ban on an
   * address or a mask.
   */
  private @Nullable Ban holding(@Nullable Ban ban, Session session) {
    if (ban == null) {
      return null;
    }
    boolean exempt =
        (!ban.target().isOnePerson() && of(session).isAtLeast(Role.MODERATOR))
            || against(Ban.Kind.EXEMPTION, session) != null;
    return exempt ? null : ban;
  }

  /** Removes the invitation of a session that has joined, and attaches the room's mute to it. */
  void entered(Session session) {
    session.removeInvitation(room.epoch());
    context.activeModeration().bans().attach(session, room.name());
  }

  /** Removes the state of a session that has left. */
  void left(Session session) {
    granted.remove(session);
    if (session == founder) {
      founder = null;
    }
  }

  /** Stores the slow mode of a former member, so that joining again does not shorten it. */
  void remember(Session session, Nick nick, Membership membership, int slowModeSeconds) {
    long now = context.clock().millis();
    recentLeavers.values().removeIf(gone -> gone.remainingWaitSeconds(slowModeSeconds, now) == 0);
    if (membership.remainingWaitSeconds(slowModeSeconds, now) > 0
        && recentLeavers.size() < MAX_REMEMBERED) {
      recentLeavers.put(session, membership);
      recentLeavers.put(name(session, nick), membership);
    }
  }

  /** Restores the slow mode of a session that has left shortly before. */
  void recall(Session session, Nick nick, Membership membership) {
    for (Object known : List.of(session, name(session, nick))) {
      Membership before = recentLeavers.get(known);
      if (before != null) {
        membership.copySlowMode(before);
      }
    }
  }

  private static Nick name(Session session, Nick nick) {
    Nick login = session.login();
    return login == null ? nick : login;
  }

  /** Takes over what another has of the room's members, present and former. */
  void takeOver(RoomAccess before) {
    founder = before.founder;
    granted.putAll(before.granted);
    recentLeavers.putAll(before.recentLeavers);
  }

  /** Transfers the ownership from a session to the one that replaces it. */
  void handOver(Session from, Session to) {
    if (from == founder) {
      founder = to;
    }
    Set<Role> roles = granted.remove(from);
    if (roles != null) {
      granted.put(to, roles);
    }
  }

  /** Returns the refusal of something of a member that is not a line, or null if it is allowed. */
  Reply.@Nullable Refused signalRefusal(Session session, Membership member, RoomSettings settings) {
    Reply.Refused muted = silenceRefusal(session, member);
    return muted == null ? roleRefusal(of(session), settings) : muted;
  }

  /**
   * Returns the refusal of a member's line, or null if it is allowed, and records the time for the
   * slow mode.
   */
  Reply.@Nullable Refused speakRefusal(Session session, Membership member, RoomSettings settings) {
    Reply.Refused muted = silenceRefusal(session, member);
    if (muted != null) {
      return muted;
    }
    return settings.restrictsSpeech() ? speakRefusal(of(session), member, settings) : null;
  }

  /**
   * Returns the refusal of a line of a session that is not in the room, or null if it is allowed,
   * and records the time for the slow mode.
   *
   * @param lastShown the offset of the newest line that members have been shown
   */
  Reply.@Nullable Refused externalRefusal(
      Session session, String from, long lastShown, RoomSettings settings) {
    Ban ban = banned(session);
    if (ban != null) {
      return new Reply.Refused(Refusal.BANNED, ban.sentence());
    }
    Nick nick = new Nick(from);
    Membership passing = new Membership(room, lastShown);
    recall(session, nick, passing);
    context.activeModeration().bans().attach(session, room.name());
    Reply.Refused refused = speakRefusal(session, passing, settings);
    remember(session, nick, passing, settings.slowModeSeconds());
    return refused;
  }

  /**
   * Returns the refusal of who is muted, or banned without having been taken out; a role that was
   * granted since overrides both.
   */
  private Reply.@Nullable Refused silenceRefusal(Session session, Membership member) {
    if (session.bans().isEmpty() || !grantedTo(session).isEmpty()) {
      return null;
    }
    Reply.Refused muted = muteRefusal(session);
    if (muted != null) {
      return muted;
    }
    Ban ban = banned(session, member);
    return ban == null ? null : new Reply.Refused(Refusal.BANNED, ban.sentence());
  }

  /** Returns the refusal of a session that is muted, or null. From any thread. */
  Reply.@Nullable Refused muteRefusal(Session session) {
    Ban mute = holding(against(Ban.Kind.MUTE, session), session);
    return mute == null ? null : new Reply.Refused(Refusal.MUTED, mute.sentence());
  }

  private Reply.@Nullable Refused speakRefusal(
      Role role, Membership member, RoomSettings settings) {
    Reply.Refused refused = roleRefusal(role, settings);
    if (refused != null) {
      return refused;
    }
    long wait =
        role.isAtLeast(Role.MODERATOR)
            ? 0
            : member.waitBeforeSpeaking(settings.slowModeSeconds(), context.clock().millis());
    return wait == 0
        ? null
        : new Reply.Refused(
            Refusal.SLOW_MODE,
            room.name() + " is in slow mode: wait " + wait + " s before the next line.");
  }

  private Reply.@Nullable Refused roleRefusal(Role role, RoomSettings settings) {
    if (settings.readOnly() && !role.isAtLeast(Role.OWNER)) {
      return new Reply.Refused(
          Refusal.READ_ONLY, room.name() + " is read-only: only its owners speak there.");
    }
    if (settings.moderated() && !role.isAtLeast(Role.VOICE)) {
      return new Reply.Refused(
          Refusal.MODERATED, room.name() + " is moderated: only those with a voice speak there.");
    }
    return null;
  }
}
