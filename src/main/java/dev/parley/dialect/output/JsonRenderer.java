package dev.parley.dialect.output;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Replay;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.api.UnreadCount;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleMembers;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders lines for programs: each is one JSON object with a {@code type}. */
final class JsonRenderer implements OutputRenderer {

  /** Maximum number of list entries as JSON; all of them are in the HTTP API. */
  static final int LISTED = 1000;

  private static final String METADATA = "metadata";

  @Override
  public String event(Event event, Style style) {
    JsonObject object = object(event);
    return style.own() && event instanceof Event.Posted posted
        ? object.withRef(posted.ref()).end()
        : object.end();
  }

  private JsonObject object(Event event) {
    return switch (event) {
      case Event.Posted(RoomName room, String epoch, LogEntry entry, _, _) ->
          JsonObject.of(room, epoch, entry);
      case Event.PrivateMessage message -> privately(message);
      case Event.MemberJoined joined ->
          JsonObject.of("joined")
              .with("room", joined.room())
              .with("nick", joined.nick())
              .with("members", joined.memberCount())
              .withAny("counted", joined.counted());
      case Event.MemberLeft left ->
          JsonObject.of("left")
              .with("room", left.room())
              .with("nick", left.nick())
              .with("members", left.memberCount())
              .with("how", left.how().name().toLowerCase(Locale.ROOT))
              .withAny("by", left.by())
              .withAny("reason", left.detail())
              .withAny("counted", left.counted());
      case Event.PresenceSummarized sum ->
          note(Wording.summarized(sum))
              .with("room", sum.room())
              .with("joined", sum.joined())
              .with("left", sum.left())
              .with("members", sum.memberCount());
      case Event.Removed(RoomName room, _, String by, String reason, Ban ban, _, _) ->
          youLeft(room, ban == null ? "removed" : "banned")
              .withAny("by", by)
              .withAny("reason", reason)
              .withAny("until", until(ban));
      case Event.Muted muted ->
          note(Wording.muted(muted))
              .with("room", muted.room())
              .with("nick", muted.nick())
              .with("muted", !muted.lifted())
              .withAny("by", muted.by())
              .withAny("until", until(muted.mute()));
      case Event.Invited invited ->
          note(Wording.invited(invited)).with("room", invited.room()).with("by", invited.by());
      case Event.LineRedacted(RoomName room, String epoch, LogEntry entry, _, _, _) ->
          JsonObject.of("redacted")
              .with("room", room)
              .with("offset", entry.offset())
              .with("epoch", epoch);
      case Event.AwayChanged away ->
          JsonObject.of("away").with("nick", away.nick()).with("text", away.text());
      case Event.RoleChanged(RoomName room, _, Nick account, Role role, _) ->
          JsonObject.of("role").with("room", room).with("nick", account).with("role", role.code());
      case Event.MemberRoleChanged changed ->
          JsonObject.of("role")
              .with("room", changed.room())
              .with("nick", changed.nick())
              .with("role", changed.now().code())
              .with(changed.granted() ? "granted" : "revoked", changed.role().code())
              .with("by", changed.by());
      case Event.GuestInvited invited ->
          JsonObject.of("invited")
              .with("room", invited.room())
              .with("nick", invited.guest())
              .with("by", invited.by());
      case Event.AccountChanged account ->
          JsonObject.of("account").with("nick", account.nick()).with("account", account.login());
      case Event.MetadataChanged changed ->
          withValue(
              JsonObject.of(METADATA).with("nick", changed.nick()), changed.key(), changed.value());
      case Event.RoomMetadataChanged changed ->
          withValue(
                  JsonObject.of(METADATA).with("room", changed.room()),
                  changed.key(),
                  changed.value())
              .withAny("by", changed.by());
      case Event.Signalled _, Event.ConnectionChanged _, Event.RealNameChanged _ ->
          throw new IllegalArgumentException("Is for another protocol");
      case Event.SettingsChanged(RoomName room, _, RoomSettings settings, _, _, _) ->
          withSettings(JsonObject.of("settings").with("room", room), settings);
      case Event.UnreadCounted(UnreadCount count, _, _) -> unread(count);
      case Event.RoomDeleted(RoomName room, _, _) -> youLeft(room, "deleted");
      case Event.RoomRenamed renamed ->
          JsonObject.of("room_renamed")
              .with("room", renamed.room())
              .with("to", renamed.to())
              .with("epoch", renamed.epoch())
              .withAny("by", renamed.by())
              .withAny("reason", renamed.reason());
      case Event.LogRenewed renewed ->
          JsonObject.of("renewed")
              .with("room", renewed.room())
              .with("epoch", renewed.epoch())
              .with("offset", renewed.offset())
              .with("text", Wording.renewed(renewed));
      case Event.NickChanged changed ->
          JsonObject.of("renamed").with("from", changed.from()).with("to", changed.to());
      case Event.Announced(Instant at, String text) ->
          note(text).with("at", at).with("scope", "everyone");
      case Event.Noticed(Instant at, String text, _) ->
          note(text).with("at", at).with("scope", "you");
    };
  }

