package dev.parley.irc.output;

import dev.parley.chat.api.Event;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.history.LogEntry;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Renders events as messages. Safe for use from any thread. */
public final class EventRenderer {

  /** The mark before and behind a request to a client (CTCP). */
  public static final char CTCP = '\u0001';

  /** The maximum length of a topic, in bytes. */
  public static final int MAX_TOPIC = 307;

  private static final String ACTION = CTCP + "ACTION ";

  /** The name of the protocol, whose senders' references are tags. */
  private final String protocol;

  private final String server;
  private final IrcUsers users;
  private final Clock clock;
  private final Function<Nick, @Nullable Session> holders;

  /**
   * @param protocol the name of the protocol
   * @param server the name of the server, as a source of messages
   * @param holders returns the session of a name, or null
   */
  public EventRenderer(
      String protocol,
      String server,
      IrcUsers users,
      Clock clock,
      Function<Nick, @Nullable Session> holders) {
    this.protocol = protocol;
    this.server = server;
    this.users = users;
    this.clock = clock;
    this.holders = holders;
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
      case Event.Removed removed ->
          List.of(
              kick(
                  removed.room().toString(),
                  nick(removed.member()),
                  removed.by(),
                  reason(
                      removed.ban() == null ? removed.reason() : removed.ban().reason(),
                      removed.by())));
      case Event.NickChanged changed ->
          by(changed.from(), changed.who(), style, "NICK", changed.to().value());
      case Event.AwayChanged away ->
          away.text().isEmpty()
              ? by(away.nick(), away.who(), style, "AWAY")
              : by(away.nick(), away.who(), style, "AWAY", single(away.text()));
      case Event.AccountChanged account ->
          by(account.nick(), account.who(), style, "ACCOUNT", account.login().value());
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
      case Event.MemberRoleChanged changed -> role(changed);
      case Event.SettingsChanged changed -> settings(changed);
      case Event.Signalled signalled -> signal(signalled, style);
      case Event.Muted muted ->
          notice(
              muted.room().toString(),
              muted.nick()
                  + (muted.lifted() ? " may speak again" : " was " + muted.mute().clause())
                  + (muted.by().isEmpty() ? "" : " (" + muted.by() + ")"));
      case Event.LogRenewed renewed ->
          notice(renewed.room().toString(), "The server has lost the newest lines of this room");
      case Event.Announced announced -> notice("*", "Announcement: " + announced.text());
      case Event.Noticed noticed -> notice(nick(noticed.receiver()), noticed.text());
      case Event.PresenceSummarized _,
          Event.RoleChanged _,
          Event.LineRedacted _,
          Event.RoomDeleted _,
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

  private static String reason(String reason, String by) {
    return single(reason.isEmpty() ? by : reason);
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
    addTags(tags, style, sender, posted.ref());
    return lines(tags, source(posted.entry(), sender), posted.room().toString(), posted.entry());
  }

  private void addTags(
      Map<String, String> tags, EventStyle style, @Nullable Receiver sender, @Nullable String ref) {
    if (sender == null) {
      return;
    }
    addBot(tags, style, users.of(sender));
    if (ref != null && sender.endpoint().protocol().equals(protocol)) {
      addClientTags(tags, style, LineTags.of(ref));
    }
  }

  private static void addClientTags(
      Map<String, String> tags, EventStyle style, Map<String, String> given) {
    given.forEach((key, value) -> {
      if (key.equals(LineTags.LABEL) ? style.own() : style.tags()) {
        tags.put(key, value);
      }
    });
  }

  private String source(LogEntry entry, @Nullable Receiver sender) {
    return users.source(entry.from(), sender);
  }

  /** Returns a stored line that is shown again, with its time. */
  public List<IrcMessage> replayed(String room, String epoch, LogEntry entry, boolean tags) {
    Map<String, String> with = new LinkedHashMap<>();
    with.put("time", ServerTime.of(entry.at()));
    if (tags) {
      with.put(MessageId.TAG, MessageId.of(epoch, entry.offset()));
    }
    return lines(with, source(entry, null), room, entry);
  }

  private static List<IrcMessage> lines(
      Map<String, String> tags, String source, String target, LogEntry entry) {
    return entry.kind() == LogEntry.Kind.TOPIC
        ? List.of(new IrcMessage(tags, source, "TOPIC", List.of(target, topic(entry.text()))))
        : said(tags, source, target, entry.kind(), entry.text());
  }

  /** Returns as much of a topic as a message has room for. */
  public static String topic(String text) {
    List<String> parts = TextParts.of(single(text), MAX_TOPIC);
    return parts.size() == 1 ? text : parts.getFirst().stripTrailing() + "…";
  }

  /**
   * Returns a text as one message, or as several if it is too long for one or has several lines.
   */
  public static List<IrcMessage> said(
      Map<String, String> tags, String source, String target, LogEntry.Kind kind, String text) {
    boolean emote = kind == LogEntry.Kind.EMOTE;
    String verb = kind == LogEntry.Kind.NOTICE ? "NOTICE" : "PRIVMSG";
    int frame =
        IrcMessage.of(source, verb, target, "").length() + (emote ? ACTION.length() + 1 : 0);
    List<IrcMessage> messages = new ArrayList<>(1);
    for (String part : TextParts.of(text, IrcMessage.MAX_BYTES - frame)) {
      Map<String, String> own = messages.isEmpty() ? tags : withoutIdentity(tags);
      String shown = emote ? ACTION + part + CTCP : part;
      messages.add(new IrcMessage(own, source, verb, List.of(target, shown)));
    }
    return messages;
  }

  /** Returns tags without those that only the first of several messages has. */
  private static Map<String, String> withoutIdentity(Map<String, String> tags) {
    Map<String, String> others = new LinkedHashMap<>(tags);
    others.remove(MessageId.TAG);
    others.remove(LineTags.LABEL);
    return others;
  }

  private List<IrcMessage> privately(Event.PrivateMessage message, EventStyle style) {
    Map<String, String> tags = tags(style, message.sender(), message.at());
    if (style.tags()) {
      tags.put(MessageId.TAG, MessageId.of(message));
    }
    addTags(tags, style, message.sender(), message.ref());
    return said(
        tags,
        users.source(message.from().value(), message.sender()),
        message.to().value(),
        message.kind(),
        message.text());
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
      return kick(
          left.room().toString(), left.nick().value(), left.by(), reason(left.detail(), left.by()));
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
          case BANNED -> "Banned" + (text.isEmpty() ? "" : ": " + text);
        };
    return by(left.nick(), left.member(), style, "QUIT", why).getFirst();
  }

