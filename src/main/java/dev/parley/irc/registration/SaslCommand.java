package dev.parley.irc.registration;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Authenticates clients by {@code AUTHENTICATE} (IRCv3 sasl 3.2; PLAIN of RFC 4616). */
public final class SaslCommand {

  /** The mechanisms, with commas between them. */
  static final String MECHANISMS = "PLAIN";

  /** The maximum length of one message; a shorter one is the last. */
  private static final int CHUNK = 400;

  /** The maximum length of all messages together. */
  private static final int MAX_TOTAL = 4 * CHUNK;

  /** The parts of a message of PLAIN: who to act as, who it is, and the password. */
  private static final int PLAIN_PARTS = 3;

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.any("AUTHENTICATE", 1, this::authenticate));
  }

  private void authenticate(IrcClient client, IrcMessage request) {
    String text = request.param(0);
    StringBuilder exchange = client.registration().exchange();
    if (!client.has(Capability.SASL)) {
      client.reply(Numeric.SASL_FAIL);
    } else if (text.length() > CHUNK) {
      client.registration().endExchange();
      client.reply(Numeric.SASL_TOO_LONG);
    } else if (text.equals("*")) {
      client.registration().endExchange();
      client.reply(exchange == null ? Numeric.SASL_FAIL : Numeric.SASL_ABORTED);
    } else if (exchange == null) {
      begin(client, text);
    } else {
      proceed(client, exchange, text);
    }
  }

  private static void begin(IrcClient client, String mechanism) {
    if (client.session().login() != null) {
      client.reply(Numeric.SASL_ALREADY);
    } else if (mechanism.toUpperCase(Locale.ROOT).equals(MECHANISMS)) {
      client.registration().beginExchange();
      client.send(new IrcMessage(Map.of(), null, "AUTHENTICATE", List.of("+")));
    } else {
      client.reply(Numeric.SASL_MECHANISMS, MECHANISMS);
      client.reply(Numeric.SASL_FAIL);
    }
  }

  private static void proceed(IrcClient client, StringBuilder exchange, String text) {
    if (!text.equals("+")) {
      exchange.append(text);
    }
    if (exchange.length() > MAX_TOTAL) {
      client.registration().endExchange();
      client.reply(Numeric.SASL_TOO_LONG);
    } else if (text.length() < CHUNK) {
      client.registration().endExchange();
      Command command = plain(exchange.toString());
      if (command == null) {
        client.reply(Numeric.SASL_FAIL);
      } else {
        client.ask(command, reply -> answered(client, reply));
      }
    }
  }

  private static @Nullable Command plain(String encoded) {
    try {
      String[] parts =
          new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split("\0", -1);
      boolean complete =
          parts.length == PLAIN_PARTS
              && !parts[1].isEmpty()
              && (parts[0].isEmpty() || parts[0].equals(parts[1]));
      return complete ? Credentials.of(parts[1], parts[2]) : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static void answered(IrcClient client, Reply reply) {
    if (reply instanceof Reply.Authenticated(var login)) {
      loggedIn(client, login.value());
      client.reply(Numeric.SASL_SUCCESS);
    } else {
      client.reply(Numeric.SASL_FAIL);
    }
  }

  /** Tells a client that it is logged in. */
  public static void loggedIn(IrcClient client, String login) {
    client.applyPace();
    client.reply(Numeric.LOGGED_IN, client.source(), login, "You are now logged in as " + login);
    if (client.isRegistered() && client.has(Capability.ACCOUNT_NOTIFY)) {
      client.send(IrcMessage.of(client.source(), "ACCOUNT", login));
    }
  }
}
