package dev.parley.dialect.output;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.UnreadCount;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders lines of text for people. */
final class TextRenderer implements OutputRenderer {

  /** Prefix of the server's notices. */
  static final String NOTICE = "-- ";

  /** Prefix of the server's refusals. */
  static final String REFUSAL = "!! ";

  @Override
  public String event(Event event, Style style) {
    return switch (event) {
      case Event.Posted posted -> MessageFormatter.live(posted, style);
      case Event.PrivateMessage message -> MessageFormatter.toYou(message, style.time());
      case Event.MemberJoined joined -> notice(Wording.joined(joined));
      case Event.MemberLeft left -> notice(Wording.left(left));
      case Event.PresenceSummarized sum -> notice(Wording.summarized(sum));
      case Event.Removed removed -> notice(Wording.removed(removed));
      case Event.Muted muted -> notice(Wording.muted(muted));
      case Event.Invited invited -> notice(Wording.invited(invited));
      case Event.LineRedacted _ -> ""; // It is on the screen already.
      case Event.RoomDeleted deleted -> notice(Wording.deleted(deleted, style.elsewhere()));
      case Event.RoomRenamed renamed -> notice(Wording.renamed(renamed));
      case Event.LogRenewed renewed -> notice(Wording.renewed(renewed));
      case Event.NickChanged changed -> notice(Wording.renamed(changed));
      case Event.AwayChanged _,
          Event.RoleChanged _,
          Event.MemberRoleChanged _,
          Event.GuestInvited _,
          Event.AccountChanged _,
          Event.RealNameChanged _,
          Event.ConnectionChanged _,
          Event.Signalled _,
          Event.MetadataChanged _,
          Event.RoomMetadataChanged _,
          Event.SettingsChanged _ ->
          ""; // By command.
      case Event.UnreadCounted(UnreadCount count, _, _) -> notice(ReplyWording.unread(count));
      case Event.Announced(_, String text) -> OutputLines.each(NOTICE + "Announcement: ", text);
      case Event.Noticed(_, String text, _) -> OutputLines.each(NOTICE + "Notice to you: ", text);
    };
  }

  @Override
  public String reply(Reply.Content reply, ReplyContext view) {
    return switch (reply) {
      case Reply.Resumed resumed -> resumed(resumed);
      case Reply.Replayed replayed -> replayed(replayed, view);
      case Reply.Refused(_, String text) -> OutputLines.each(REFUSAL, text);
      case Reply.Arrived arrived -> arrived(arrived, view);
      case Reply.LoggedIn login ->
          notice(ReplyWording.loggedIn(login))
              + (login.arrived() == null ? "" : arrived(login.arrived(), view));
      case Reply.PasswordChanged changed -> notice(ReplyWording.passwordChanged(changed));
      case Reply.CertificateList list -> notice(ReplyWording.certificates(list));
      case Reply.AlwaysOnStatus status -> notice(ReplyWording.alwaysOn(status));
      case Reply.Renamed renamed -> notice("You are now " + renamed.to() + ".");
      case Reply.Entered entered -> entered(entered, view);
      case Reply.Departed(RoomName room) ->
          notice("You left " + room + ". " + Wording.nowIn(view.current()));
      case Reply.RoomList rooms -> notice(ReplyWording.rooms(rooms));
      case Reply.MemberList members -> notice(ReplyWording.members(members));
      case Reply.TopicStatus topic -> notice(ReplyWording.topic(topic));
      case Reply.History history -> history(history, view);
      case Reply.Unread(UnreadCount count) -> notice(ReplyWording.unread(count));
      case Reply.SearchResults found -> found(found, view);
      case Reply.PrivateMessageSent(Event.PrivateMessage message, String away) ->
          MessageFormatter.fromYou(message, view.time())
              + any(ReplyWording.isAway(message.to(), away));
      case Reply.Imposed imposed -> notice(ReplyWording.imposed(imposed));
      case Reply.Redacted redacted -> notice(ReplyWording.redacted(redacted));
      case Reply.SettingsStatus settings -> notice(ReplyWording.settings(settings));
      case Reply.Invited invited -> notice(ReplyWording.invited(invited));
      case Reply.Knocked knocked -> notice(ReplyWording.knocked(knocked));
      case Reply.MetadataStatus status -> notice(ReplyWording.metadata(status));
      case Reply.MetadataSet set -> notice(ReplyWording.metadata(set));
      case Reply.MetadataCleared cleared -> notice(ReplyWording.metadata(cleared));
      case Reply.Ignoring ignoring -> notice(ReplyWording.ignoring(ignoring));
      case Reply.AwayStatus away -> notice(ReplyWording.away(away));
      case Reply.EchoStatus echo -> notice(ReplyWording.echo(echo));
    };
  }

  @Override
  public String caughtUp(Reply.Resumed resumed) {
    return resumed.rooms().stream()
            .map(entered -> notice(ReplyWording.entered(entered)))
            .collect(Collectors.joining())
        + any(ReplyWording.slowness(resumed.lastEnd()));
  }

  @Override
  public String notice(String text) {
    return OutputLines.each(NOTICE, text);
  }

  @Override
  public String bye(Disconnect why, InputSummary summary) {
    return notice("bye: " + summary.closing(why));
  }

  private String any(@Nullable String text) {
    return text == null ? "" : notice(text);
  }

  private String arrived(Reply.Arrived arrived, ReplyContext view) {
    return any(ReplyWording.altered(arrived))
        + entered(arrived.lobby(), view)
        + any(ReplyWording.lastEnd(arrived.lastEnd()))
        + any(ReplyWording.token(arrived.token()));
  }

  /**
   * Renders the token first: it can be used even if the connection is lost before the rest arrives.
   */
  private String resumed(Reply.Resumed resumed) {
    return any(ReplyWording.token(resumed.token()))
        + loggedIn(resumed.login())
        + notice(ReplyWording.resumed(resumed))
        + resumed.lost().stream()
            .map(lost -> notice(ReplyWording.lost(lost)))
            .collect(Collectors.joining());
  }

  private String loggedIn(@Nullable Nick login) {
    return login == null ? "" : notice(ReplyWording.loggedIn(login));
  }

  private String replayed(Reply.Replayed piece, ReplyContext view) {
    return any(ReplyWording.gap(piece))
        + piece.lines().stream()
            .map(entry -> MessageFormatter.missed(piece.room(), entry, view))
            .collect(Collectors.joining());
  }

  private String entered(Reply.Entered entered, ReplyContext view) {
    return notice(ReplyWording.entered(entered))
        + replayed(entered.room().name(), entered.recent(), view);
  }

  private String history(Reply.History history, ReplyContext view) {
    return replayed(history.room(), history.entries(), view)
        + any(ReplyWording.afterHistory(history, view.historyPage()));
  }

  private String found(Reply.SearchResults found, ReplyContext view) {
    return found.hits().stream()
            .map(hit -> MessageFormatter.found(hit, view.today()))
            .collect(Collectors.joining())
        + any(ReplyWording.afterSearch(found));
  }

  private static String replayed(RoomName room, List<LogEntry> entries, ReplyContext view) {
    return entries.stream()
        .map(entry -> MessageFormatter.replayed(room, entry, view.today()))
        .collect(Collectors.joining());
  }
}
