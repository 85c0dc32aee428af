package dev.parley.dialect.output;

import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Replay;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.api.UnreadCount;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomSetting;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the server's replies in English, without a prefix; long lists are cut. */
public final class ReplyWording {

  /** Maximum number of list entries shown as text: a screen. */
  public static final int SCREEN = 50;

  /** Maximum length of a topic or of an away text in a list, in characters. */
  static final int BRIEF = 60;

  private static final int WIDTH = 72;

  private ReplyWording() {}

  /**
   * Describes the assignment of another name than the wanted one, or returns null if there was
   * none.
   */
  static @Nullable String altered(Reply.Arrived reply) {
    if (reply.wanted() == null) {
      return null;
    }
    String you = ": you are " + reply.nick() + ".";
    return reply.registered()
        ? reply.wanted() + " is registered" + you + " If it is yours: /login NAME PASSWORD"
        : reply.wanted() + " is taken" + you;
  }

  static String loggedIn(Reply.LoggedIn reply) {
    String login = reply.login().value();
    String done =
        reply.registered()
            ? login + " is your account now, and your name. From now on: /login NAME PASSWORD"
            : loggedIn(reply.login());
    boolean variant = reply.arrived() == null && !reply.nick().equals(reply.login());
    return variant ? done + " You are " + reply.nick() + " here." : done;
  }

  static String loggedIn(Nick login) {
    return "You are logged in as " + login + ".";
  }

  static String alwaysOn(Reply.AlwaysOnStatus reply) {
    return reply.on()
        ? reply.login() + " is always on: without a connection you stay in your rooms."
        : reply.login() + " is not always on: without a connection you leave your rooms.";
  }

  static String passwordChanged(Reply.PasswordChanged reply) {
    String others =
        reply.ended() == 0
            ? ""
            : " " + OutputLines.count(reply.ended(), "other session") + " of your account ended.";
    return "Your password is changed." + others;
  }

  /** Lists certificates, one a line. */
  static String certificates(Reply.CertificateList reply) {
    String account = " log in to " + reply.login();
    return reply.certificates().isEmpty()
        ? "No certificates" + account + "."
        : reply.certificates().stream()
            .map(Fingerprint::value)
            .collect(Collectors.joining("\n", "Certificates that" + account + ":\n", ""));
  }

  /** Describes the end of the last connection, or returns null if it is not worth showing. */
  static @Nullable String lastEnd(@Nullable Disconnect end) {
    return end == null
        ? null
        : "Your last connection was closed: " + OutputLines.single(end.text()) + ".";
  }

  /**
   * Says that the last connection was closed for reading too slowly, or returns null if it was not.
   */
  static @Nullable String slowness(@Nullable Disconnect end) {
    return end != null && end.reason() == Disconnect.Reason.SLOW_READER ? lastEnd(end) : null;
  }

  /** Describes the token to resume with, or returns null if there is none. */
  static @Nullable String token(@Nullable String token) {
    return token == null ? null : "After a drop, come back with: /resume " + token;
  }

  static String resumed(Reply.Resumed reply) {
    return "You are "
        + reply.nick()
        + " again. You missed "
        + (reply.missed() == 0 ? "nothing" : OutputLines.count(reply.missed(), "line"))
        + ".";
  }

  static String lost(Reply.LostRoom lost) {
    return lost.gone() ? lost.room() + " is gone." : "You are no longer in " + lost.room() + ".";
  }

  /** Describes the gap in the missed lines of a room, or returns null if there is none. */
  static @Nullable String gap(Reply.Replayed piece) {
    Replay.Gap gap = piece.gap();
    if (gap == null) {
      return null;
    }
    String expired =
        gap.expired() == 0
            ? ""
            : piece.room()
                + ": "
                + OutputLines.count(gap.expired(), "line")
                + " that you missed expired. ";
    String skipped =
        gap.skipped() == 0
            ? ""
            : piece.room()
                + ": "
                + OutputLines.count(gap.skipped(), "line")
                + " that you missed are not shown here: /history after "
                + (gap.from() + gap.expired() - 1);
    return (expired + skipped).strip();
  }

  static String entered(Reply.Entered reply) {
    RoomInfo room = reply.room();
    String you = reply.before() ? "back" : reply.you().value();
    String topic = room.topic().isEmpty() ? "" : " Topic: " + OutputLines.single(room.topic());
    return "You are " + you + " in " + room.name() + company(reply) + topic;
  }

  private static String company(Reply.Entered reply) {
    if (reply.others().isEmpty()) {
      return ". Nobody else is here.";
    }
    int unnamed = reply.room().members() - 1 - reply.others().size();
    String rest = unnamed > 0 ? " and " + OutputLines.count(unnamed, "other") : "";
    return " with " + names(reply.others()) + rest + ".";
  }

  static String rooms(Reply.RoomList reply) {
    List<String> lines =
        reply.rooms().stream()
            .limit(SCREEN)
            .map(ReplyWording::room)
            .collect(Collectors.toCollection(ArrayList::new));
    int more = reply.rooms().size() - SCREEN;
    if (more > 0) {
      lines.add("and " + OutputLines.count(more, "more room"));
    }
    return String.join("\n", lines);
  }

  private static String room(RoomInfo room) {
    String topic = room.topic().isEmpty() ? "" : ": " + OutputLines.brief(room.topic(), BRIEF);
    return room.name() + Wording.memberCount(room.members()) + topic;
  }

