package dev.parley.irc.output;

import dev.parley.chat.account.Account;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.RoleMembers;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.message.TextParts;
import dev.parley.irc.user.IrcUser;
import dev.parley.irc.user.IrcUsers;
import dev.parley.irc.user.UserMode;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Renders events as messages. Safe for use from any thread. */
public final class EventRenderer {

  /** The mark before and behind a request to a client (CTCP). */
  public static final char CTCP = '\u0001';

  /** The maximum length of a topic, in bytes. */
  public static final int MAX_TOPIC = 307;

  /** The tag of a message that goes on with the line of the one before it. */
  public static final String MULTILINE_CONCAT = "draft/multiline-concat";

  /** The reference of the group of a private message. */
  private static final String PRIVATE = "private";

  private static final String ACTION = CTCP + "ACTION ";

  /** The reason of a ban that has none. */
  private static final String BANNED = "Banned";

  /** The name of the protocol, whose senders' references are tags. */
  private final String protocol;

  private final String server;
  private final IrcUsers users;
  private final Clock clock;
  private final Function<Nick, @Nullable Session> holders;
  private final Supplier<Collection<Session>> people;

  /**
   * @param protocol the name of the protocol
   * @param server the name of the server, as a source of messages
   * @param holders returns the session of a name, or null
   * @param people returns all sessions
   */
  public EventRenderer(
      String protocol,
      String server,
      IrcUsers users,
      Clock clock,
      Function<Nick, @Nullable Session> holders,
      Supplier<Collection<Session>> people) {
    this.protocol = protocol;
    this.server = server;
    this.users = users;
    this.clock = clock;
    this.holders = holders;
    this.people = people;
  }

  /** Renders an event in the style of a number. */
  public byte[] render(Event event, int style) {
    return bytes(messages(event, EventStyle.of(style)));
  }

  private static byte[] bytes(List<IrcMessage> messages) {
    if (messages.size() == 1) {
      return messages.getFirst().bytes();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    messages.forEach(message -> bytes.writeBytes(message.bytes()));
    return bytes.toByteArray();
  }

  private List<IrcMessage> messages(Event event, EventStyle style) {
    return switch (event) {
      case Event.Posted posted -> line(posted, style);
      case Event.PrivateMessage message -> privately(message, style);
      case Event.MemberJoined joined -> joined(joined, style);
      case Event.MemberLeft left -> List.of(left(left, style));
      case Event.Removed removed -> List.of(removed(removed, style));
      case Event.NickChanged changed ->
          by(changed.from(), changed.who(), style, "NICK", changed.to().value());
      case Event.AwayChanged away ->
          away.text().isEmpty()
              ? by(away.nick(), away.who(), style, "AWAY")
              : by(away.nick(), away.who(), style, "AWAY", single(away.text()));
      case Event.AccountChanged account ->
          by(account.nick(), account.who(), style, "ACCOUNT", account.login().value());
      case Event.RealNameChanged changed ->
          by(changed.nick(), changed.who(), style, "SETNAME", changed.realName());
      case Event.ConnectionChanged changed -> List.of(host(changed, style));
      case Event.MetadataChanged changed -> List.of(metadata(changed, style));
      case Event.RoomMetadataChanged changed -> List.of(metadata(changed, style));
      case Event.Invited invited ->
          by(
              invited.by(),
              invited.inviter(),
              style,
              "INVITE",
              nick(invited.guest()),
              invited.room().toString());
      case Event.GuestInvited invited ->
          by(
              invited.by(),
              invited.inviter(),
              style,
              "INVITE",
              invited.guest().value(),
              invited.room().toString());
      case Event.MemberRoleChanged changed -> List.of(role(changed, style));
      case Event.RoleChanged changed -> role(changed, style);
      case Event.SettingsChanged changed -> settings(changed, style);
      case Event.Signalled signalled -> signal(signalled, style);
      case Event.LineRedacted redacted -> List.of(redacted(redacted, style));
      case Event.Muted muted -> List.of(muted(muted, style));
      case Event.LogRenewed renewed ->
          notice(
              renewed.room().toString(),
              "The server has lost the newest lines of this room",
              style);
      case Event.Announced announced -> notice("*", "Announcement: " + announced.text(), style);
      case Event.Noticed noticed -> notice(nick(noticed.receiver()), noticed.text(), style);
      case Event.PresenceSummarized _,
          Event.RoomDeleted _,
          Event.RoomRenamed _,
          Event.UnreadCounted _ ->
          List.of();
    };
  }

  private static String nick(Receiver person) {
    Nick nick = person instanceof Session session ? session.nick() : null;
    return nick == null ? "*" : nick.value();
  }

  private static String single(String text) {
    return text.replace('\n', ' ');
  }

  private static String reason(String reason, String unless) {
    return single(reason.isEmpty() ? unless : reason);
  }

  /** Returns a message of a person, with the tags of the style. */
  private List<IrcMessage> by(
      Nick nick, Receiver person, EventStyle style, String verb, String... params) {
    Map<String, String> tags = tags(style, person, clock.instant());
    return List.of(new IrcMessage(tags, users.source(nick.value(), person), verb, List.of(params)));
  }

  private Map<String, String> tags(EventStyle style, @Nullable Receiver person, Instant at) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (style.time()) {
      tags.put("time", ServerTime.of(at));
    }
    String account = style.account() ? IrcUsers.account(person) : null;
    if (account != null) {
      tags.put("account", account);
    }
    return tags;
  }

