package dev.parley.irc.command;

import dev.parley.irc.client.IrcClient;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.user.IrcUser;
import dev.parley.irc.user.UserMode;

/** Carries out {@code MODE} of people. Stateless. */
final class UserModes {

  void handle(IrcClient client, IrcMessage request) {
    String nick = request.param(0);
    if (!nick.equalsIgnoreCase(client.nick())) {
      if (client.server().find(nick) == null) {
        client.reply(Numeric.NO_SUCH_NICK, nick);
      } else {
        client.reply(Numeric.USERS_DONT_MATCH);
      }
    } else if (request.params().size() < 2) {
      client.reply(Numeric.U_MODE_IS, letters(client.server().users().of(client.session())));
    } else {
      change(client, request.param(1));
    }
  }

  /** Returns the modes of a person, {@code +iw}. */
  static String letters(IrcUser user) {
    StringBuilder letters = new StringBuilder("+");
    for (UserMode mode : UserMode.values()) {
      if (user.is(mode)) {
        letters.append(mode.letter());
      }
    }
    return letters.toString();
  }

  private static void change(IrcClient client, String text) {
    IrcUser before = client.server().users().of(client.session());
    IrcUser now = before;
    boolean on = true;
    boolean unknown = false;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      UserMode mode = UserMode.of(letter);
      if (letter == '+' || letter == '-') {
        on = letter == '+';
      } else if (mode == null) {
        unknown = true;
      } else if (!on || mode.isChosen()) {
        now = now.with(mode, on);
      }
    }
    client.introduce(now);
    show(client, before, now);
    if (unknown) {
      client.reply(Numeric.UNKNOWN_USER_MODE);
    }
  }

  /** Shows a client, and those that share its session, the change of its modes, if any. */
  static void show(IrcClient client, IrcUser before, IrcUser now) {
    StringBuilder on = new StringBuilder();
    StringBuilder off = new StringBuilder();
    for (UserMode mode : UserMode.values()) {
      if (now.is(mode) && !before.is(mode)) {
        on.append(mode.letter());
      } else if (before.is(mode) && !now.is(mode)) {
        off.append(mode.letter());
      }
    }
    if (!on.isEmpty() || !off.isEmpty()) {
      IrcMessage change =
          IrcMessage.of(
              client.source(),
              "MODE",
              client.nick(),
              (on.isEmpty() ? "" : "+" + on) + (off.isEmpty() ? "" : "-" + off));
      client.send(change);
      client.forSiblings(sibling -> sibling.send(change));
    }
  }
}
