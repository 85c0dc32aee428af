package dev.parley.irc.command;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.PersonMask;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.output.MaskList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates between masks and the targets of bans. Stateless. */
final class BanMasks {

  private static final String ANY_NAME = "*!*@";

  /** Begins the user of a mask that others write for whose server did not ask for its name. */
  private static final String UNPROVEN_USER = "!~";

  private BanMasks() {}

  /** Lists the entries of a list of a room. */
  static void list(IrcClient client, RoomName room, MaskList list) {
    List<Ban> bans =
        client.server().chat().moderation().bans().stream()
            .filter(ban -> list.contains(ban) && room.equals(ban.room()))
            .sorted(Comparator.comparing(Ban::since))
            .toList();
    for (Ban ban : bans) {
      client.reply(
          list.entry(),
          room.toString(),
          mask(client, ban),
          ban.by(),
          String.valueOf(ban.since().getEpochSecond()));
    }
    client.reply(list.end(), room.toString());
  }

  /** Returns a ban as a mask, in which an address is the host that stands for it. */
  static String mask(IrcClient client, Ban ban) {
    String mask =
        switch (ban.target()) {
          case Ban.OfNick(Nick nick) -> MaskList.ofName(nick);
          case Ban.OfAccount(Nick account) -> MaskList.ofName(account);
          case Ban.OfAddress(AddressRange range) -> ANY_NAME + host(client, range.toString());
          case Ban.OfMask(PersonMask any) -> any.text();
        };
    return MaskList.withType(ban, mask);
  }

  private static String host(IrcClient client, String range) {
    return range.indexOf('/') < 0 ? client.server().users().hostOf(range) : range;
  }

  /**
   * Returns the target that a mask means: a name where it is one with any user and host, the
   * address where it is that alone, else the mask; null if it is none.
   */
  static @Nullable String target(IrcClient client, String typed) {
    String mask = MaskList.withoutType(typed).replace(UNPROVEN_USER, "!");
    if (Nick.parse(mask) != null) {
      return mask;
    }
    PersonMask parsed = PersonMask.parse(mask);
    if (parsed == null) {
      return null;
    }
    String text = parsed.text();
    String nick =
        text.endsWith(MaskList.ANY_HOST)
            ? text.substring(0, text.length() - MaskList.ANY_HOST.length())
            : "";
    if (Nick.parse(nick) != null) {
      return nick;
    }
    return text.startsWith(ANY_NAME)
        ? address(client, text.substring(ANY_NAME.length()), text)
        : text;
  }

  /** Returns the address or network that a host is or stands for, or else a text. */
  private static String address(IrcClient client, String host, String unless) {
    if (AddressRange.parse(host) != null) {
      return host;
    }
    return client.server().chat().sessions().stream()
        .filter(session -> client.server().users().host(session).equals(host))
        .map(BanMasks::address)
        .filter(address -> AddressRange.parse(address) != null)
        .findFirst()
        .or(() -> banned(client, host))
        .orElse(unless);
  }

  private static String address(Session session) {
    return session.endpoint().remoteAddress();
  }

  private static Optional<String> banned(IrcClient client, String host) {
    return client.server().chat().moderation().bans().stream()
        .filter(ban -> ban.target() instanceof Ban.OfAddress)
        .filter(ban -> host(client, ban.target().toString()).equals(host))
        .map(ban -> ban.target().toString())
        .findFirst();
  }
}