  @Override
  public String reply(Reply.Content reply, ReplyContext view) {
    return switch (reply) {
      case Reply.Resumed resumed -> resumed(resumed);
      case Reply.Replayed replayed -> replayed(replayed);
      case Reply.Refused(var refusal, String text) ->
          JsonObject.of("refused")
              .with("code", refusal.code())
              .with("text", text)
              .with("line", view.asked().line())
              .withRef(view.asked().ref())
              .end();
      case Reply.Arrived arrived -> arrived(arrived);
      case Reply.LoggedIn login ->
          note(ReplyWording.loggedIn(login))
                  .with("login", login.login())
                  .with("nick", login.nick())
                  .end()
              + (login.arrived() == null ? "" : arrived(login.arrived()));
      case Reply.PasswordChanged changed -> notice(ReplyWording.passwordChanged(changed));
      case Reply.CertificateList list ->
          note(ReplyWording.certificates(list)).with("certificates", list.certificates()).end();
      case Reply.AlwaysOnStatus status ->
          note(ReplyWording.alwaysOn(status)).with("alwaysOn", status.on()).end();
      case Reply.Renamed(var from, var to) ->
          JsonObject.of("renamed").with("from", from).with("to", to).with("you", true).end();
      case Reply.Entered entered -> entered(entered, null);
      case Reply.Departed(RoomName room) -> departed(room, view.current());
      case Reply.RoomList rooms -> rooms(rooms);
      case Reply.MemberList members -> members(members);
      case Reply.TopicStatus(RoomName room, String topic) ->
          JsonObject.of("topic").with("room", room).with("text", topic).end();
      case Reply.History history -> history(history, view);
      case Reply.Unread(UnreadCount count) -> unread(count).end();
      case Reply.SearchResults found -> found(found);
      case Reply.PrivateMessageSent(Event.PrivateMessage message, String away) ->
          privately(message)
              .withAny("away", away == null ? "" : away)
              .withRef(view.asked().ref())
              .end();
      case Reply.Imposed imposed ->
          note(ReplyWording.imposed(imposed))
              .with("target", imposed.ban().target().toString())
              .with("lifted", imposed.lifted())
              .withAny("until", until(imposed.ban()))
              .end();
      case Reply.Redacted redacted ->
          note(ReplyWording.redacted(redacted))
              .with("room", redacted.room())
              .with("offset", redacted.entry().offset())
              .end();
      case Reply.SettingsStatus status ->
          withSettings(
                  note(ReplyWording.settings(status)).with("room", status.room()),
                  status.settings())
              .end();
      case Reply.Invited invited -> notice(ReplyWording.invited(invited));
      case Reply.Knocked knocked -> notice(ReplyWording.knocked(knocked));
      case Reply.MetadataStatus status ->
          withTarget(note(ReplyWording.metadata(status)), status.target())
              .withObjects(
                  METADATA,
                  status.values().entrySet(),
                  entry -> value -> withValue(value, entry.getKey(), entry.getValue()))
              .end();
      case Reply.MetadataSet set ->
          withValue(
                  withTarget(note(ReplyWording.metadata(set)), set.target()),
                  set.key(),
                  set.value())
              .end();
      case Reply.MetadataCleared cleared ->
          withTarget(note(ReplyWording.metadata(cleared)), cleared.target()).end();
      case Reply.Ignoring ignoring ->
          note(ReplyWording.ignoring(ignoring)).withNames("ignored", ignoring.nicks()).end();
      case Reply.AwayStatus away -> notice(ReplyWording.away(away));
      case Reply.EchoStatus echo -> notice(ReplyWording.echo(echo));
    };
  }

