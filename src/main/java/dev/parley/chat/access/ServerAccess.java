package dev.parley.chat.access;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.Identity;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may enter the server, by the server-wide bans and the lockdown level. Reads use
 * memory alone, from any thread.
 */
public final class ServerAccess {

  private final Bans bans;
  private volatile Lockdown lockdown;

  ServerAccess(Bans bans, Lockdown lockdown) {
    this.bans = bans;
    this.lockdown = lockdown;
  }

  public Lockdown lockdown() {
    return lockdown;
  }

  void lockdown(Lockdown now) {
    lockdown = now;
  }

  /** Returns the reason to end a connection at once, or null. */
  @Nullable
  public Disconnect accessRefusal(Endpoint endpoint) {
    Ban ban = bans.againstAddress(Ban.Kind.BAN, null, endpoint.remoteAddress());
    return ban == null ? null : Disconnect.of(ban);
  }

  /**
   * Returns the refusal of an arrival under a name, or null if it is allowed.
   *
   * @param nick the requested name, null for a guest name
   */
  public Reply.@Nullable Refused accessRefusal(Session session, @Nullable Nick nick) {
    Reply.Refused banned = banned(session, nick, session.account());
    if (banned != null) {
      return banned;
    }
    Lockdown now = lockdown;
    return now.admits(session.login() != null, session.account())
        ? null
        : new Reply.Refused(Refusal.NOT_LET_IN, now.sentence());
  }

  /** Returns the refusal of a proved identity for a session, or null if it is allowed. */
  public Reply.@Nullable Refused accessRefusal(Session session, Identity identity) {
    Reply.Refused banned = banned(session, identity.name(), identity.account());
    if (banned != null) {
      return banned;
    }
    Lockdown now = lockdown;
    return session.nick() != null || now.admits(true, identity.account())
        ? null
        : new Reply.Refused(Refusal.NOT_LET_IN, now.sentence());
  }

  /**
   * Returns the refusal of a name or account for a session, or null if it is allowed. A ban on an
   * address does not apply to admins.
   */
  public Reply.@Nullable Refused banned(
      Session session, @Nullable Nick nick, @Nullable Account account) {
    Ban ban = against(session, nick, account);
    return ban == null ? null : new Reply.Refused(Refusal.BANNED, ban.sentence());
  }

  private @Nullable Ban against(Session session, @Nullable Nick nick, @Nullable Account account) {
    Ban ban = bans.against(Ban.Kind.BAN, null, nick, account, session.addresses());
    boolean exempt =
        ban != null && ban.target() instanceof Ban.OfAddress && account != null && account.admin();
    return exempt ? null : ban;
  }

  /** Returns the refusal of a resumption, or null if it is allowed. */
  public Reply.@Nullable Refused resumeRefusal(Session session, Session old) {
    AccessDenial closed = accessRefusal(session, old);
    return closed == null ? null : closed.refused();
  }

  /** Returns the reason to end a connected session, or null if it may stay. */
  @Nullable
  public AccessDenial stayRefusal(Session session) {
    return accessRefusal(session, session);
  }

  /** Returns the refusal of another session's identity at the address of a session, or null. */
  private @Nullable AccessDenial accessRefusal(Session from, Session known) {
    Ban ban = against(from, known.nick(), known.account());
    Nick login = known.login();
    if (ban == null && login != null) {
      ban = against(from, login, known.account());
    }
    if (ban != null) {
      return new AccessDenial(
          new Reply.Refused(Refusal.BANNED, ban.sentence()), Disconnect.of(ban));
    }
    Lockdown now = lockdown;
    return now.permitsStay(login != null)
        ? null
        : new AccessDenial(
            new Reply.Refused(Refusal.NOT_LET_IN, now.sentence()),
            new Disconnect(Disconnect.Reason.NOT_LET_IN, now.reason()));
  }

  /**
   * Describes a refusal of access: the reply and the disconnect.
   *
   * @param refused the reply to a request
   * @param why the disconnect of a connected session
   */
  public record AccessDenial(Reply.Refused refused, Disconnect why) {}
}