  /** Returns the tags of what the server tells. */
  private Map<String, String> now(EventStyle style) {
    return tags(style, null, clock.instant());
  }

  private static void addBot(Map<String, String> tags, EventStyle style, @Nullable IrcUser user) {
    if (style.tags() && user != null && user.is(UserMode.BOT)) {
      tags.put("bot", "");
    }
  }

  private List<IrcMessage> line(Event.Posted posted, EventStyle style) {
    Receiver sender = posted.sender();
    Map<String, String> tags = tags(style, sender, posted.entry().at());
    if (style.tags()) {
      tags.put(MessageId.TAG, MessageId.of(posted.epoch(), posted.entry().offset()));
    }
    List<Integer> joints = addTags(tags, style, sender, posted.ref());
    return lines(
        tags,
        source(posted.entry(), sender),
        posted.room().toString(),
        posted.entry(),
        joints,
        style);
  }

  /** Adds the tags of a line's sender, and returns the joints of its text. */
  private List<Integer> addTags(
      Map<String, String> tags, EventStyle style, @Nullable Receiver sender, @Nullable String ref) {
    if (sender == null) {
      return List.of();
    }
    addBot(tags, style, users.of(sender));
    if (ref == null || !sender.endpoint().protocol().equals(protocol)) {
      return List.of();
    }
    Map<String, String> given = LineTags.of(ref);
    addClientTags(tags, style, given);
    return LineTags.joints(given);
  }

  private static void addClientTags(
      Map<String, String> tags, EventStyle style, Map<String, String> given) {
    given.forEach((key, value) -> {
      if (key.equals(LineTags.LABEL) ? style.own() : style.tags() && LineTags.isShown(key)) {
        tags.put(key, value);
      }
    });
  }

  private String source(LogEntry entry, @Nullable Receiver sender) {
    return users.source(entry.from(), sender);
  }

  /** Returns a stored line that is shown again, in the style of a number. */
  public List<IrcMessage> replayed(String room, String epoch, LogEntry entry, int style) {
    EventStyle form = EventStyle.of(style);
    Map<String, String> tags = tags(form, null, entry.at());
    if (form.tags()) {
      tags.put(MessageId.TAG, MessageId.of(epoch, entry.offset()));
    }
    return lines(tags, source(entry, null), room, entry, List.of(), form);
  }