  /** Returns the removal of a member, by a moderator or by the server. */
  public IrcMessage kick(String room, String nick, String by, String reason) {
    return IrcMessage.of(moderator(by), "KICK", room, nick, reason);
  }

  private String moderator(String by) {
    Nick nick = by.isEmpty() ? null : Nick.parse(by);
    return nick == null ? server : users.source(by, holders.apply(nick));
  }

  private List<IrcMessage> role(Event.MemberRoleChanged changed) {
    String letter = String.valueOf(MemberPrefix.of(changed.role()).letter());
    return List.of(
        IrcMessage.of(
            users.source(changed.by().value(), changed.asker()),
            "MODE",
            changed.room().toString(),
            (changed.granted() ? "+" : "-") + letter,
            changed.nick().value()));
  }

  private List<IrcMessage> settings(Event.SettingsChanged changed) {
    List<String> change = RoomMode.change(changed.before(), changed.settings());
    if (change.isEmpty()) {
      return List.of();
    }
    List<String> params = new ArrayList<>();
    params.add(changed.room().toString());
    params.addAll(change);
    return List.of(new IrcMessage(Map.of(), moderator(changed.by()), "MODE", params));
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

  private List<IrcMessage> notice(String target, String text) {
    return said(Map.of(), server, target, LogEntry.Kind.NOTICE, text);
  }
}