  @Override
  public String notice(String text) {
    return note(text).end();
  }

  @Override
  public String bye(Disconnect why, InputSummary summary) {
    return JsonObject.of("bye")
        .with("reason", why.reason().code())
        .with("text", summary.closing(why))
        .with("accepted", summary.accepted())
        .with("refused", summary.refused())
        .end();
  }

  private static JsonObject withSettings(JsonObject object, RoomSettings settings) {
    return object
        .with("persistent", settings.persistent())
        .with("secret", settings.secret())
        .with("hasKey", settings.key() != null)
        .with("maxMembers", settings.maxMembers())
        .with("moderated", settings.moderated())
        .with("readOnly", settings.readOnly())
        .with("inviteOnly", settings.inviteOnly())
        .with("topicLocked", settings.topicLocked())
        .with("external", settings.external())
        .with("noSignals", settings.noSignals())
        .with("slowModeSeconds", settings.slowModeSeconds());
  }

  /** Adds the room, without its mark, or the person that something is told of. */
  private static JsonObject withTarget(JsonObject object, String target) {
    return target.startsWith("#")
        ? object.with("room", target.substring(1))
        : object.with("nick", target);
  }

  /** Adds a value by its key; null for one that is removed. */
  private static JsonObject withValue(JsonObject object, String key, @Nullable String value) {
    JsonObject keyed = object.with("key", key);
    return value == null ? keyed.with("removed", true) : keyed.with("value", value);
  }

  private static JsonObject note(String text) {
    return JsonObject.of("notice").with("text", text);
  }

  private static JsonObject privately(Event.PrivateMessage message) {
    JsonObject told =
        JsonObject.of("private")
            .with("at", message.at())
            .with("from", message.from())
            .with("to", message.to())
            .with("text", message.text())
            .withAny("kind", message.kind() == LogEntry.Kind.EMOTE ? "emote" : "");
    RoleMembers among = message.among();
    return among == null ? told : told.with("room", among.room()).with("role", among.role().code());
  }

  private static JsonObject unread(UnreadCount count) {
    JsonObject unread =
        JsonObject.of("unread")
            .with("room", count.room())
            .with("epoch", count.epoch())
            .with("seen", count.seen())
            .with("unread", count.unread())
            .with("mentions", count.mentions());
    return count.more() ? unread.with("more", true) : unread;
  }

  private static JsonObject youLeft(RoomName room, String how) {
    return JsonObject.of("left").with("room", room).with("you", true).with("how", how);
  }

  private static String until(@Nullable Ban ban) {
    return ban == null || ban.until() == null ? "" : ban.until().toString();
  }

  private static String departed(RoomName room, @Nullable RoomName current) {
    return youLeft(room, "left").withAny("current", current == null ? "" : current.value()).end();
  }

  private String any(@Nullable String text) {
    return text == null ? "" : notice(text);
  }

  private String arrived(Reply.Arrived arrived) {
    return altered(arrived.wanted(), ReplyWording.altered(arrived))
        + entered(arrived.lobby(), arrived.token())
        + lastEnd(arrived.lastEnd(), ReplyWording.lastEnd(arrived.lastEnd()));
  }

  /** Renders a notice that one has another name than one wanted. */
  private static String altered(@Nullable String wanted, @Nullable String text) {
    return wanted == null || text == null ? "" : note(text).with("wanted", wanted).end();
  }

  /** Renders a notice of how the connection before ended. */
  private static String lastEnd(@Nullable Disconnect end, @Nullable String text) {
    return end == null || text == null ? "" : note(text).with("reason", end.reason().code()).end();
  }

