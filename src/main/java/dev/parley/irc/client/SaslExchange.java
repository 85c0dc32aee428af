package dev.parley.irc.client;

import dev.parley.chat.api.Command;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds an authentication that a client has begun. Confined to its connection. */
public final class SaslExchange {

  /** The maximum length of all parts of one message together. */
  private static final int MAX_TOTAL = 1600;

  private final Function<String, @Nullable Command> mechanism;
  private final StringBuilder received = new StringBuilder();

  /**
   * @param mechanism returns the command for a message of the client, null if it is malformed
   */
  public SaslExchange(Function<String, @Nullable Command> mechanism) {
    this.mechanism = mechanism;
  }

  /** Takes a part of a message; returns false if the message is too long with it. */
  public boolean append(String part) {
    received.append(part);
    return received.length() <= MAX_TOTAL;
  }

  /** Returns the command for the message that is complete now, or null if it is malformed. */
  public @Nullable Command command() {
    try {
      byte[] message = Base64.getDecoder().decode(received.toString());
      return mechanism.apply(new String(message, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return null;
    } finally {
      received.setLength(0);
    }
  }
}
