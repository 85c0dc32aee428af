package dev.parley.irc.registration;

import dev.parley.chat.account.ScramExchange;
import dev.parley.chat.api.Command;
import dev.parley.irc.client.IrcClient;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Enumerates the mechanisms of SASL by which clients authenticate. */
enum SaslMechanism {
  /** A name and its password, or a token in its place (RFC 4616). */
  PLAIN,
  /** The certificate of the connection (RFC 4422, appendix A). */
  EXTERNAL,
  /** A proof of the password of an account, which is not sent (RFC 7677). */
  SCRAM_SHA_256;

  /** The parts of a message of PLAIN: who to act as, who it is, and the password. */
  private static final int PLAIN_PARTS = 3;

  /** Returns the name by which clients ask for it. */
  String id() {
    return name().replace('_', '-');
  }

  /** Returns the mechanisms that a client can use, with commas between them. */
  static String offeredTo(IrcClient client) {
    return offered(client).map(SaslMechanism::id).collect(Collectors.joining(","));
  }

  private static Stream<SaslMechanism> offered(IrcClient client) {
    boolean certified = client.session().endpoint().certificate() != null;
    return Arrays.stream(values()).filter(mechanism -> mechanism != EXTERNAL || certified);
  }

  /** Returns the mechanism of a name, if a client can use it. */
  static Optional<SaslMechanism> of(IrcClient client, String id) {
    String upper = id.toUpperCase(Locale.ROOT);
    return offered(client).filter(mechanism -> mechanism.id().equals(upper)).findFirst();
  }

  /**
   * Begins an exchange.
   *
   * @return what returns the command for a message of the client, null if it is malformed
   */
  Function<String, @Nullable Command> begin() {
    return switch (this) {
      case PLAIN -> SaslMechanism::plain;
      case EXTERNAL -> Command.AuthenticateByCertificate::new;
      case SCRAM_SHA_256 -> {
        ScramExchange exchange = new ScramExchange();
        yield message -> new Command.AuthenticateByScram(exchange, message);
      }
    };
  }

  private static @Nullable Command plain(String message) {
    String[] parts = message.split("\0", -1);
    boolean complete =
        parts.length == PLAIN_PARTS
            && !parts[1].isEmpty()
            && (parts[0].isEmpty() || parts[0].equals(parts[1]));
    return complete ? Credentials.of(parts[1], parts[2]) : null;
  }
}