  private static List<IrcMessage> lines(
      Map<String, String> tags,
      String source,
      String target,
      LogEntry entry,
      List<Integer> joints,
      EventStyle style) {
    if (entry.kind() == LogEntry.Kind.TOPIC) {
      return List.of(new IrcMessage(tags, source, "TOPIC", List.of(target, topic(entry.text()))));
    }
    String batch = "line-" + entry.offset();
    MessageBody body = new MessageBody(entry.kind(), entry.text(), joints);
    return style.multiline()
        ? together(batch, tags, source, target, body)
        : said(tags, source, target, body);
  }

  /** Returns as much of a topic as a message has room for. */
  public static String topic(String text) {
    List<String> parts = TextParts.of(single(text), MAX_TOPIC);
    return parts.size() == 1 ? text : parts.getFirst().stripTrailing() + "…";
  }

  /**
   * Returns a text as one message, or as several if it is too long for one, has several lines or is
   * divided.
   */
  public static List<IrcMessage> said(
      Map<String, String> tags, String source, String target, MessageBody body) {
    boolean emote = body.kind() == LogEntry.Kind.EMOTE;
    String verb = body.verb();
    int frame =
        IrcMessage.of(source, verb, target, "").length() + (emote ? ACTION.length() + 1 : 0);
    List<IrcMessage> messages = new ArrayList<>(1);
    for (String part : TextParts.of(body.text(), body.joints(), IrcMessage.MAX_BYTES - frame)) {
      Map<String, String> own = messages.isEmpty() ? tags : withoutIdentity(tags);
      String shown = emote ? ACTION + part + CTCP : part;
      messages.add(new IrcMessage(own, source, verb, List.of(target, shown)));
    }
    return messages;
  }

  /** Returns a text as {@link #said} does, grouped if it has several parts, but for emotes. */
  private static List<IrcMessage> together(
      String batch, Map<String, String> tags, String source, String target, MessageBody body) {
    String verb = body.verb();
    int frame = IrcMessage.of(source, verb, target, "").length();
    List<TextParts.Part> parts =
        TextParts.exactly(body.text(), body.joints(), IrcMessage.MAX_BYTES - frame);
    if (parts.size() == 1 || body.kind() == LogEntry.Kind.EMOTE) {
      return said(tags, source, target, body);
    }
    List<IrcMessage> messages = new ArrayList<>();
    messages.add(
        new IrcMessage(
            tags, source, "BATCH", List.of("+" + batch, Capability.DRAFT_MULTILINE.id(), target)));
    for (TextParts.Part part : parts) {
      Map<String, String> own = new LinkedHashMap<>();
      own.put("batch", batch);
      if (part.continues()) {
        own.put(MULTILINE_CONCAT, "");
      }
      messages.add(new IrcMessage(own, source, verb, List.of(target, part.text())));
    }
    messages.add(IrcMessage.of(source, "BATCH", "-" + batch));
    return messages;
  }

  /** Returns tags without those that only the first of several messages has. */
  private static Map<String, String> withoutIdentity(Map<String, String> tags) {
    Map<String, String> others = new LinkedHashMap<>(tags);
    others.remove(MessageId.TAG);
    others.remove(LineTags.LABEL);
    return others;
  }

  /** Returns a private message as its sender is shown it, in the style of a number. */
  public List<IrcMessage> echo(Event.PrivateMessage message, int style) {
    return privately(message, EventStyle.of(style));
  }

  private List<IrcMessage> privately(Event.PrivateMessage message, EventStyle style) {
    Map<String, String> tags = tags(style, message.sender(), message.at());
    if (style.tags()) {
      tags.put(MessageId.TAG, MessageId.of(message));
    }
    List<Integer> joints = addTags(tags, style, message.sender(), message.ref());
    String source = users.source(message.from().value(), message.sender());
    RoleMembers among = message.among();
    String target = among == null ? message.to().value() : MemberPrefix.target(among);
    MessageBody body = new MessageBody(message.kind(), message.text(), joints);
    return style.multiline()
        ? together(PRIVATE, tags, source, target, body)
        : said(tags, source, target, body);
  }

