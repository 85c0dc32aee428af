package dev.parley.irc.registration;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.client.SaslExchange;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Authenticates clients by {@code AUTHENTICATE} (IRCv3 sasl 3.2), whether or not they have asked
 * for the capability.
 */
public final class SaslCommand {

  /** The maximum length of one message; a shorter one is the last. */
  private static final int CHUNK = 400;

  private static final String EMPTY = "+";

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.any("AUTHENTICATE", 1, this::authenticate));
  }

  private void authenticate(IrcClient client, IrcMessage request) {
    String text = request.param(0);
    SaslExchange exchange = client.registration().exchange();
    if (text.length() > CHUNK) {
      end(client, Numeric.SASL_TOO_LONG);
    } else if (text.equals("*")) {
      end(client, exchange == null ? Numeric.SASL_FAIL : Numeric.SASL_ABORTED);
    } else if (exchange == null) {
      begin(client, text);
    } else {
      proceed(client, exchange, text);
    }
  }

  private static void end(IrcClient client, Numeric why) {
    client.registration().exchange(null);
    client.reply(why);
  }

  private static void begin(IrcClient client, String id) {
    Optional<SaslMechanism> mechanism = SaslMechanism.of(client, id);
    if (client.session().login() != null) {
      client.reply(Numeric.SASL_ALREADY);
    } else if (mechanism.isPresent()) {
      client.registration().exchange(new SaslExchange(mechanism.get().begin()));
      send(client, EMPTY);
    } else {
      client.reply(Numeric.SASL_MECHANISMS, SaslMechanism.offeredTo(client));
      client.reply(Numeric.SASL_FAIL);
    }
  }

  private static void proceed(IrcClient client, SaslExchange exchange, String text) {
    if (!exchange.append(text.equals(EMPTY) ? "" : text)) {
      end(client, Numeric.SASL_TOO_LONG);
    } else if (text.length() < CHUNK) {
      Command command = exchange.command();
      if (command == null) {
        end(client, Numeric.SASL_FAIL);
      } else {
        client.ask(command, reply -> answered(client, reply));
      }
    }
  }

  private static void answered(IrcClient client, Reply reply) {
    switch (reply) {
      case Reply.Challenged(String message) -> challenge(client, message);
      case Reply.Authenticated(var login) -> {
        loggedIn(client, login.value());
        end(client, Numeric.SASL_SUCCESS);
      }
      default -> end(client, Numeric.SASL_FAIL);
    }
  }

  /** Sends a message of the server, in parts of which the last one is shorter than the others. */
  private static void challenge(IrcClient client, String message) {
    String encoded = Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    int from = 0;
    while (encoded.length() - from >= CHUNK) {
      send(client, encoded.substring(from, from + CHUNK));
      from += CHUNK;
    }
    send(client, from < encoded.length() ? encoded.substring(from) : EMPTY);
  }

  private static void send(IrcClient client, String text) {
    client.send(new IrcMessage(Map.of(), null, "AUTHENTICATE", List.of(text)));
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
