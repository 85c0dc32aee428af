package dev.parley.irc.registration;

import dev.parley.chat.account.ScramExchange;
import dev.parley.chat.api.Command;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Enumerates the mechanisms of SASL by which clients authenticate. */
enum SaslMechanism {
  /** A name and its password, or a token in its place (RFC 4616). */
  PLAIN,
  /** A proof of the password of an account, which is not sent (RFC 7677). */
  SCRAM_SHA_256;

  /** The parts of a message of PLAIN: who to act as, who it is, and the password. */
  private static final int PLAIN_PARTS = 3;

  /** Returns the name by which clients ask for it. */
  String id() {
    return name().replace('_', '-');
  }

  /** Returns the mechanism of a name. */
  static Optional<SaslMechanism> of(String id) {
    String upper = id.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(mechanism -> mechanism.id().equals(upper)).findFirst();
  }

  /**
   * Begins an exchange.
   *
   * @return what returns the command for a message of the client, null if it is malformed
   */
  Function<String, @Nullable Command> begin() {
    return switch (this) {
      case PLAIN -> SaslMechanism::plain;
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