  @Override
  public String caughtUp(Reply.Resumed resumed) {
    return "";
  }

  private static String loggedIn(Reply.Resumed resumed) {
    Nick login = resumed.login();
    return login == null
        ? ""
        : note(ReplyWording.loggedIn(login))
            .with("login", login)
            .with("nick", resumed.nick())
            .end();
  }

  /** Renders all rooms before any line, as lines of a room without a gap may follow at once. */
  private String resumed(Reply.Resumed resumed) {
    return loggedIn(resumed)
        + lastEnd(resumed.lastEnd(), ReplyWording.slowness(resumed.lastEnd()))
        + resumed.lost().stream()
            .map(lost ->
                youLeft(lost.room(), lost.gone() ? "deleted" : "removed")
                    .with("text", ReplyWording.lost(lost))
                    .end())
            .collect(Collectors.joining())
        + resumed.rooms().stream()
            .map(entered -> welcome(entered, resumed.token()).with("back", true).end())
            .collect(Collectors.joining());
  }

  private static String replayed(Reply.Replayed piece) {
    Replay.Gap gap = piece.gap();
    String before =
        gap == null
            ? ""
            : JsonObject.of("gap")
                .with("room", piece.room())
                .with("epoch", piece.epoch())
                .with("from", gap.from())
                .with("to", gap.to())
                .with("expired", gap.expired())
                .end();
    return before + replayed(piece.room(), piece.epoch(), piece.lines());
  }

  private static String entered(Reply.Entered entered, @Nullable String token) {
    RoomInfo room = entered.room();
    return welcome(entered, token).end()
        + replayed(room.name(), room.position().epoch(), entered.recent());
  }

  private static JsonObject welcome(Reply.Entered entered, @Nullable String token) {
    RoomInfo room = entered.room();
    return JsonObject.of("welcome")
        .with("nick", entered.you())
        .with("room", room.name())
        .with("members", room.members())
        .withNames("others", entered.others())
        .with("topic", room.topic())
        .with("epoch", room.position().epoch())
        .with("offset", entered.shown())
        .withAny("resume", token == null ? "" : token);
  }

  private String history(Reply.History history, ReplyContext view) {
    return replayed(history.room(), history.epoch(), history.entries())
        + any(ReplyWording.afterHistory(history, view.historyPage()));
  }

  private String found(Reply.SearchResults found) {
    return found.hits().stream()
            .map(hit ->
                JsonObject.of(hit.room(), hit.epoch(), hit.entry()).with("found", true).end())
            .collect(Collectors.joining())
        + any(ReplyWording.afterSearch(found));
  }

  private static String replayed(RoomName room, String epoch, List<LogEntry> entries) {
    return entries.stream()
        .map(entry -> replayed(room, epoch, entry))
        .collect(Collectors.joining());
  }

  private static String replayed(RoomName room, String epoch, LogEntry entry) {
    return JsonObject.of(room, epoch, entry).with("replay", true).end();
  }

  private static String rooms(Reply.RoomList reply) {
    return note(OutputLines.count(reply.rooms().size(), "room"))
        .withObjects(
            "rooms",
            reply.rooms().stream().limit(LISTED).toList(),
            room ->
                line ->
                    line.with("name", room.name())
                        .with("members", room.members())
                        .with("topic", OutputLines.brief(room.topic(), ReplyWording.BRIEF)))
        .end();
  }

  private static String members(Reply.MemberList reply) {
    return note(OutputLines.count(reply.members().size(), "member"))
        .with("room", reply.room())
        .withObjects(
            "members",
            reply.members().stream().limit(LISTED).toList(),
            member -> line -> named(line, member))
        .end();
  }

  private static void named(JsonObject line, MemberInfo member) {
    String away = member.away();
    String address = member.address();
    line.with("nick", member.nick())
        .withAny("role", member.role() == Role.MEMBER ? "" : member.role().code())
        .withAny("address", address == null ? "" : address)
        .withAny("away", away == null ? "" : OutputLines.brief(away, ReplyWording.BRIEF));
  }
}