  static String members(Reply.MemberList reply) {
    List<MemberInfo> members = reply.members();
    if (members.isEmpty()) {
      return "Nobody is in " + reply.room() + ".";
    }
    List<String> names = new ArrayList<>();
    members.stream().limit(SCREEN).map(ReplyWording::member).forEach(names::add);
    if (members.size() > SCREEN) {
      names.add("and " + (members.size() - SCREEN) + " more");
    }
    return filled(members.size() + " in " + reply.room() + ": ", names);
  }

  private static String member(MemberInfo member) {
    List<String> more = new ArrayList<>();
    if (member.role() != Role.MEMBER) {
      more.add(member.role().code());
    }
    if (member.address() != null) {
      more.add(member.address());
    }
    if (member.away() != null) {
      more.add("away: " + OutputLines.brief(member.away(), BRIEF));
    }
    return member.nick() + (more.isEmpty() ? "" : " (" + String.join(", ", more) + ")");
  }

  /** Joins the items with commas, as many on a line as fit. */
  private static String filled(String heading, List<String> items) {
    StringBuilder text = new StringBuilder(heading).append(items.getFirst());
    int width = text.length();
    for (String item : items.subList(1, items.size())) {
      width += 2 + item.length();
      text.append(width > WIDTH ? ",\n" : ", ").append(item);
      width = width > WIDTH ? item.length() : width;
    }
    return text.toString();
  }

  static String topic(Reply.TopicStatus reply) {
    return reply.topic().isEmpty()
        ? reply.room() + " has no topic."
        : "The topic of " + reply.room() + " is: " + OutputLines.single(reply.topic());
  }

  /** Describes the way to the next lines, or returns null if there is nothing to add. */
  static @Nullable String afterHistory(Reply.History reply, int page) {
    if (reply.more()) {
      return switch (reply.direction()) {
        case ONWARDS -> "More: /history after " + reply.last();
        case NEWEST -> "Older lines: /history after " + Math.max(0, reply.first() - 1 - page);
        case BACKWARDS -> "Older lines: /history before " + reply.first();
      };
    }
    String when =
        switch (reply.direction()) {
          case ONWARDS -> " after that.";
          case NEWEST -> " yet.";
          case BACKWARDS -> " before that.";
        };
    return reply.entries().isEmpty() ? "Nothing was said in " + reply.room() + when : null;
  }

  /** Describes what is unread in a room. */
  static String unread(UnreadCount count) {
    if (count.unread() == 0) {
      return "You have read " + count.room() + " to its end.";
    }
    String mentions =
        count.mentions() == 0 ? "" : ", " + count.mentions() + " of them with your name";
    return (count.more() ? "More than " : "")
        + OutputLines.count(count.unread(), "unread line")
        + " in "
        + count.room()
        + mentions
        + ": /history after "
        + count.seen();
  }

  /** Describes the way to further results, or returns null if all were shown. */
  static @Nullable String afterSearch(Reply.SearchResults reply) {
    if (reply.hits().isEmpty()) {
      return "Nothing was found.";
    }
    if (!reply.more()) {
      return null;
    }
    return reply.onwards()
        ? "There are later ones: more words find fewer."
        : "There are older ones: more words find fewer.";
  }

  /** Describes what a person or a room tells of itself, one value a line. */
  static String metadata(Reply.MetadataStatus reply) {
    return reply.values().isEmpty()
        ? "Nothing is told about " + reply.target() + "."
        : "About "
            + reply.target()
            + ":"
            + reply.values().entrySet().stream()
                .map(entry -> "\n" + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining());
  }

  static String metadata(Reply.MetadataSet reply) {
    return reply.value() == null
        ? reply.key() + " of " + reply.target() + " is removed."
        : reply.key() + " of " + reply.target() + " is now: " + reply.value();
  }

  static String metadata(Reply.MetadataCleared reply) {
    return "Nothing is told about " + reply.target() + " any more.";
  }

  static String imposed(Reply.Imposed reply) {
    Ban ban = reply.ban();
    String be = reply.lifted() ? " is no longer " : " is ";
    return ban.target()
        + be
        + OutputLines.single(reply.lifted() ? ban.extent() : ban.clause())
        + ".";
  }

  static String redacted(Reply.Redacted reply) {
    LogEntry line = reply.entry();
    return "Line "
        + line.offset()
        + " of "
        + reply.room()
        + ", by "
        + line.from()
        + ", is removed.";
  }

  static String settings(Reply.SettingsStatus reply) {
    return Arrays.stream(RoomSetting.values())
        .map(setting -> setting.code() + " " + setting.value(reply.settings()))
        .collect(Collectors.joining(", ", "Settings of " + reply.room() + ": ", "."));
  }

  static String knocked(Reply.Knocked reply) {
    return "The moderators of " + reply.room() + " are asked to invite you.";
  }

  static String invited(Reply.Invited reply) {
    return reply.nick() + " may come into " + reply.room() + " now.";
  }

  static String ignoring(Reply.Ignoring reply) {
    return "You ignore " + (reply.nicks().isEmpty() ? "nobody" : names(reply.nicks())) + ".";
  }

  /** Says that the receiver is away, or returns null if not. */
  static @Nullable String isAway(Nick nick, @Nullable String text) {
    return text == null ? null : nick + " is away: " + OutputLines.single(text);
  }

  static String away(Reply.AwayStatus reply) {
    String text = reply.text();
    return text == null ? "You are no longer away." : "You are away: " + OutputLines.single(text);
  }

  static String echo(Reply.EchoStatus reply) {
    return reply.on()
        ? "Your own lines come back to you now, with their offsets."
        : "Your own lines do not come back to you now.";
  }

  private static String names(List<Nick> nicks) {
    return nicks.stream().map(Nick::value).collect(Collectors.joining(", "));
  }
}
