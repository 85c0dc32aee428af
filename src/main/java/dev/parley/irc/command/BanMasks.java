package dev.parley.irc.command;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.output.Numeric;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates between masks and the targets of bans. Stateless. */
final class BanMasks {

  private static final String ANY_NAME = "*!*@";
  private static final String ANY_HOST = "!*@*";

  private BanMasks() {}

  /** Lists the bans of a room. */
  static void list(IrcClient client, RoomName room) {
    List<Ban> bans =
        client.server().chat().moderation().bans().stream()
            .filter(ban -> ban.kind() == Ban.Kind.BAN && room.equals(ban.room()))
            .sorted(Comparator.comparing(Ban::since))
            .toList();
    for (Ban ban : bans) {
      client.reply(
          Numeric.BAN_LIST,
          room.toString(),
          mask(client, ban),
          ban.by(),
          String.valueOf(ban.since().getEpochSecond()));
    }
    client.reply(Numeric.END_OF_BAN_LIST, room.toString());
  }

  /** Returns a ban as a mask, in which an address is the host that stands for it. */
  static String mask(IrcClient client, Ban ban) {
    return switch (ban.target()) {
      case Ban.OfNick(Nick nick) -> nick + ANY_HOST;
      case Ban.OfAccount(Nick account) -> account + ANY_HOST;
      case Ban.OfAddress(AddressRange range) -> ANY_NAME + host(client, range.toString());
    };
  }

  private static String host(IrcClient client, String range) {
    return range.indexOf('/') < 0 ? client.server().users().hostOf(range) : range;
  }

  /**
   * Returns the target that a mask means: a name, or the address behind {@code @}; null if it means
   * neither.
   */
  static @Nullable String target(IrcClient client, String mask) {
    int at = mask.lastIndexOf('@');
    String host = at < 0 ? "*" : mask.substring(at + 1);
    String names = at < 0 ? mask : mask.substring(0, at);
    int mark = names.indexOf('!');
    String nick = mark < 0 ? (at < 0 ? names : "*") : names.substring(0, mark);
    if (Nick.parse(nick) != null) {
      return nick;
    }
    if (AddressRange.parse(host) != null) {
      return host;
    }
    return client.server().chat().sessions().stream()
        .filter(session -> client.server().users().host(session).equals(host))
        .map(BanMasks::address)
        .findFirst()
        .or(() -> banned(client, host))
        .orElse(null);
  }

  private static String address(Session session) {
    return session.endpoint().remoteAddress();
  }

  private static Optional<String> banned(IrcClient client, String host) {
    return client.server().chat().moderation().bans().stream()
        .filter(ban -> mask(client, ban).equals(ANY_NAME + host))
        .map(ban -> ban.target().toString())
        .findFirst();
  }
}