  private List<IrcMessage> joined(Event.MemberJoined joined, EventStyle style) {
    Receiver member = joined.member();
    String room = joined.room().toString();
    String account = IrcUsers.account(member);
    List<IrcMessage> join =
        style.tags()
            ? by(
                joined.nick(),
                member,
                style,
                "JOIN",
                room,
                account == null ? "*" : account,
                users.of(member).realName())
            : by(joined.nick(), member, style, "JOIN", room);
    String away = member instanceof Session session ? session.away() : null;
    return style.own() && away != null
        ? List.of(
            join.getFirst(), by(joined.nick(), member, style, "AWAY", single(away)).getFirst())
        : join;
  }

  private IrcMessage left(Event.MemberLeft left, EventStyle style) {
    boolean gone = left.member() instanceof Session session && session.ended();
    if (left.how().isForced() && !gone) {
      String unless = left.how() == Event.Departure.BANNED ? BANNED : left.by();
      return kick(
          now(style),
          left.room().toString(),
          left.nick().value(),
          left.by(),
          reason(left.detail(), unless));
    }
    String text = single(left.detail());
    if (left.how() == Event.Departure.LEFT && !gone) {
      return (text.isEmpty()
              ? by(left.nick(), left.member(), style, "PART", left.room().toString())
              : by(left.nick(), left.member(), style, "PART", left.room().toString(), text))
          .getFirst();
    }
    String why =
        switch (left.how()) {
          case LEFT, QUIT -> text.isEmpty() ? "Quit" : "Quit: " + text;
          case DROPPED -> text.isEmpty() ? "Connection lost" : text;
          case KICKED, REMOVED -> "Killed" + (text.isEmpty() ? "" : ": " + text);
          case BANNED -> BANNED + (text.isEmpty() ? "" : ": " + text);
        };
    return by(left.nick(), left.member(), style, "QUIT", why).getFirst();
  }

  private IrcMessage removed(Event.Removed removed, EventStyle style) {
    Ban ban = removed.ban();
    String reason =
        ban == null ? reason(removed.reason(), removed.by()) : reason(ban.reason(), BANNED);
    String room = removed.room().toString();
    return kick(now(style), room, nick(removed.member()), removed.by(), reason);
  }

  /** Returns the removal of a member, by a moderator or by the server. */
  public IrcMessage kick(String room, String nick, String by, String reason) {
    return kick(Map.of(), room, nick, by, reason);
  }

  private IrcMessage kick(
      Map<String, String> tags, String room, String nick, String by, String reason) {
    return new IrcMessage(tags, moderator(by), "KICK", List.of(room, nick, reason));
  }

  /** Returns the change of a room's name. */
  public IrcMessage renamed(Event.RoomRenamed renamed) {
    return IrcMessage.of(
        moderator(renamed.by()),
        "RENAME",
        renamed.room().toString(),
        renamed.to().toString(),
        single(renamed.reason()));
  }

  private String moderator(String by) {
    Nick nick = by.isEmpty() ? null : Nick.parse(by);
    return nick == null ? server : users.source(by, holders.apply(nick));
  }

  /**
   * Returns the change of the user and the host of a person, who has introduced itself in neither.
   */
  private IrcMessage host(Event.ConnectionChanged changed, EventStyle style) {
    Receiver who = changed.who();
    String before =
        changed.nick() + "!" + changed.protocol() + "@" + users.hostOf(changed.address());
    return new IrcMessage(
        tags(style, who, clock.instant()),
        before,
        "CHGHOST",
        List.of(users.of(who).name(), users.host(who)));
  }

  private IrcMessage metadata(Event.MetadataChanged changed, EventStyle style) {
    String nick = changed.nick().value();
    return MetadataMessages.of(
        tags(style, changed.who(), clock.instant()),
        users.source(nick, changed.who()),
        MetadataMessages.VERB,
        List.of(),
        nick,
        changed.key(),
        changed.value());
  }

  private IrcMessage metadata(Event.RoomMetadataChanged changed, EventStyle style) {
    return MetadataMessages.of(
        tags(style, changed.asker(), clock.instant()),
        moderator(changed.by()),
        MetadataMessages.VERB,
        List.of(),
        changed.room().toString(),
        changed.key(),
        changed.value());
  }

  /** Returns the change of a mute as that of the list that it is in. */
  private IrcMessage muted(Event.Muted muted, EventStyle style) {
    return new IrcMessage(
        now(style),
        moderator(muted.by()),
        "MODE",
        List.of(
            muted.room().toString(),
            (muted.lifted() ? "-" : "+") + MaskList.BANS.letter(),
            MaskList.withType(muted.mute(), MaskList.ofName(muted.nick()))));
  }

  private IrcMessage redacted(Event.LineRedacted redacted, EventStyle style) {
    List<String> params = new ArrayList<>();
    params.add(redacted.room().toString());
    params.add(MessageId.of(redacted.epoch(), redacted.entry().offset()));
    if (!redacted.reason().isEmpty()) {
      params.add(redacted.reason());
    }
    return new IrcMessage(now(style), moderator(redacted.by()), "REDACT", params);
  }

  private IrcMessage role(Event.MemberRoleChanged changed, EventStyle style) {
    String letter = String.valueOf(MemberPrefix.of(changed.role()).letter());
    return new IrcMessage(
        now(style),
        users.source(changed.by().value(), changed.asker()),
        "MODE",
        List.of(
            changed.room().toString(),
            (changed.granted() ? "+" : "-") + letter,
            changed.nick().value()));
  }

  /** Returns the changes of the prefixes of those members whose account has another role. */
  private List<IrcMessage> role(Event.RoleChanged changed, EventStyle style) {
    String off = MemberPrefix.letter(changed.before());
    String on = MemberPrefix.letter(changed.role());
    String change = (off.isEmpty() ? "" : "-" + off) + (on.isEmpty() ? "" : "+" + on);
    return people.get().stream()
        .filter(person -> isConcerned(person, changed))
        .map(EventRenderer::nick)
        .map(nick -> {
          List<String> params = new ArrayList<>(List.of(changed.room().toString(), change, nick));
          if (!off.isEmpty() && !on.isEmpty()) {
            params.add(nick);
          }
          return new IrcMessage(now(style), server, "MODE", params);
        })
        .toList();
  }

  private static boolean isConcerned(Session person, Event.RoleChanged changed) {
    Account account = person.account();
    return account != null
        && account.name().equals(changed.account())
        && person.rooms().contains(changed.room());
  }

  private List<IrcMessage> settings(Event.SettingsChanged changed, EventStyle style) {
    List<String> change = RoomMode.change(changed.before(), changed.settings());
    if (change.isEmpty()) {
      return List.of();
    }
    List<String> params = new ArrayList<>();
    params.add(changed.room().toString());
    params.addAll(change);
    return List.of(new IrcMessage(now(style), moderator(changed.by()), "MODE", params));
  }

  /** Returns a signal, which is a message without its source, if it is of this protocol. */
  private List<IrcMessage> signal(Event.Signalled signalled, EventStyle style) {
    IrcMessage signal = IrcMessage.parse(signalled.signal());
    if (signal == null) {
      return List.of();
    }
    Map<String, String> tags = tags(style, signalled.sender(), signalled.at());
    addBot(tags, style, users.of(signalled.sender()));
    addClientTags(tags, style, signal.tags());
    return List.of(
        new IrcMessage(
            tags,
            users.source(signalled.from().value(), signalled.sender()),
            signal.verb(),
            signal.params()));
  }

  private List<IrcMessage> notice(String target, String text, EventStyle style) {
    return said(now(style), server, target, new MessageBody(LogEntry.Kind.NOTICE, text));
  }
}
